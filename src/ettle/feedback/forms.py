"""What the person of a 360 and the people they ask may say on each page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ettle.feedback.actions import NOT_SEEN, Person
from ettle.feedback.observer_groups import Group
from ettle.instruments.types import Point, Statement
from ettle.instruments.types.feedback_specs import FeedbackSpec
from ettle.kit.forms.fields import EmailAddressField, WrittenField
from ettle.kit.forms.widgets import AnswerButtons, HintedRadios
from ettle.kit.values.email_addresses import Mailbox, parse_mailboxes
from ettle.kit.values.names import validate_name, validate_words_without_links

if TYPE_CHECKING:
    from ettle.instruments.types.specs import InstrumentSpec

MOST_PROBLEMS_SHOWN = 20
LONGEST_NAME = 120
GROUP_HINTS = {
    Group.MANAGER: _("One manager is shown alone, and is told so before answering"),
    Group.TEAM: _("Shown apart when three or more answer"),
    Group.PEERS: _("Shown apart when three or more answer"),
    Group.SUPPORTED: _("Shown apart when three or more answer. They can choose an Easy Read form"),
    Group.OTHERS: _("Shown apart when three or more answer"),
}


class StartForm(forms.Form):
    """How long the form is that observers get."""

    length = forms.ChoiceField(
        label=_("How much will you ask of people?"),
        widget=HintedRadios,
        error_messages={
            "required": _("Choose how much to ask"),
            "invalid_choice": _("Choose one of the two on the page"),
        },
    )

    def __init__(self, *args: Any, content: Mapping[str, Any] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["length"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - says to the type checker what is declared above
        field.choices = [("full", _("All the statements")), ("short", _("A short form"))]
        if content and isinstance(field.widget, HintedRadios):
            field.widget.hints = {
                "full": _("About %(minutes)s minutes for each person") % {"minutes": content["minutes"]},
                "short": _("About %(short_minutes)s minutes for each person")
                % {"short_minutes": content["short_minutes"]},
            }


class InvitationForm(forms.Form):
    """One group, and the people in it."""

    group = forms.TypedChoiceField(
        label=_("Which group are they in?"),
        choices=Group.choices,
        coerce=Group,
        widget=HintedRadios(hints={str(group): hint for group, hint in GROUP_HINTS.items()}),
        error_messages={"required": _("Choose a group"), "invalid_choice": _("Choose one of the groups on the page")},
    )
    people = WrittenField(
        label=_("Their email addresses"),
        help_text=_("For example Ruth Bell <ruth@example.org>. You can paste a list from your email program."),
        widget=forms.Textarea(attrs={"rows": 5, "autocapitalize": "off", "spellcheck": "false"}),
        limit=60_000,
        error_messages={"required": _("Enter at least one email address"), "max_length": _("That is too much at once")},
    )
    have_agreed = forms.BooleanField(
        label=_("They have said that they want to be asked"),
        help_text=_("Needed for people you support and carers. Ask them first, in the way that suits them."),
        required=False,
    )

    def clean_people(self) -> list[Person]:
        mailboxes, problems = parse_mailboxes(self.cleaned_data["people"])
        if problems:
            raise ValidationError([problem.words for problem in problems[:MOST_PROBLEMS_SHOWN]])
        if too_long := next((mailbox for mailbox in mailboxes if len(mailbox.name) > LONGEST_NAME), None):
            raise ValidationError(
                _("The name of %(address)s is longer than %(longest)s characters")
                % {"address": too_long.address, "longest": LONGEST_NAME}
            )
        for mailbox in mailboxes:
            _validate_name_of(mailbox)
        return [Person(name=mailbox.name, email=mailbox.address) for mailbox in mailboxes]


def _validate_name_of(mailbox: Mailbox) -> None:
    try:
        validate_name(mailbox.name)
    except ValidationError as fault:
        raise ValidationError(
            _("The name of %(address)s: %(message)s") % {"address": mailbox.address, "message": fault.message}
        ) from None


class ObservedStatementForm(forms.Form):
    """One statement: a point of the scale, ‘not seen’, or nothing."""

    answer = forms.ChoiceField(
        required=False,
        widget=AnswerButtons,
        error_messages={"invalid_choice": _("Choose one of the answers on the page")},
    )

    def __init__(self, *args: Any, question: str, points: Sequence[Point], not_seen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - says to the type checker what is declared above
        field.label = question
        field.choices = [*((str(point.value), point.label) for point in points), (_("or"), [(NOT_SEEN, not_seen)])]


def build_preview_forms(spec: InstrumentSpec | FeedbackSpec, _statement: Statement) -> dict[str, forms.Form]:
    """The form in which observers would answer a 360, by the name that the workshop shows it under."""
    if not isinstance(spec, FeedbackSpec):
        return {}
    points = [Point(point.value, point.label) for point in spec.scale]
    form = ObservedStatementForm(question=spec.question, points=points, not_seen=spec.not_seen, prefix="look")
    return {"observed": form}


class CommentsForm(forms.Form):
    """The two open questions, and an example for each line that was given the lowest point."""

    value = WrittenField(
        required=False,
        limit=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    change = WrittenField(
        required=False,
        limit=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        questions: tuple[str, str],
        lowest: Iterable[Statement] = (),
        examples: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label, self.fields["change"].label = questions
        self.lowest = list(lowest)
        for line in self.lowest:
            self.fields[line.key] = WrittenField(
                label=line.wording,
                required=False,
                limit=2_000,
                initial=examples.get(line.key),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def example_fields(self) -> list[forms.BoundField]:
        return [self[line.key] for line in self.lowest]

    def given_examples(self) -> dict[str, str]:
        return {line.key: self.cleaned_data[line.key] for line in self.lowest}


class HelpedForm(forms.Form):
    """Said by those who wish to: whether somebody helps with the Easy Read form."""

    helped = forms.TypedChoiceField(
        label=_("Does someone help you?"),
        required=False,
        choices=[("no", _("I answer by myself")), ("yes", _("Someone helps me")), ("", _("I do not want to say"))],
        coerce=lambda word: word == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers on the page")},
    )


class NoteForm(forms.Form):
    """What the person writes for themselves while they read."""

    words = WrittenField(
        required=False,
        limit=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PartnerForm(forms.Form):
    """With whom the report will be talked over."""

    partner = WrittenField(label=_("Their name"), limit=120, required=False, validators=[validate_name])
    partner_email = EmailAddressField(
        label=_("Their email address"),
        required=False,
        help_text=_("Only kept so that it is there when you share something. They are told nothing."),
    )


class ShareForm(forms.Form):
    """Whom to show what."""

    name = WrittenField(
        label=_("Who is it for?"),
        limit=120,
        validators=[validate_name],
        error_messages={"required": _("Write who it is for")},
    )
    email = EmailAddressField(
        label=_("Their email address"),
        required=False,
        help_text=_("If you leave this empty, you get a link to share yourself"),
    )
    capabilities = forms.MultipleChoiceField(
        label=_("Which capabilities do you show?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They see your own mark and what all who answered said together; no groups and no comments."),
        error_messages={"invalid_choice": _("Choose from the capabilities on the page")},
    )
    words = WrittenField(
        label=_("What do you want to say about it?"),
        required=False,
        limit=2_000,
        validators=[validate_words_without_links],
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, capabilities: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["capabilities"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - says to the type checker what is declared
        field.choices = list(capabilities)
