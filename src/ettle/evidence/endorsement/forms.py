"""What a learner says of the person they ask, and what an endorser says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.evidence.endorsement.actions import EndorserAnswer, EndorserDetails
from ettle.evidence.forms import DeferredChoiceField, DeferredTextField
from ettle.evidence.models import EndorsementAnswer, Relationship
from ettle.kit.forms.fields import EmailAddressField, WrittenField
from ettle.kit.values.names import validate_job_title, validate_name, validate_words_without_links

if TYPE_CHECKING:
    from ettle.evidence.endorsement.shown_work import ShowableAnswer

Kind = EndorsementAnswer.Kind
CHOOSE_RELATIONSHIP = _("Choose how they know your work")
CHOOSE_ANSWER = _("Choose an answer")
# As the learner reads them, and as the endorser does.
TO_LEARNER = {
    Relationship.MANAGER: _("My line manager"),
    Relationship.TUTOR: _("My tutor, mentor or trainer"),
    Relationship.SUPERVISION: _("The other person in my supervision"),
    Relationship.COLLEAGUE: _("Someone I work or volunteer with"),
}
TO_ENDORSER = {
    Relationship.MANAGER: _("I am their line manager"),
    Relationship.TUTOR: _("I am their tutor, mentor or trainer"),
    Relationship.SUPERVISION: _("I am the other person in their supervision"),
    Relationship.COLLEAGUE: _("I work or volunteer with them"),
}
NEEDED = {
    "name": _("Enter your name"),
    "job_title": _("Enter your job title"),
    "relationship": _("Choose how you know this person"),
    "words": _("Write a sentence about what you saw"),
}


class AskForm(forms.Form):
    """Who endorses, and what they may read. No answer is chosen beforehand."""

    name = WrittenField(
        label=_("Who do you ask?"),
        limit=120,
        validators=[validate_name],
        error_messages={"required": _("Enter a name")},
    )
    email = EmailAddressField(label=_("Their email address"), help_text=_("Use their work address if they have one"))
    relationship = forms.ChoiceField(
        label=_("How do they know your work?"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_RELATIONSHIP, "invalid_choice": CHOOSE_RELATIONSHIP},
    )
    note = WrittenField(
        label=_("A few words to them"),
        help_text=_("For example: you were there when I tried the new handover."),
        required=False,
        limit=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[validate_words_without_links],
    )
    shown = forms.TypedMultipleChoiceField(
        label=_("What may they read of what you wrote?"),
        help_text=_("They see nothing of it unless you choose it here."),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from what is on the page")},
    )

    def __init__(self, *args: Any, allowed: Sequence[str], answers: Sequence[ShowableAnswer], **kwargs: Any) -> None:
        """allowed: the relationships that the badge asks for; empty for all."""
        super().__init__(*args, **kwargs)
        choices = [(key.value, words) for key, words in TO_LEARNER.items() if not allowed or key in allowed]
        self._set_choices("relationship", choices)
        if len(choices) == 1:
            self.initial["relationship"] = choices[0][0]
        if answers:
            self._set_choices("shown", [(answer.criterion.position, answer.criterion.title) for answer in answers])
        else:
            del self.fields["shown"]

    def _set_choices(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - says to the type checker what is declared
        field.choices = list(choices)

    @property
    def endorser(self) -> EndorserDetails:
        data = self.cleaned_data
        return EndorserDetails(data["name"], data["email"], data["relationship"])


class EndorseForm(forms.Form):
    """What the endorser says. All but the answer counts only when they endorse."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (Kind.ENDORSED.value, _("I endorse this")),
            (Kind.DECLINED.value, _("I would rather not")),
            (Kind.UNKNOWN.value, _("This is not me, or I do not know this person")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_ANSWER, "invalid_choice": CHOOSE_ANSWER},
    )
    words = DeferredTextField(
        label=_("What did you see?"),
        help_text=_("One or two sentences about what this person did. Name no one you support."),
        limit=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[validate_words_without_links],
    )
    name = DeferredTextField(label=_("Your name"), limit=120, validators=[validate_name])
    job_title = DeferredTextField(
        label=_("Your job title"),
        help_text=_("Or your part in it, such as ‘volunteer’"),
        limit=120,
        validators=[validate_job_title],
    )
    relationship = DeferredChoiceField(
        label=_("How do you know this person?"),
        choices=[(key.value, words) for key, words in TO_ENDORSER.items()],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NEEDED["relationship"]},
    )
    is_name_public = forms.BooleanField(
        label=_("My name, job title and sentence may be on the public page of this badge"),
        help_text=_("If you leave this empty, only the person who asked you sees them."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == Kind.ENDORSED:
            for name, words in NEEDED.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return data

    @property
    def answer(self) -> EndorserAnswer:
        return EndorserAnswer(**self.cleaned_data)
