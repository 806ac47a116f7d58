"""The form for the operator's look, and a form that shows one of each field."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ettle.branding import contrast, palette
from ettle.branding.logo import LARGEST_FILE, Logo, sanitise_logo
from ettle.kit.forms.fields import EmailAddressField, WrittenField
from ettle.kit.forms.widgets import HintedRadios
from ettle.kit.refusal import Refused

# 5 to 15 digits, as in ITU-T E.164, with the marks that people put between them.
PHONE_NUMBER = r"^\+?(?:[ ()./-]*[0-9]){5,15}[ ()./-]*\Z"
NOT_A_COLOUR = _("Write the colour as # and six figures or letters, like #0e4f58")
EMPTY_COLOUR_HINT = _("Left empty, we choose the nearest that can be read")


class ColourField(forms.CharField):
    """A colour like #0e4f58, in lower case."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validators=[RegexValidator(contrast.HEX_COLOUR, NOT_A_COLOUR)], **kwargs)
        self.widget.attrs |= {"spellcheck": "false", "autocapitalize": "off", "class": "colour"}

    def to_python(self, value: Any) -> str:
        colour = (super().to_python(value) or "").lower()
        return f"#{colour}" if re.fullmatch(r"[0-9a-f]{6}", colour) else colour


class BrandForm(forms.Form):
    """An operator's look. Colours for the dark scheme may be left empty."""

    name = WrittenField(
        label=_("Name of the site"),
        limit=60,
        error_messages={"required": _("Write the name that stands at the top of every page")},
    )
    strapline = WrittenField(
        label=_("Line beside the name"), limit=90, required=False, help_text=_("Shown on wide screens")
    )
    footer = WrittenField(
        label=_("Words at the foot of every page"),
        limit=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example who runs this site"),
    )
    contact_email = EmailAddressField(
        label=_("Email address for questions"),
        required=False,
        help_text=_("At the foot of every page. Use an address that more than one person reads"),
    )
    contact_phone = WrittenField(
        label=_("Phone number for questions"),
        limit=30,
        required=False,
        help_text=_("At the foot of every page, for example 0131 496 0000"),
        validators=[RegexValidator(PHONE_NUMBER, _("Enter a phone number with 5 to 15 digits, like 0131 496 0000"))],
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    logo = forms.FileField(
        label=_("Logo"), required=False, help_text=_("A PNG, JPEG or plain SVG under 1 MB. It is drawn 34 pixels high.")
    )
    no_logo = forms.BooleanField(label=_("Use Ettle’s own mark instead of a logo"), required=False)
    brand = ColourField(
        label=_("Brand colour"),
        help_text=_("Buttons and the name, with light screens"),
        error_messages={"required": _("Write a brand colour")},
    )
    link = ColourField(label=_("Link colour"), error_messages={"required": _("Write a link colour")})
    accent = ColourField(
        label=_("Accent colour"),
        help_text=_("Small warm marks, and the demonstration banner"),
        error_messages={"required": _("Write an accent colour")},
    )
    brand_dark = ColourField(label=_("Brand colour on dark screens"), required=False, help_text=EMPTY_COLOUR_HINT)
    link_dark = ColourField(label=_("Link colour on dark screens"), required=False, help_text=EMPTY_COLOUR_HINT)
    radius = forms.IntegerField(
        label=_("Roundness of corners"),
        min_value=0,
        max_value=24,
        help_text=_("From 0 (square) to 24"),
        error_messages={
            "required": _("Write a number from 0 to 24"),
            "invalid": _("Write a number from 0 to 24"),
            "min_value": _("Write a number from 0 to 24"),
            "max_value": _("Write a number from 0 to 24"),
        },
    )

    def clean_logo(self) -> Logo | None:
        handed_in = self.cleaned_data["logo"]
        if not handed_in:
            return None
        try:
            return sanitise_logo(handed_in.read(LARGEST_FILE + 1))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def colours(self) -> palette.Colours:
        """Return the colours of a valid form; those left empty are chosen here."""
        data = self.cleaned_data
        return palette.Colours(
            brand=data["brand"],
            brand_dark=data["brand_dark"] or palette.dark_scheme_colour(data["brand"]),
            link=data["link"],
            link_dark=data["link_dark"] or palette.dark_scheme_colour(data["link"]),
            accent=data["accent"],
            radius=data["radius"],
        )


class SampleForm(forms.Form):
    """One of each field, for the style guide."""

    name = WrittenField(
        label=_("Your name"),
        help_text=_("As your badge will show it"),
        error_messages={"required": _("Write your name")},
    )
    account = WrittenField(
        label=_("What did you do?"), widget=forms.Textarea, error_messages={"required": _("Write what you did")}
    )
    area = forms.ChoiceField(label=_("Area"), choices=[("first", "The first"), ("second", "The second")])
    decision = forms.ChoiceField(
        label=_("Is this criterion met?"),
        choices=[("met", "Met"), ("not-yet", _("Not yet"))],
        widget=HintedRadios(
            hints={"met": _("Every part is shown"), "not-yet": _("You will say why, and suggest one thing")}
        ),
        error_messages={"required": _("Choose whether it is met")},
    )
    languages = forms.MultipleChoiceField(
        label=_("Your languages"),
        required=False,
        choices=[("en", "English"), ("cy", "Welsh")],
        widget=forms.CheckboxSelectMultiple,
    )
    agree = forms.BooleanField(
        label=_("This is my own work"), error_messages={"required": _("Tick this when it is your own work")}
    )
    file = forms.FileField(label=_("A picture or a PDF"), required=False, help_text=_("Under 10 MB"))
    day = forms.DateField(label=_("By when?"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
