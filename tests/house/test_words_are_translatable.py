"""Every word that people read is marked for translation; docs/how-to/translate.md says how."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import unmarked_words
from tests.house.rooms import rooms

# What operators read at the command line, and checks of content packs, stay in English (decision 0050).
IN_ENGLISH = (
    "packs/",
    "kit/database/",
    "kit/operations/",
    "kit/audit/",
    "kit/input/",
    "library/pack_content/",
    "activities/exchange/",
)


@pytest.mark.parametrize("room", sorted(rooms()))
def test_templates_have_no_unmarked_words(room: str) -> None:
    assert list(unmarked_words.find_in_templates(room)) == []


@pytest.mark.parametrize("room", sorted(rooms()))
def test_python_shows_no_unmarked_words(room: str) -> None:
    assert [words for words in unmarked_words.find_in_python(room) if not words.startswith(IN_ENGLISH)] == []


def test_the_check_sees_unmarked_words(tmp_path: Path) -> None:
    template = '<p class="lead" title="A hint">Hello {{ name }}</p>{% translate "Save" %}{# no #}<b>{{ x }}</b> there'
    module = tmp_path / "forms.py"
    module.write_text(
        'name = CharField(label="Your name", help_text=_("As on badges"), error_messages={"required": "Enter it"})\n'
        'raise Refused(f"{name} is not here")\n'
    )

    assert list(unmarked_words.find_in_template(template)) == ["A hint", "Hello", "there"]
    found = sorted(words for _, words in unmarked_words.find_in_module(module))
    assert found == ["Enter it", "Your name", "is not here"]
