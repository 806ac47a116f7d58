"""Frameworks and the logic model in the authors' workshop: the five lists, with their search and forms.

A form has the same rules as a pack's file: its change is applied in memory by the framework's own actions, and saved
as a draft.
"""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from ettle.framework.actions import edits
from ettle.workshop.frameworks.admin_views import (
    RowCreateView,
    RowEditView,
    RowHistoryView,
    RowListView,
    RowUsageView,
    delete_view_for,
    refuse_deletion,
)
from ettle.workshop.frameworks.framework_forms import (
    AssociationForm,
    FrameworkForm,
    ItemForm,
    LinkForm,
    NodeForm,
    RowForm,
)

Framework, Item, Association, LogicNode, LogicLink = (
    apps.get_model("framework", name) for name in ("Framework", "Item", "Association", "LogicNode", "LogicLink")
)


class RowViewSet(ModelViewSet):
    """The base of the five lists."""

    pk_path_converter = "uuid"
    index_view_class, add_view_class, edit_view_class = RowListView, RowCreateView, RowEditView
    history_view_class, usage_view_class = RowHistoryView, RowUsageView
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
    form: type[RowForm]
    panel_fields: tuple[str, ...] = ()

    @property
    def edit_handler(self) -> ObjectList:
        return ObjectList([FieldPanel(name) for name in self.panel_fields], base_form_class=self.form)


class FrameworkViewSet(RowViewSet):
    """Editions cannot be deleted: others refer to them."""

    model = Framework
    name = "frameworks"
    icon = "folder-open-1"
    menu_label = "Editions"
    list_display = ["title", "edition", "owner", "in_force_on"]
    search_fields = ["title", "owner", "key"]
    form = FrameworkForm
    delete_view_class = delete_view_for(refuse_deletion)
    panel_fields = (
        "based_on", "edition", "title", "owner", "description", "note", "source_url", "licence", "in_force_on",
    )  # fmt: skip


class ItemViewSet(RowViewSet):
    model = Item
    name = "framework_items"
    icon = "list-ul"
    menu_label = _("Items and Codes")
    list_display = ["key", "title", "kind", "framework"]
    list_filter = ["framework", "kind"]
    search_fields = ["key", "title", "statement"]
    form = ItemForm
    panel_fields = (
        "framework", "kind", "key", "parent", "role", "title", "statement", "third_person", "audience", "is_verified",
        "near_source",
    )  # fmt: skip
    delete_view_class = delete_view_for(edits.remove_item)


class AssociationViewSet(RowViewSet):
    model = Association
    name = "associations"
    icon = "link"
    menu_label = "Associations"
    list_display = ["origin", "destination", "strength", "is_ours"]
    list_filter = ["strength", "is_ours"]
    search_fields = ["origin__key", "origin__title", "destination__key", "destination__title", "note"]
    form = AssociationForm
    panel_fields = ("origin", "destination", "kind", "strength", "source", "note")
    delete_view_class = delete_view_for(edits.remove_association)


class LogicNodeViewSet(RowViewSet):
    model = LogicNode
    name = "logic_nodes"
    icon = "circle-plus"
    menu_label = _("Logic model: nodes")
    list_display = ["key", "title", "column"]
    list_filter = ["column"]
    search_fields = ["key", "title"]
    form = NodeForm
    panel_fields = ("key", "column", "title", "spoken", "is_first", "themes", "capabilities")
    delete_view_class = delete_view_for(edits.remove_node)


class LogicLinkViewSet(RowViewSet):
    model = LogicLink
    name = "logic_links"
    icon = "arrow-right"
    menu_label = _("Logic model: links")
    list_display = ["key", "origin", "destination", "why", "strength"]
    list_filter = ["strength"]
    search_fields = ["key", "why"]
    form = LinkForm
    panel_fields = ("key", "origin", "destination", "blocks", "why", "assumption", "strength", "source")
    delete_view_class = delete_view_for(edits.remove_link)


class FrameworkViewSetGroup(ModelViewSetGroup):
    menu_label = "Frameworks"
    menu_icon = "folder-open-1"
    items = (FrameworkViewSet, ItemViewSet, AssociationViewSet, LogicNodeViewSet, LogicLinkViewSet)
