"""Everywhere an email address is typed, what a paste brings with it is removed."""

from __future__ import annotations

import re

from tests.house.rooms import ROOT, SOURCE

OWN_FIELD = "src/ettle/kit/forms/fields.py"


def test_every_form_takes_email_addresses_by_the_field_that_cleans_them() -> None:
    plain = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts and re.search(r"\bforms\.EmailField\b", path.read_text(encoding="utf-8"))
    ]

    assert plain == [OWN_FIELD]
