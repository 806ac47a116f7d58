"""The author's forms of a badge: its head, and each criterion. What is saved may be unfinished."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ettle.badges.queries import list_emblems, list_endorsements, list_orders
from ettle.badges.types.specs import BadgeSpec, CriterionSpec
from ettle.kit.forms.fields import WrittenField
from ettle.people import queries as people
from ettle.workshop.badges.badge_content import CRITERION, HEAD, MOST_CRITERIA, BadgeContent
from ettle.workshop.badges.term_lines import (
    format_activities,
    format_prerequisites,
    parse_activities,
    parse_prerequisites,
    split_lines,
)
from ettle.workshop.drafts.forms import LONGEST_LINE, PartForm, written

NUMBER = RegexValidator(r"^[A-Z]{1,8}-[0-9]{1,6}\Z", _("Write letters, a hyphen and digits, such as ET-701"))
KINDS = [("text", _("An answer in words")), ("activity", _("An activity to do"))]
OTHER_KINDS = {"confirm": _("To read and confirm"), "practice": _("To practise on an example")}
ENDORSERS = [
    ("manager", _("Their manager")),
    ("tutor", _("A tutor")),
    ("supervision", _("The other person in supervision")),
    ("colleague", _("A colleague")),
]
ENDORSED_FROM = [("met", _("When every criterion is met")), ("begun", _("From the beginning"))]
IF_MISSED = [("not-endorsed", _("It says ‘Not endorsed’")), ("nothing", _("Nothing"))]


def _choices(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _several(label: Any, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, help_text=hint, widget=forms.CheckboxSelectMultiple, choices=[]
    )


def _number(label: Any, least: int, most: int, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False, help_text=hint)


class NewBadgeForm(forms.Form):
    number = forms.CharField(
        label=_("Number"),
        validators=[NUMBER],
        help_text=_("It cannot be changed later, because signed badges contain it. Such as ET-701"),
        error_messages={"required": _("Write a number, such as ET-701")},
    )
    name = WrittenField(
        label=_("Name"), limit=120, error_messages={"required": _("Write a name")}, widget=forms.TextInput()
    )


class CriterionTitleForm(forms.Form):
    title = WrittenField(
        label=_("Title"), limit=LONGEST_LINE, error_messages={"required": _("Write a title")}, widget=forms.TextInput()
    )


class HeadForm(PartForm):
    optional = frozenset(
        {
            "roles", "endorsement_days", "endorsement_roles", "endorsement_by", "valid_for_months", "sample_percent",
            "prerequisites", "alignments", "activities", "easy_read", "emblem", "as_it_was",
        }
    )  # fmt: skip
    name = written(_("Name"))
    summary = written(_("Summary"), rows=2, hint=_("What someone who has it can do, in one sentence to them"))
    why = written(_("Why it matters"), rows=4)
    roles = _several(_("Who it is for"), _("Choose none for everyone"))
    minutes = _number(_("Minutes"), 1, 6_000)
    emblem = _choices(_("Picture"), [])
    easy_read = written(_("Easy Read"), rows=6, hint=_("What the badge is, with one short sentence on each line"))
    not_accepted = written(_("What is not accepted"), rows=3)
    assessor_guidance = written(_("Guidance for assessors"), rows=5)
    prerequisites = written(_("Badges to earn first"), rows=3, hint=_("One on each line: ET-001, or ET-101 (advised)"))
    alignments = written(
        _("What it is about"),
        rows=5,
        hint=_("Items of frameworks, one on each line, such as capabilities:vis.2 or cpl:7"),
    )
    order = _choices(_("In which order"), list_orders())
    activities = written(
        _("Activities"),
        rows=3,
        hint=_(
            "One group on each line, of which a learner does one. Choices are between slashes, with roles and settings "
            "in brackets: s8-voice (citizen, frontline; care-home) / s2-handover"
        ),
    )
    endorsement = _choices(_("Endorsement"), list_endorsements())
    endorsement_days = _number(_("Within how many days"), 14, 366, _("Where an endorsement is required"))
    endorsement_roles = _several(_("For which roles it is required"), _("Choose none for all"))
    endorsement_by = _several(_("Who may endorse it"), _("Choose none for anyone"))
    endorsement_from = _choices(_("From when it may be asked for"), ENDORSED_FROM)
    endorsement_missed = _choices(_("What the badge shows if it is missing"), IF_MISSED)
    valid_for_months = _number(_("Valid for how many months"), 1, 600, _("Leave it empty if it does not expire"))
    sample_percent = _number(
        _("How many in a hundred an assessor looks at afterwards"), 0, 100, _("Only where no assessor decides")
    )

    content: BadgeContent

    def add_fields(self) -> None:
        roles = [(role.key, role.title) for role in people.all_roles()]
        emblems = [("", _("The digits of its number")), *list_emblems()]
        chosen = {"roles": roles, "endorsement_roles": roles, "endorsement_by": ENDORSERS, "emblem": emblems}
        for name, choices in chosen.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # fields with choices
        spec = self.content.badge
        values = {name: getattr(spec, name) for name in self.base_fields if name in BadgeSpec.model_fields}
        self.initial |= values | {
            "roles": list(spec.roles),
            "endorsement_roles": list(spec.endorsement_roles),
            "endorsement_by": list(spec.endorsement_by),
            "prerequisites": format_prerequisites(spec.prerequisites),
            "alignments": "\n".join(spec.alignments),
            "activities": format_activities(spec.activities),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["prerequisites"] = self.parse("prerequisites", parse_prerequisites)
        cleaned["alignments"] = self.parse("alignments", split_lines)
        cleaned["activities"] = self.parse("activities", parse_activities)
        return cleaned

    def change(self, content: BadgeContent) -> BadgeContent:
        """Return the content with what this form says."""
        data = self.cleaned_data
        values = {name: data[name] for name in self.base_fields if name != "as_it_was"}
        for name in ("roles", "endorsement_roles", "endorsement_by"):
            values[name] = tuple(values[name])
        values |= {"minutes": data["minutes"] or 0, "sample_percent": data["sample_percent"] or 0}
        defaults = {"order": "evidence", "endorsement": "none", "endorsement_from": "met"}
        defaults["endorsement_missed"] = "not-endorsed"
        values |= {name: data[name] or default for name, default in defaults.items()}
        return content.change_head(**values)


class CriterionForm(PartForm):
    optional = frozenset(
        {"hint", "easy_read", "about_words", "activity", "may_be_spoken", "automatic", "position", "as_it_was"}
    )
    title = written(_("Title"))
    question = written(_("Question"), rows=2)
    hint = written(_("Hint"), rows=2)
    easy_read = written(_("The question in Easy Read"), rows=4, hint=_("One short sentence on each line"))
    kind = _choices(_("What it asks for"), KINDS)
    activity = written(_("The activity"), hint=_("Its key, such as sort-20, where it asks for an activity"))
    about_words = _number(_("About how many words"), 0, 5_000)
    max_words = _number(_("At most how many words"), 1, 5_000)
    may_be_spoken = forms.BooleanField(label=_("It may be spoken"), required=False)
    automatic = forms.BooleanField(label=_("It is accepted as it is written; no assessor decides"), required=False)
    shows_met = written(_("Shows that it is met"), rows=2, hint=_("Learners and assessors read the same"))
    not_yet_when = written(_("Not yet when"), rows=2)
    met_example = written(_("An answer that is accepted"), rows=6)
    not_yet_example = written(_("An answer that is not yet enough"), rows=4)
    position = _number(_("Position among the criteria"), 1, MOST_CRITERIA)

    def __init__(self, data: Any, content: BadgeContent, part: str, criterion: CriterionSpec, problems: Any) -> None:
        self.part, self.criterion = part, criterion
        values = {name: getattr(criterion, name) for name in self.base_fields if name in CriterionSpec.model_fields}
        values["position"] = int(part.removeprefix(CRITERION))
        super().__init__(data, content, part, problems, **values)

    def add_fields(self) -> None:
        """A kind that authors cannot begin stays what it is."""
        if self.criterion.kind in OTHER_KINDS:
            kind: Any = self.fields["kind"]
            kind.choices = [(self.criterion.kind, OTHER_KINDS[self.criterion.kind])]

    def mark_needed(self, *, is_needed: bool) -> None:
        super().mark_needed(is_needed=is_needed)
        if self.criterion.kind != "text":
            for name in ("not_yet_when", "met_example", "not_yet_example"):
                self.fields[name].required = False

    def change(self, content: BadgeContent) -> BadgeContent:
        """Return the content with what this form says, at the position that it names."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in {"as_it_was", "position"}}
        data |= {"about_words": data["about_words"] or 0, "max_words": data["max_words"] or self.criterion.max_words}
        data["kind"] = data["kind"] or self.criterion.kind
        position = self.cleaned_data["position"] or int(self.part.removeprefix(CRITERION))
        return content.put_criterion(self.part, self.criterion.replace(**data), position=position)


def label_field(part: str, name: str) -> str:
    """Return what a field is called in the form of a part; nothing where there is none."""
    form = HeadForm if part == HEAD else CriterionForm
    field = form.base_fields.get(name)
    return str(field.label) if field else ""
