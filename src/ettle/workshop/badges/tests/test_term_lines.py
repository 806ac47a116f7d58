"""The short notations of a badge's fields read back what they wrote."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from ettle.workshop.badges.term_lines import (
    format_activities,
    format_prerequisites,
    parse_activities,
    parse_prerequisites,
)


@pytest.mark.parametrize(
    "text",
    ["s9-panel", "s8-voice (citizen, frontline; care-home) / s2-handover (supervisor)", "sort-20 (; care-home)\nrota"],
)
def test_activities_read_back(text: str) -> None:
    assert format_activities(parse_activities(text)) == text


def test_prerequisites_read_back() -> None:
    found = parse_prerequisites("ET-001\n\nET-101 (advised)\nET-102 (required)")

    assert [(each.badge, each.required) for each in found] == [("ET-001", True), ("ET-101", False), ("ET-102", True)]
    assert format_prerequisites(found) == "ET-001\nET-101 (advised)\nET-102"


@pytest.mark.parametrize("text", ["one / two (", "A b", "/", "x ((y))"])
def test_an_activity_that_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(ValidationError, match="Write ‘"):
        parse_activities(text)
