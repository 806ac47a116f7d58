"""Forms about routing: people who must not assess, leave, what an assessor takes on, and what is promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ettle.badges.queries import current_versions
from ettle.evidence.models import Relation
from ettle.kit.forms.fields import EmailAddressField, WrittenField
from ettle.people.queries import role_titles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ettle.evidence.models import AssessorProfile
    from ettle.people.models import User


def _day_field(label: Any) -> forms.DateField:
    messages = {"required": _("Enter a date"), "invalid": _("Enter a date, like 31/12/2026")}
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), error_messages=messages)


def _ticks(label: Any) -> forms.MultipleChoiceField:
    hint = _("Tick none for all of them")
    return forms.MultipleChoiceField(label=label, required=False, help_text=hint, widget=forms.CheckboxSelectMultiple)


class RelationForm(forms.Form):
    """Name a person who must not assess my work."""

    email = EmailAddressField(
        label=_("Their email address at work"),
        help_text=_("We do not tell them, and we do not email them"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": _("Enter their email address"), "invalid": _("Enter an email address")},
    )
    kind = forms.ChoiceField(
        label=_("Who are they?"),
        choices=Relation.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who they are")},
    )


class LeaveForm(forms.Form):
    """When an assessor is away, and who gets their work first."""

    begins_on = _day_field(_("First day away"))
    ends_on = _day_field(_("Last day away"))
    deputy = forms.ChoiceField(label=_("Who gets the work first?"), required=False)

    def __init__(self, data: Any, *, deputies: Iterable[User]) -> None:
        super().__init__(data)
        self._deputies = {str(person.uuid): person for person in deputies}
        names = [(key, str(person)) for key, person in self._deputies.items()]
        self.fields["deputy"].choices = [("", _("No deputy: the site chooses")), *names]  # type: ignore[attr-defined]  # ChoiceField

    def clean_deputy(self) -> User | None:
        return self._deputies.get(self.cleaned_data["deputy"])


class ProfileForm(forms.Form):
    """What an assessor takes on."""

    badges = _ticks(_("Badges"))
    roles = _ticks(_("Roles of learners"))
    languages = _ticks(_("Languages that they read"))
    leads_pool = forms.BooleanField(
        label=_("Leads the pool: is alerted when work waits too long or has no assessor"), required=False
    )

    def __init__(self, data: Any, *, profile: AssessorProfile) -> None:
        names = ("badges", "roles", "languages", "leads_pool")
        super().__init__(data, initial={name: getattr(profile, name) for name in names})
        choices = {
            "badges": [(version.badge.slug, version.name) for version in current_versions()],
            "roles": list(role_titles().items()),
            "languages": settings.LANGUAGES,
        }
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]  # MultipleChoiceField


class AimForm(forms.Form):
    """In how many working days an answer is promised."""

    badge = forms.ChoiceField(label=_("For which badge?"), required=False)
    working_days = forms.IntegerField(
        label=_("Working days"),
        help_text=_("From 1 to 60. Leave it empty for a badge that follows the site"),
        required=False,
        min_value=1,
        max_value=60,
        error_messages={"invalid": _("Enter a whole number from 1 to 60")},
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self._badges = {version.badge.slug: version.badge for version in current_versions()}
        names = [(version.badge.slug, version.name) for version in current_versions()]
        self.fields["badge"].choices = [("", _("The whole site")), *names]  # type: ignore[attr-defined]  # ChoiceField

    def clean_badge(self) -> Any:
        return self._badges.get(self.cleaned_data["badge"])


class ClosedDayForm(forms.Form):
    """A day on which assessors do not work."""

    day = _day_field(_("Date"))
    name = WrittenField(label=_("What is it?"), limit=80, error_messages={"required": _("Say what day it is")})
