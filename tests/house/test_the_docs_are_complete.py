"""Every setting and every command is in the reference."""

from __future__ import annotations

import re

from ettle.kit.personal_data import Declaration, OnErasure, PersonalField
from launcher.main import COMMANDS
from tests.house.drawing import ARCHITECTURE, DRAWING, draw, write_architecture
from tests.house.generated_docs import DECISIONS, REFERENCE, write_decision_index
from tests.house.rooms import SOURCE
from tests.house.state_drawing import STATES_DRAWING, STATES_PAGE, draw_states, write_states_page

HOW_TO_WRITE = "write it: .venv-test/bin/python -m tests.house.generated_docs"


def test_every_setting_is_in_the_reference() -> None:
    source = (SOURCE / "config" / "settings.py").read_text()
    settings = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    page = (REFERENCE / "settings.md").read_text()

    assert settings
    assert sorted(name for name in settings if f"`ETTLE_{name}`" not in page) == []


def test_no_setting_in_the_reference_is_gone() -> None:
    source = (SOURCE / "config" / "settings.py").read_text()
    named = set(re.findall(r"`ETTLE_([A-Z_]+)`", (REFERENCE / "settings.md").read_text()))

    assert sorted(name for name in named if f'"{name}"' not in source) == []


def test_every_command_is_in_the_reference() -> None:
    page = (REFERENCE / "commands.md").read_text()

    assert sorted(name for name in COMMANDS if f"`./ettle {name}" not in page) == []


def test_every_management_command_is_in_the_reference() -> None:
    page = (REFERENCE / "commands.md").read_text()
    commands = {path.stem for path in SOURCE.glob("*/management/commands/*.py")} - {"__init__"}

    assert sorted(name for name in commands if f"`{name}" not in page) == []


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name[:4] for path in sorted(DECISIONS.glob("[0-9]*.md"))]

    assert numbers
    assert len(numbers) == len(set(numbers))


def test_the_index_of_decisions_names_every_number_that_was_never_used() -> None:
    used = {int(path.name[:4]) for path in DECISIONS.glob("[0-9]*.md")}
    sentence = re.search(r"The numbers ([^.]*) were\s+never\s+used", (DECISIONS / "README.md").read_text())
    assert sentence
    unused: set[int] = set()
    for first, last in re.findall(r"(\d{4})(?:\s+to\s+(\d{4}))?", sentence[1]):
        unused |= set(range(int(first), int(last or first) + 1))

    assert sorted(unused) == sorted(set(range(1, max(used))) - used)


def test_the_index_of_decisions_lists_every_record_by_its_title() -> None:
    assert (DECISIONS / "README.md").read_text() == write_decision_index(), HOW_TO_WRITE


def test_the_drawing_of_the_rooms_is_the_code() -> None:
    assert DRAWING.read_text() == draw(), HOW_TO_WRITE


def test_the_table_of_the_rooms_is_the_code() -> None:
    assert ARCHITECTURE.read_text() == write_architecture(), HOW_TO_WRITE


def test_the_drawing_and_the_table_of_the_states_of_a_review_are_the_code() -> None:
    assert STATES_DRAWING.read_text() == draw_states(), HOW_TO_WRITE
    assert STATES_PAGE.read_text() == write_states_page(), HOW_TO_WRITE


def test_the_table_of_personal_data_is_the_declarations() -> None:
    from tests.house.privacy_pack import PERSONAL_DATA, write_personal_data

    assert PERSONAL_DATA.read_text() == write_personal_data(), HOW_TO_WRITE


def test_a_new_personal_field_appears_in_the_table() -> None:
    from tests.house.privacy_pack import describe_declarations

    why = PersonalField("so that you get a card", "a week")
    new = Declaration(model="people.User", owner="pk", personal={"preferred_name": why}, on_erasure=OnErasure.BLANK)

    page = describe_declarations([new])

    assert "| User | preferred name | so that you get a card | a week |" in page
    assert "- User: The record stays, and its personal fields are emptied." in page


def test_every_room_says_in_its_package_what_it_has() -> None:
    silent = [path.parent.name for path in SOURCE.glob("*/__init__.py") if not path.read_text().startswith('"""')]

    assert sorted(silent) == []
