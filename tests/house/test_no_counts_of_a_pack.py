"""No page says how many statements, capabilities or badges there are: another pack has others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.rooms import SOURCE

NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|twenty-two|twenty-four)"
COUNTED = r"(?:statements|capabilit(?:y|ies)|themes|indicators|codes|badges|frameworks|learning roles)"
COUNT = re.compile(rf"(?<![\d.,-])\b{NUMBER}(?: (?:short|leadership))? {COUNTED}\b", re.IGNORECASE)
# What people read: texts of templates, and texts of Python that are marked for translation.
MARKED = re.compile(r"\b(?:_|_lazy|gettext|gettext_lazy|ngettext)\((.*?)\)", re.DOTALL)
TAG = re.compile(r"\{[{#].*?[#}]\}")


def find_counts(path: Path, text: str) -> list[str]:
    shown = [TAG.sub("", text)] if path.suffix != ".py" else MARKED.findall(text)
    return [found.group() for words in shown for found in COUNT.finditer(words)]


def test_no_text_counts_what_a_pack_has() -> None:
    paths = [path for kind in ("*.html", "*.txt", "*.py") for path in SOURCE.rglob(kind)]
    shown = [path for path in paths if not {"tests", "migrations"} & set(path.parts)]
    counts = {str(path.relative_to(SOURCE)): found for path in shown if (found := find_counts(path, path.read_text()))}

    assert len(shown) > 500
    assert counts == {}


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.html", '{% translate "Rate 24 statements" %}', ["24 statements"]),
        ("a.html", "<p>The six capabilities</p>", ["six capabilities"]),
        ("a.html", "{{ answered }} of {{ count }} statements", []),
        ("a.py", '_("A short form of 12 statements")', ["12 statements"]),
        ("a.py", "# The first of 12 statements", []),
    ],
)
def test_the_check_sees_counts_that_people_read(name: str, text: str, found: list[str]) -> None:
    assert find_counts(Path(name), text) == found
