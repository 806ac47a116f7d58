"""What two people enter: how they meet, who joins, an answer to a question, and what each agrees to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.kit.forms.fields import WrittenField
from ettle.kit.forms.widgets import HintedRadios
from ettle.kit.values.names import validate_name
from ettle.together.types import Way
from ettle.together.types.join_codes import read_code

if TYPE_CHECKING:
    from ettle.together.queries import Seat

LONGEST_NAME, LONGEST_ANSWER, LONGEST_ACT = 60, 600, 140
SHARE, KEEP, SKIP = "share", "keep", "skip"


class StartForm(forms.Form):
    """Two phones, or one that is passed round; then also who the other person is."""

    way = forms.ChoiceField(
        label=_("How will you two answer?"),
        choices=[(Way.TWO_PHONES.value, _("On two phones")), (Way.SHARED_PHONE.value, _("On one phone, passed round"))],
        initial=Way.TWO_PHONES.value,
        widget=HintedRadios(
            hints={
                Way.TWO_PHONES.value: _("The other person scans a square or types a code. They need no account"),
                Way.SHARED_PHONE.value: _("You answer first. Then your answers are hidden and you hand over the phone"),
            }
        ),
        error_messages={"required": _("Choose two phones or one"), "invalid_choice": _("Choose two phones or one")},
    )
    other_name = WrittenField(
        label=_("First name of the other person, if you use one phone"),
        required=False,
        limit=LONGEST_NAME,
        validators=[validate_name],
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("way") == Way.SHARED_PHONE and "other_name" not in self.errors and not data.get("other_name"):
            self.add_error("other_name", _("Enter their first name, so that the phone can say whose turn it is"))
        return data


class JoinForm(forms.Form):
    """The code of a session, and the name of the person who joins. key: joins once however often sent."""

    code = WrittenField(
        label=_("Code"),
        limit=20,
        help_text=_("Eight letters and digits, from the other phone"),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code from the other phone")},
    )
    name = WrittenField(
        label=_("Your first name"),
        limit=LONGEST_NAME,
        validators=[validate_name],
        help_text=_("The other person sees it"),
        error_messages={"required": _("Enter your first name")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _("A code has eight letters and digits, like ABCD-2345. It never has I, L, O, U, 0 or 1")
            )
        return code


class AnswerForm(forms.Form):
    """An answer, and what happens to it: shared, kept to oneself, or no answer at all."""

    words = WrittenField(required=False, limit=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 4}))
    go = forms.ChoiceField(
        choices=[(SHARE, SHARE), (KEEP, KEEP), (SKIP, SKIP)],
        error_messages={
            "required": _("Choose to share it or to keep it to yourself"),
            "invalid_choice": _("Choose to share it or to keep it to yourself"),
        },
    )

    def __init__(self, *args: Any, ask: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = ask
        self.fields["words"].help_text = hint

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("go") in {SHARE, KEEP} and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write a few words, or skip this question"))
        return data


class ActForm(forms.Form):
    """What each agrees to do. On one phone both are on the form."""

    my_act = WrittenField(
        required=False,
        limit=LONGEST_ACT,
        help_text=_("One small thing, and by which day"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    other_act = WrittenField(required=False, limit=LONGEST_ACT, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["my_act"].label = _("%(name)s, what will you do?") % {"name": seat.me.name}
        if seat.session.is_on_shared_phone and seat.me.is_starter and seat.other:
            self.fields["other_act"].label = _("%(name)s, what will you do?") % {"name": seat.other.name}
        else:
            del self.fields["other_act"]
