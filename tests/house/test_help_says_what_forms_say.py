"""Where Help repeats a rule of a form, it says what the form says."""

from __future__ import annotations

from pathlib import Path

from ettle.evidence.forms import DeclarationForm
from ettle.together.types.join_codes import LENGTH

HELP = Path(__file__).parents[2] / "content" / "leadership" / "statements" / "help.md"


def test_help_says_what_the_forms_say() -> None:
    words = " ".join(HELP.read_text(encoding="utf-8").split())

    assert "Yes, for spelling, wording and structure. The ideas and what happened must be your own." in words
    assert "The ideas and what happened must be your own." in str(DeclarationForm.base_fields["ai_use"].help_text)
    assert "It has eight letters and digits." in words
    assert LENGTH == 8
