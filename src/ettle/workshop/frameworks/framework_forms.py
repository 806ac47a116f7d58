"""The authors' forms for frameworks and the logic model. Each builds the spec with its change; the view saves it in a
draft. Rows are identified by their permanent identifiers: a row that is new in a draft has no primary key.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ettle.framework.actions import edits
from ettle.framework.types import FrameworkUse
from ettle.framework.types.rows import Spec, spec_to_rows, title_of
from ettle.kit.refusal import Refused
from ettle.people.queries import role_titles
from ettle.workshop.frameworks.queries import ShownDrafts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Framework, Item = (apps.get_model("framework", name) for name in ("Framework", "Item"))
RELATED_LISTS = ("themes", "capabilities")
CHANGED_MEANWHILE = _("Someone else has changed this since you opened it. Open it again to see their words.")


class RowForm(WagtailAdminModelForm):
    """A form for one row. What publishing would refuse is refused here, at its field.

    shown: the drafts that the form edits; set by the view.
    """

    fixed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    as_it_was = forms.CharField(widget=forms.HiddenInput, required=False)
    shown: ShownDrafts
    spec: Spec

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.optional:
            self.fields[name].required = False
        for name in self.fixed if self.instance.pk else ():
            self.fields[name].disabled = True
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.to_field_name = "uuid"
                if self.instance.pk and name in self.initial and not isinstance(self.initial[name], list):
                    self.initial[name] = getattr(self.instance, name)
        self.row_hash = _hash_row(self.instance, self.fields) if self.instance.pk else ""
        self.initial["as_it_was"] = self.row_hash

    def edit(self) -> Spec:
        """Return the spec of the edition or the model with this form's values. Raises Refused."""
        raise NotImplementedError

    @property
    def words(self) -> str:
        """Describe the change, for the draft's history."""
        return str(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("as_it_was") not in {self.row_hash, ""}:
            self.add_error(None, CHANGED_MEANWHILE)
        if not self.errors:
            try:
                self.spec = self.edit()
                self.shown.check_spec(self.spec)
            except Refused as refusal:
                field = (refusal.field or "").rpartition(".")[2]
                self.add_error(field if field in self.fields else None, str(refusal))
        return cleaned

    def cleaned_values(self, *names: str) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in names}


def _hash_row(row: Any, fields: Iterable[str]) -> str:
    """Return a hash of a row's values, which detects that another author has saved the same form meanwhile."""
    values = [str(getattr(row, name)) for name in fields if name not in RELATED_LISTS and hasattr(row, name)]
    values += [
        str(sorted(item.key for item in getattr(row, name).all())) for name in RELATED_LISTS if hasattr(row, name)
    ]
    return sha256("\n".join(values).encode()).hexdigest()[:24]


class FrameworkForm(RowForm):
    """Edit an edition, or begin a new one as a copy of an earlier one."""

    fixed = ("based_on", "edition")
    optional = ("title", "owner", "in_force_on")
    based_on = forms.ModelChoiceField(
        Framework.objects.order_by("title", "edition"),
        required=False,
        label=_("New edition of"),
        help_text=_("It begins with everything that this edition holds"),
    )

    def edit(self) -> Spec:
        names = ("title", "owner", "description", "note", "source_url", "licence", "in_force_on")
        if self.instance.pk:
            return edits.change_head(Framework.objects.get(pk=self.instance.pk), **self.cleaned_values(*names))
        if self.cleaned_data["based_on"] is None:
            raise Refused(_("Choose the edition that the new one begins with. A new framework comes in a file"))
        head = {name: value for name, value in self.cleaned_values(*names[:4]).items() if value}
        return edits.new_edition(
            of=self.cleaned_data["based_on"], **self.cleaned_values("edition", "in_force_on"), **head
        )

    @property
    def words(self) -> str:
        return title_of(spec_to_rows(self.spec))


def _role_choices() -> list[tuple[str, StrOrPromise]]:
    return [("", _("No role")), *role_titles().items()]


class ItemForm(RowForm):
    fixed = ("framework", "kind", "key", "parent", "role")
    optional = ("key", "parent", "title")
    role = forms.ChoiceField(choices=_role_choices, required=False)

    def edit(self) -> Spec:
        names = ("framework", "kind", "title", "statement", "third_person", "role", "audience", "is_verified")
        parent = self.cleaned_data["parent"]
        return edits.put_item(
            key=self.cleaned_data["key"],
            parent=parent.key if parent else "",
            near_source=self.cleaned_data["near_source"],
            **self.cleaned_values(*names),
        )

    def clean_parent(self) -> Any:
        parent = self.cleaned_data["parent"]
        if parent and parent.framework != self.cleaned_data.get("framework"):
            raise forms.ValidationError(_("Choose a parent in the same edition"))
        return parent


class AssociationForm(RowForm):
    fixed = ("origin", "destination", "kind")

    def edit(self) -> Spec:
        return edits.put_association(
            **self.cleaned_values("origin", "destination", "kind", "strength", "source", "note")
        )

    @property
    def words(self) -> str:
        ends = self.cleaned_data
        return _("%(key)s to %(key_2)s") % {"key": ends["origin"].key, "key_2": ends["destination"].key}


class NodeForm(RowForm):
    fixed = ("key",)
    themes = forms.ModelMultipleChoiceField(Item.objects.none(), required=False)
    capabilities = forms.ModelMultipleChoiceField(Item.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = Item.objects.of_use(FrameworkUse.MAIN)
        self.fields["themes"].queryset = newest.filter(kind=Item.Kind.THEME)
        self.fields["capabilities"].queryset = newest.filter(kind=Item.Kind.CAPABILITY)

    def edit(self) -> Spec:
        keys: dict[str, Any] = {
            name: tuple(item.key for item in self.cleaned_data[name]) for name in ("themes", "capabilities")
        }
        return edits.put_node(**self.cleaned_values("key", "column", "title", "spoken", "is_first"), **keys)


class LinkForm(RowForm):
    fixed = ("key",)
    optional = ("destination", "blocks")

    def edit(self) -> Spec:
        keys = {name: self.cleaned_data[name] for name in ("origin", "destination", "blocks")}
        named: dict[str, Any] = {name: row.key if row else "" for name, row in keys.items()}
        return edits.put_link(**self.cleaned_values("key", "why", "assumption", "strength", "source"), **named)
