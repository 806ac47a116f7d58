"""A form field for a time zone, with suggestions."""

from __future__ import annotations

import zoneinfo
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ettle.kit.forms.widgets import DatalistInput, render_suggestions
from ettle.kit.values.written_text import remove_unstorable

REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def _time_zones() -> Mapping[str, str]:
    """Return the suggested time zones by their name in lower case: places by region, and the operator's own."""
    places = {name for name in zoneinfo.available_timezones() if name.split("/")[0] in REGIONS}
    return {name.casefold(): name for name in sorted(places | {settings.TIME_ZONE})}


@cache
def _cities() -> Mapping[str, str]:
    """Return the time zones by their city in lower case. A city of two zones is left out."""
    zones = _time_zones()
    cities = Counter(name.rpartition("/")[2] for name in zones)
    return {city: zone for name, zone in zones.items() if cities[city := name.rpartition("/")[2]] == 1}


@cache
def _suggestions() -> SafeString:
    """Return the options of the list: more than four hundred, which took half of the time of the settings page."""
    return render_suggestions(_time_zones().values())


class TimeZoneField(forms.CharField):
    """The name of a time zone, typed or chosen; capitals and spaces are corrected."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Time zone"),
            help_text=_("Dates and times are shown in it. Type a city, or pick from the list"),
            initial=settings.TIME_ZONE,
            widget=DatalistInput(suggestions=_suggestions, attrs={"autocomplete": "off"}),
            error_messages={"required": _("Choose a time zone")},
        )

    def to_python(self, value: Any) -> str:
        """Without NUL, so that the person gets the sentence below rather than one about characters."""
        return str(super().to_python(remove_unstorable(value) if isinstance(value, str) else value))

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        name = "_".join(typed.split()).casefold()
        zone = _time_zones().get(name) or _cities().get(name)
        if zone is None:
            raise forms.ValidationError(_("Choose a time zone from the list, like Europe/London"))
        return zone
