"""Frameworks and the logic model in the authors' workshop: the five lists, with their search and forms.

A form asks what a pack's file is asked, because the framework's own actions do its work. What it changes is a draft.
"""

from __future__ import annotations

from django.apps import apps
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from ettle.framework import actions
from ettle.workshop.frameworks.frame_forms import (
    AssociationForm,
    FrameworkForm,
    ItemForm,
    LinkForm,
    NodeForm,
    ThroughActions,
)
from ettle.workshop.frameworks.frame_pages import Earlier, Edit, List, New, Uses, stays, taking

Framework, Item, Association, LogicNode, LogicLink = (
    apps.get_model("framework", name) for name in ("Framework", "Item", "Association", "LogicNode", "LogicLink")
)


class Frame(ModelViewSet):
    """What the five lists have in common."""

    pk_path_converter = "uuid"
    index_view_class, add_view_class, edit_view_class = List, New, Edit
    history_view_class, usage_view_class = Earlier, Uses
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
    form: type[ThroughActions]
    asked: tuple[str, ...] = ()

    @property
    def edit_handler(self) -> ObjectList:
        return ObjectList([FieldPanel(name) for name in self.asked], base_form_class=self.form)


class Frameworks(Frame):
    """Whole editions stay: others point to them."""

    model = Framework
    name = "frameworks"
    icon = "folder-open-1"
    menu_label = "Editions"
    list_display = ["title", "edition", "owner", "in_force_on"]
    search_fields = ["title", "owner", "key"]
    form = FrameworkForm
    delete_view_class = taking(stays)
    asked = (
        "based_on", "edition", "title", "owner", "description", "note", "source_url", "licence", "in_force_on",
    )  # fmt: skip


class Items(Frame):
    model = Item
    name = "framework_items"
    icon = "list-ul"
    menu_label = "Items and Codes"
    list_display = ["key", "title", "kind", "framework"]
    list_filter = ["framework", "kind"]
    search_fields = ["key", "title", "statement"]
    form = ItemForm
    asked = (
        "framework", "kind", "key", "parent", "role", "title", "statement", "third_person", "audience", "is_verified",
        "near_source",
    )  # fmt: skip
    delete_view_class = taking(actions.take_item_away)


class Associations(Frame):
    model = Association
    name = "associations"
    icon = "link"
    menu_label = "Associations"
    list_display = ["origin", "destination", "strength", "is_ours"]
    list_filter = ["strength", "is_ours"]
    search_fields = ["origin__key", "origin__title", "destination__key", "destination__title", "note"]
    form = AssociationForm
    asked = ("origin", "destination", "kind", "strength", "source", "note")
    delete_view_class = taking(actions.take_association_away)


class Nodes(Frame):
    model = LogicNode
    name = "logic_nodes"
    icon = "circle-plus"
    menu_label = "Logic model: nodes"
    list_display = ["key", "title", "column"]
    list_filter = ["column"]
    search_fields = ["key", "title"]
    form = NodeForm
    asked = ("key", "column", "title", "spoken", "themes", "capabilities")
    delete_view_class = taking(actions.take_node_away)


class Links(Frame):
    model = LogicLink
    name = "logic_links"
    icon = "arrow-right"
    menu_label = "Logic model: links"
    list_display = ["key", "origin", "destination", "why", "strength"]
    list_filter = ["strength"]
    search_fields = ["key", "why"]
    form = LinkForm
    asked = ("key", "origin", "destination", "blocks", "why", "assumption", "strength", "source")
    delete_view_class = taking(actions.take_link_away)


class Frames(ModelViewSetGroup):
    menu_label = "Frameworks"
    menu_icon = "folder-open-1"
    items = (Frameworks, Items, Associations, Nodes, Links)
