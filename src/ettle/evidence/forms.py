"""Forms of learners and assessors. The rules are in the actions; a form checks only what it can know by itself."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ettle.evidence.actions.drafts import MAX_LETTER_LENGTH, MAX_SUGGESTION_LENGTH
from ettle.evidence.actions.log_copies import CopyTarget
from ettle.evidence.actions.routing import MAX_REFERRAL_LENGTH
from ettle.evidence.actions.samples import MAX_NOTE_LENGTH
from ettle.evidence.application import practice
from ettle.evidence.application.declarations import current_wording
from ettle.evidence.application.readiness import AI_USE_UNSAID, SHORT_ANSWERS, UNSEEN_FINDINGS
from ettle.evidence.models import Declaration, DeclineReason, Outcome, Reason, Referral, Sample, Withdrawal
from ettle.kit.forms.fields import WrittenField
from ettle.texts.queries import MAX_CHARACTERS

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from ettle.badges.models import Criterion
    from ettle.evidence.application.declarations import Wording
    from ettle.evidence.application.overview import ApplicationOverview
    from ettle.evidence.marking.queries import Example
    from ettle.people.models import User

DECISIONS = [*Outcome.choices, ("refer", _("Refer: someone may be at risk, or it is a matter of conduct"))]


class DeferredTextField(WrittenField):
    """A text that may be empty for now. Not labelled optional, because it is required in the end."""

    def validate(self, value: str) -> None:
        """Do nothing: the action validates."""


class DeferredChoiceField(forms.ChoiceField):
    """A choice that may be empty for now, like DeferredTextField."""

    def validate(self, value: str) -> None:
        if value:
            super().validate(value)


class AnswerForm(forms.Form):
    """One answer. rev and key are sent with the text, so that saves neither overwrite each other nor happen twice."""

    use_required_attribute = False
    text = DeferredTextField(strip=False, limit=MAX_CHARACTERS, widget=forms.Textarea(attrs={"rows": 5}))
    rev = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = criterion.question
        self.fields["text"].help_text = criterion.hint


class VersionChoiceForm(AnswerForm):
    """Which of two versions to keep."""

    choice = forms.ChoiceField(choices=[(name, name) for name in ("both", "mine", "theirs")])


class PracticeForm(forms.Form):
    ticked = forms.TypedMultipleChoiceField(
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the sentences that could identify the person")},
    )

    def __init__(self, *args: Any, task: practice.Practice, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ticked"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - declared above; for the type checker
        field.choices = [(number, sentence.text) for number, sentence in enumerate(task.sentences)]
        field.label = criterion.question
        number = _("Choose %(number)s or %(more)s sentences.") % {"number": task.find, "more": task.find + 1}
        field.help_text = f"{criterion.hint} {number}".strip()


def _declaration_field(error: StrOrPromise) -> forms.BooleanField:
    return forms.BooleanField(error_messages={"required": error})


class DeclarationForm(forms.Form):
    """The declarations. Their labels are the wording that is stored with them."""

    mine = _declaration_field(_("Tick this box if it is your own work. If it is not, do not send it"))
    real = _declaration_field(_("Tick the box to confirm that nothing is invented. We cannot accept invented work"))
    disguised = _declaration_field(_("Go back and change names, places and dates. Then tick this box"))
    seen = _declaration_field(_("Read who will see your words. Then tick this box"))
    ai_use = forms.ChoiceField(
        help_text=(
            _("You can use it for spelling, wording or structure. The ideas and what happened must be your own.")
        ),
        choices=Declaration.AiUse.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you used AI")},
    )
    ai_words = WrittenField(
        label=_("If it was for something else, what was it?"),
        required=False,
        limit=500,
    )

    def __init__(self, data: QueryDict | None, *, wording: Wording) -> None:
        super().__init__(data)
        for name, statement in wording.statements.items():
            self.fields[name].label = statement
        self.fields["ai_use"].label = wording.question


class SendForm(DeclarationForm):
    """The declarations, and two questions that the page asks only where there is something to ask.

    Where the page asks them, they are required like the rest, so that the first summary names everything.
    """

    short_is_fine = forms.BooleanField(
        label=_("Yes, this is all I want to say. An assessor may accept a shorter answer"),
        error_messages={"required": SHORT_ANSWERS},
    )
    looked = forms.BooleanField(  # the page has shown what to look at
        widget=forms.HiddenInput, error_messages={"required": UNSEEN_FINDINGS}
    )
    wording = forms.CharField(required=False)  # the digest of the words that were read
    field_order = ("looked", "short_is_fine")

    def __init__(self, data: QueryDict | None, *, overview: ApplicationOverview) -> None:
        wording = current_wording(is_assessed=overview.is_assessed)
        super().__init__(data, wording=wording)
        self.current_wording = wording.digest
        self.fields["looked"].required = bool(overview.parts_with_findings)
        self.fields["short_is_fine"].required = bool(overview.short_criteria)
        if not overview.is_assessed:
            self.fields["short_is_fine"].label = _("Yes, this is all I want to say")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("ai_use") == Declaration.AiUse.OTHER and not data.get("ai_words", "").strip():
            self.add_error("ai_words", AI_USE_UNSAID)
        return data

    @property
    def declarations(self) -> list[forms.BoundField]:
        """The fields of the declarations, in their order."""
        return [self[name] for name in DeclarationForm.base_fields]


class WithdrawForm(forms.Form):
    """Why an application is withdrawn."""

    use_required_attribute = False
    reason = forms.ChoiceField(
        label=_("Why do you withdraw it?"),
        help_text=_("For your own record. We count the reasons, without names. Nobody reads your words."),
        choices=Withdrawal.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you withdraw it")},
    )
    words = DeferredTextField(limit=Withdrawal.LENGTH, label=_("If it is something else, what is it?"), required=False)


class DecisionForm(forms.Form):
    """The decision on one criterion. The action checks what "not yet" needs; its refusal names the field."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose met, not yet or refer")},
    )
    use_required_attribute = False
    reason = DeferredChoiceField(
        label=_("If not yet: the reason"), choices=[("", _("Choose a reason")), *Reason.choices]
    )
    suggestion = DeferredTextField(
        limit=MAX_SUGGESTION_LENGTH,
        label=_("If not yet: one suggestion in your own words"),
        help_text=_("The learner reads this. Say one thing that would help, in kind and plain words."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LetterForm(forms.Form):
    letter = WrittenField(
        limit=MAX_LETTER_LENGTH,
        label=_("The letter"),
        help_text=_("Change anything you like. The learner reads exactly this."),
        widget=forms.Textarea(attrs={"rows": 18}),
        error_messages={"required": _("Write the letter that the learner will read")},
    )


class DeclineForm(forms.Form):
    """Why an application is declined as a whole. ‘Third’ is offered only when it was ‘not yet’ twice before."""

    reason = forms.ChoiceField(
        label=_("Why do you decline it?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you decline it")},
    )
    letter = WrittenField(
        limit=MAX_LETTER_LENGTH,
        label=_("The letter"),
        help_text=_("Say kindly what you saw. The learner reads exactly this."),
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": _("Write the letter that the learner will read")},
    )

    def __init__(self, *args: Any, may_be_third: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_third:
            field = self.fields["reason"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above; for the type checker
            field.choices = [choice for choice in DeclineReason.choices if choice[0] != DeclineReason.THIRD]


class ReferForm(forms.Form):
    referee: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        label=_("Who should look into it?"),
        help_text=_("They get an email today. Tell them yourself too if it is urgent."),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who should look into it"),
            "invalid_choice": _("Choose someone from the list"),
        },
    )
    why = forms.ChoiceField(
        label=_("Why do you refer this?"),
        choices=Referral.Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you refer this")},
    )
    words = WrittenField(
        limit=MAX_REFERRAL_LENGTH,
        label=_("What did you see, and where in the text?"),
        help_text=_("For the person who looks at this. The learner does not see it."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what you saw, and where in the text")},
    )

    def __init__(self, *args: Any, referees: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["referee"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above; for the type checker
        field.queryset = referees


class SampleForm(forms.Form):
    """What should follow from a look at a sample. The action checks what each outcome needs."""

    use_required_attribute = False
    outcome = forms.ChoiceField(
        label=_("What should follow?"),
        choices=Sample.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what should follow")},
    )
    note = DeferredTextField(
        limit=MAX_NOTE_LENGTH,
        label=_("The note, or why the badge should be withdrawn"),
        help_text=_("The learner reads a note. Only you and the administrators know of a request to withdraw."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class HandOverForm(forms.Form):
    why = forms.ChoiceField(
        label=_("Why should a colleague take this?"),
        choices=[
            ("interest", _("I know this person: none of their work should come to me")),
            ("busy", _("Someone else should take this one")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why a colleague should take this")},
    )


def unbound_answer_form(criterion: Criterion, text: str, rev: int) -> AnswerForm:
    """Return an unbound form with the stored text and a new key."""
    return AnswerForm(criterion=criterion, initial={"text": text, "rev": rev, "key": uuid.uuid4()})


class CopyForm(forms.Form):
    """Which parts to copy into which answer, and whether to keep the text that is there."""

    parts = forms.MultipleChoiceField(
        label=_("Which words do you want to copy?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one part"),
            "invalid_choice": _("Choose from the parts shown"),
        },
    )
    place = forms.ChoiceField(
        label=_("Which answer do you want to copy them to?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer"), "invalid_choice": _("Choose an answer from the list")},
    )
    how = forms.ChoiceField(
        label=_("If there are words in it already"),
        choices=[("after", _("Add these words after them")), ("instead", _("Replace them with these words"))],
        initial="after",
        widget=forms.RadioSelect,
        help_text=_("The words that were there stay in its earlier versions."),
        error_messages={"required": _("Choose one of the two"), "invalid_choice": _("Choose one of the two")},
    )

    def __init__(self, data: QueryDict | None, *, parts: Mapping[str, str], places: Sequence[CopyTarget]) -> None:
        super().__init__(data, initial={"parts": list(parts), "place": places[0].name if len(places) == 1 else ""})
        named = [(place.name, f"{place.application.version.name}: {place.criterion.title}") for place in places]
        for name, choices in (("parts", list(parts.items())), ("place", named)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above; for the type checker
            field.choices = choices

    def chosen_target(self, places: Sequence[CopyTarget]) -> CopyTarget:
        return next(place for place in places if place.name == self.cleaned_data["place"])


class LogWordsForm(forms.Form):
    """Which parts of a log entry to put into the answer that is being written."""

    use_required_attribute = False
    parts = forms.MultipleChoiceField(
        label=_("Which words do you want to use?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part"), "invalid_choice": _("Choose from the parts shown")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, parts: Mapping[str, str]) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})
        field = self.fields["parts"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above; for the type checker
        field.choices = list(parts.items())


class CalibrationForm(forms.Form):
    """One choice for each example of a badge."""

    use_required_attribute = False

    def __init__(self, data: QueryDict | None, *, examples: Sequence[Example]) -> None:
        super().__init__(data)
        for number, example in enumerate(examples, start=1):
            self.fields[example.name] = forms.ChoiceField(
                label=_("What would you decide on example %(number)s?") % {"number": number},
                choices=Outcome.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose met or not yet for example %(number)s") % {"number": number}},
            )
