"""Names that emails show to strangers hold no address, and people keep their names."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from ettle.kit.values.names import LONGEST_IN_EMAIL, safe_name, validate_name

REAL = (
    "Isla Reid", "O’Brien-Smith", "D'Arcy", "St. John Ambrose", "O.J. Khan", "محمد علی", "தமிழ்ச்செல்வி",
    "Zoë Ó Súilleabháin",
    "Ruth Bell (Elm House)", "Dr. A. B. Smith", "李小龍", "Care & Co", "می‌خواهم", "Home 24/7",
)  # fmt: skip
BAD = (
    "NHS Payroll: claim your refund at http://nhs-pay.example/x", "pay.example.org", "www.example", "a@example.org",
    "Isla\nBcc: x", "Isla\u202eReid", "Isla\x00", "t.co", "example\uff0eorg", "example。org", "//x",
    "Call 0161 496 0000", "ⓔxample.ⓒom", "Pay at ⓔⓧ.ⓞⓡⓖ",
)  # fmt: skip


@pytest.mark.parametrize("name", REAL)
def test_names_of_people_and_places_stay_as_they_are(name: str) -> None:
    validate_name(name)

    assert safe_name(name, fallback="") == name


@pytest.mark.parametrize("name", BAD)
def test_a_name_with_an_address_is_refused_and_made_safe(name: str) -> None:
    with pytest.raises(ValidationError):
        validate_name(name)

    validate_name(safe_name(name, fallback="Someone"))


def test_a_long_name_is_shortened_in_an_email() -> None:
    assert len(safe_name("Isla " * 40, fallback="")) <= LONGEST_IN_EMAIL


def test_a_name_of_which_nothing_is_left_is_the_fallback() -> None:
    assert safe_name("\u202e@\n", fallback="Someone") == "Someone"
