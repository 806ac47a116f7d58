"""Every word that people read is marked for translation, room by room; docs/how-to/translate.md says how."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import unmarked_words
from tests.house.rooms import rooms

# Rooms that are not marked yet. The list only gets shorter: a room on it without unmarked words fails the test below.
TEMPLATES_LEFT: set[str] = set()
# Checks of packs and the commands of an operator stay in English, and “packs” has nothing else.
PYTHON_LEFT: set[str] = set()
ENGLISH_ONLY = {"packs"}
# Read by operators at the command line.
OPERATORS = ("kit/database/", "kit/operations/", "kit/audit/", "kit/input/", "library/pack_content/")


@pytest.mark.parametrize("room", sorted(set(rooms()) - TEMPLATES_LEFT))
def test_templates_have_no_unmarked_words(room: str) -> None:
    assert list(unmarked_words.find_in_templates(room)) == []


@pytest.mark.parametrize("room", sorted(set(rooms()) - PYTHON_LEFT - ENGLISH_ONLY))
def test_python_shows_no_unmarked_words(room: str) -> None:
    found = unmarked_words.find_in_python(room)

    assert [words for words in found if not words.startswith(OPERATORS)] == []


@pytest.mark.parametrize("room", sorted(TEMPLATES_LEFT))
def test_a_room_whose_templates_are_marked_leaves_the_list(room: str) -> None:
    assert any(unmarked_words.find_in_templates(room)), f"take “{room}” from TEMPLATES_LEFT: it is marked"


@pytest.mark.parametrize("room", sorted(PYTHON_LEFT))
def test_a_room_whose_python_is_marked_leaves_the_list(room: str) -> None:
    assert any(unmarked_words.find_in_python(room)), f"take “{room}” from PYTHON_LEFT: it is marked"


def test_the_check_sees_unmarked_words(tmp_path: Path) -> None:
    template = '<p class="lead" title="A hint">Hello {{ name }}</p>{% translate "Save" %}{# no #}<b>{{ x }}</b> there'
    module = tmp_path / "forms.py"
    module.write_text(
        'name = CharField(label="Your name", help_text=_("As on badges"), error_messages={"required": "Enter it"})\n'
        'raise Refused(f"{name} is not here")\n'
    )

    assert list(unmarked_words.find_in_template(template)) == ["A hint", "Hello", "there"]
    found = sorted(words for _, words in unmarked_words.find_in_module(module))
    assert found == [
        "Enter it",
        "Your name",
        "is not here",
    ]
