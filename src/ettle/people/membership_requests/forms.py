"""Forms of a request to join an organisation, and of its answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.kit.forms.fields import WrittenField
from ettle.kit.values.names import validate_words_without_links

LONGEST_WORDS = 300


class AskForm(forms.Form):
    words = WrittenField(
        label=_("What should the lead know?"),
        help_text=_("For example, where you work and what you do. They see your name and email address too"),
        required=False,
        limit=LONGEST_WORDS,
        validators=[validate_words_without_links],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    is_accepted = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Accept")), ("no", _("Decline"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to accept or to decline")},
    )
    answer = WrittenField(
        label=_("Some words to the person"),
        help_text=_("A greeting, or the reason. They see it beside your answer"),
        required=False,
        limit=LONGEST_WORDS,
        validators=[validate_words_without_links],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FindInvitationForm(forms.Form):
    """The beginning of an address. It is sent, not part of an address of ours, so that no log has it."""

    beginning = WrittenField(
        label=_("Find an email address"),
        help_text=_("Its beginning is enough"),
        limit=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": _("Enter the beginning of an email address")},
    )
