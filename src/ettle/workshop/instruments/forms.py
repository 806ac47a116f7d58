"""The author's page of an instrument: a form over the entries of a draft, and its layout for Wagtail."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import TextFieldComparison
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList, PublishingPanel

from ettle.instruments.actions import EDITION_CHANGED
from ettle.kit.forms.fields import WrittenField
from ettle.kit.values.numbers import parse_number
from ettle.workshop.drafts.comments.queries import list_open
from ettle.workshop.instruments.models import InstrumentDraft
from ettle.workshop.instruments.preview import render_key
from ettle.workshop.instruments.spec_entries.entry import (
    DRAFT_TOO_LONG,
    MOST_LETTERS,
    EntryField,
    FieldGroup,
    InstrumentEntries,
    clean_entry,
)
from ettle.workshop.instruments.spec_entries.feedback_entries import EASY_READ, FeedbackEntries

if TYPE_CHECKING:
    from django.http import QueryDict

INCOMPLETE_PAGE = _("Something is missing from this page. Open it again before you publish")
COMMENT = _("Comment of {by}: {words}")
MAX_EDITION = 32_767


class InstrumentForm(WagtailAdminModelForm):
    """What is saved as a draft may be unfinished or wrong; what is published, or sent for review, may not.

    after: the edition that the author has read; they are warned when another was published meanwhile.
    """

    instance: InstrumentDraft
    data: Any
    use_required_attribute = False
    after = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta(WagtailAdminModelForm.Meta):
        model = InstrumentDraft
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= self.instance.spec | {"after": self.instance.after}
        if self.instance.is_open:
            self._add_comments()

    def _add_comments(self) -> None:
        """Put the open comments below the hints of their fields. A page of their own writes and resolves them."""
        for comment in list_open(self.instance):
            field = self.fields.get(comment.field)
            if field is not None:
                by, words = (format_html("<bdi>{}</bdi>", text) for text in (comment.written_by, comment.words))
                shown = format_html(str(COMMENT), by=by, words=words)
                field.help_text = format_html("{}<br>{}", field.help_text, shown)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        draft = self.instance
        draft.write(self._typed_entries(), after=self._edition_read())
        if sum(len(str(entry)) for entry in draft.spec.values()) > MOST_LETTERS:
            self.add_error(None, DRAFT_TOO_LONG)
        if not self.is_deferred_validation:
            self._add_problems()
        return cleaned

    def _typed_entries(self) -> dict[str, Any]:
        return {field.name: clean_entry(self[field.name].data) for field in self.instance.entries.fields()}

    def _edition_read(self) -> int:
        edition = parse_number(self.cleaned_data.get("after") or "", most=MAX_EDITION, default=0)
        if not edition and not self.is_deferred_validation:
            self.add_error(None, INCOMPLETE_PAGE)
        return edition or self.instance.after

    def _add_problems(self) -> None:
        if not self.errors and self.instance.is_overtaken:
            newest = self.instance.newest.edition
            self.add_error(None, EDITION_CHANGED.format(newest))
            sent: QueryDict = self.data.copy()  # the form is shown again with the edition that the warning names
            sent["after"] = str(newest)
            self.data = sent
        for problem in self.instance.entries.find_problems():
            self.add_error(problem.path if problem.path in self.fields else None, problem.words)


class EntryPanel(FieldPanel):
    """One entry. It is no field of the model: the form class declares it, and a comparison reads the draft's spec."""

    def get_form_options(self) -> dict[str, Any]:
        return {}

    def get_comparison_class(self) -> Any:
        return partial(EntryComparison, self.field_name, str(self.heading))

    class BoundPanel(FieldPanel.BoundPanel):
        panel: EntryPanel

        def get_comparison(self) -> list[Any]:
            return [self.panel.get_comparison_class()]


class EntriesLayout(ObjectList):
    """The whole page."""

    class BoundPanel(ObjectList.BoundPanel):
        def render_missing_fields(self) -> SafeString:
            hidden: SafeString = self.form["after"].as_widget()
            return hidden


class EntryComparison(TextFieldComparison):
    """What an entry said in two revisions of a draft."""

    def __init__(self, name: str, label: str, before: InstrumentDraft, after: InstrumentDraft) -> None:
        self.label = label
        self.val_a, self.val_b = (_text_of(draft.spec.get(name, "")) for draft in (before, after))

    def field_label(self) -> str:
        return self.label


def _text_of(entry: Any) -> str:
    return ", ".join(entry) if isinstance(entry, list) else str(entry)


def build_edit_handler(entries: InstrumentEntries) -> EntriesLayout:
    """Return the layout of the author's page for these entries, with the form class that it needs."""
    fields = {field.name: build_field(field) for field in entries.fields()}
    metaclass: Any = type(InstrumentForm)
    form_class = metaclass("EntriesForm", (InstrumentForm,), fields)
    panels = [*(build_panel(group, entries) for group in entries.groups()), FieldPanel("note"), PublishingPanel()]
    handler: EntriesLayout = EntriesLayout(panels, base_form_class=form_class).bind_to_model(InstrumentDraft)
    return handler


def build_panel(group: FieldGroup, entries: InstrumentEntries) -> MultiFieldPanel:
    fields: list[Any] = [EntryPanel(field.name, heading=field.label, disable_comments=True) for field in group.fields]
    if isinstance(entries, FeedbackEntries) and group.heading == str(EASY_READ):
        fields.insert(0, HelpPanel(content=render_key(entries.themes)))
    return MultiFieldPanel(fields, heading=group.heading, help_text=group.hint)


def build_field(entry: EntryField) -> forms.Field:
    """Return a form field that takes whatever is typed; the rules are those of the spec."""
    if entry.choices is not None:
        return forms.MultipleChoiceField(
            label=entry.label,
            help_text=entry.hint,
            required=False,
            choices=list(entry.choices.items()),
            widget=forms.CheckboxSelectMultiple,
        )
    text = forms.Textarea(attrs={"rows": entry.rows, "spellcheck": "true"}) if entry.rows else forms.TextInput()
    return WrittenField(label=entry.label, help_text=entry.hint, required=False, strip=False, widget=text)
