"""Frameworks and the logic model in the authors' workshop: lists, search and forms over the framework's own actions.

Nothing is saved here but by those actions, so a form asks what a pack's file is asked, and the audit line says who.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from ettle.framework import actions
from ettle.framework.specs import ROLE_NAMES
from ettle.kit.refused import Refused

Framework, Item, Association, LogicNode, LogicLink = (
    apps.get_model("framework", name) for name in ("Framework", "Item", "Association", "LogicNode", "LogicLink")
)


class ThroughActions(WagtailAdminModelForm):
    """A form whose rules and whose saving are an action's. It is tried first, so that a refusal stands at its field."""

    fixed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.optional:
            self.fields[name].required = False
        for name in self.fixed if self.instance.pk else ():
            self.fields[name].disabled = True

    def act(self) -> Any:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.errors:
            try:
                with transaction.atomic():
                    self.act()
                    transaction.set_rollback(True)
            except Refused as refusal:
                self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        return self.act()

    def given(self, *names: str) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in names}

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.for_user, "now": timezone.now()}


class FrameworkForm(ThroughActions):
    """Edit an edition; or begin a new one with all that an earlier one holds."""

    fixed = ("based_on", "edition")
    optional = ("title", "owner", "in_force_on")
    based_on = forms.ModelChoiceField(
        Framework.objects.order_by("title", "edition"),
        required=False,
        label="New edition of",
        help_text="It begins with everything that this edition holds",
    )

    def act(self) -> Any:
        if self.instance.pk:
            head = ("title", "owner", "description", "note", "source_url", "licence", "in_force_on")
            return actions.change_framework(Framework.objects.get(pk=self.instance.pk), **self.given(*head), **self.who)
        if self.cleaned_data["based_on"] is None:
            raise Refused("Choose the edition that the new one begins with. A new framework comes in a file")
        begun = actions.new_edition(
            of=self.cleaned_data["based_on"], **self.given("edition", "in_force_on"), **self.who
        )
        said = {name: value for name, value in self.given("title", "owner", "description", "note").items() if value}
        return actions.change_framework(begun, **said, **self.who)


class ItemForm(ThroughActions):
    fixed = ("framework", "kind", "key", "parent", "role")
    optional = ("key", "parent", "title")
    role = forms.ChoiceField(choices=[("", "No role"), *ROLE_NAMES.items()], required=False)

    def act(self) -> Any:
        names = ("framework", "kind", "title", "statement", "third_person", "role", "audience", "is_verified")
        parent = self.cleaned_data["parent"]
        return actions.put_item(
            key=self.cleaned_data["key"],
            parent=parent.key if parent else "",
            near_source=self.cleaned_data["near_source"],
            **self.given(*names),
            **self.who,
        )

    def clean_parent(self) -> Any:
        parent = self.cleaned_data["parent"]
        if parent and parent.framework != self.cleaned_data.get("framework"):
            raise forms.ValidationError("Choose a parent in the same edition")
        return parent


class AssociationForm(ThroughActions):
    fixed = ("origin", "destination", "kind")

    def act(self) -> Any:
        return actions.put_association(
            **self.given("origin", "destination", "kind", "strength", "source", "note"), **self.who
        )


class NodeForm(ThroughActions):
    fixed = ("key",)
    themes = forms.ModelMultipleChoiceField(Item.objects.none(), required=False)
    capabilities = forms.ModelMultipleChoiceField(Item.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = Item.objects.of_newest("capabilities")
        self.fields["themes"].queryset = newest.filter(kind=Item.Kind.THEME)
        self.fields["capabilities"].queryset = newest.filter(kind=Item.Kind.CAPABILITY)

    def act(self) -> Any:
        keys: dict[str, Any] = {
            name: tuple(item.key for item in self.cleaned_data[name]) for name in ("themes", "capabilities")
        }
        return actions.put_node(**self.given("key", "column", "title", "spoken"), **keys, **self.who)


class LinkForm(ThroughActions):
    fixed = ("key",)
    optional = ("destination", "blocks")

    def act(self) -> Any:
        keys = {name: self.cleaned_data[name] for name in ("origin", "destination", "blocks")}
        named: dict[str, Any] = {name: row.key if row else "" for name, row in keys.items()}
        return actions.put_link(**self.given("key", "why", "assumption", "strength", "source"), **named, **self.who)


class TakeAway(generic.DeleteView):
    """Ask, then take the thing away by its action. What others point to is retired and can still be read."""

    take_away: Any = None

    def delete_action(self) -> None:
        self.take_away(self.object, by=self.request.user, now=timezone.now())


def _taking(action: Any) -> type[TakeAway]:
    return type("TakeAway", (TakeAway,), {"take_away": staticmethod(action)})


def _stays(*_: object, **__: object) -> None:
    raise Refused("An edition stays, because others may point to it. Begin a new edition instead")


class Frame(ModelViewSet):
    """What the five lists have in common."""

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
    delete_view_class = _taking(_stays)
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
    delete_view_class = _taking(actions.take_item_away)


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
    delete_view_class = _taking(actions.take_association_away)


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
    delete_view_class = _taking(actions.take_node_away)


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
    delete_view_class = _taking(actions.take_link_away)


class Frames(ModelViewSetGroup):
    menu_label = "Frameworks"
    menu_icon = "folder-open-1"
    items = (Frameworks, Items, Associations, Nodes, Links)
