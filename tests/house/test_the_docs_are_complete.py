"""Every setting and every command is in the reference."""

from __future__ import annotations

import re

from launcher.main import COMMANDS
from tests.house.drawing import DRAWING, draw
from tests.house.rooms import ROOT, SOURCE

REFERENCE = ROOT / "docs" / "reference"


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
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))]

    assert numbers
    assert len(numbers) == len(set(numbers))


def test_the_index_of_decisions_lists_every_record_by_its_title() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text()
    titles = {
        path.name: path.read_text().split("\n")[0].removeprefix(f"# {path.name[:4]} ")
        for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    }

    assert [name for name, title in titles.items() if f"[{name[:4]}]({name}) {title}" not in index] == []


def test_the_drawing_of_the_rooms_is_the_code() -> None:
    assert DRAWING.read_text() == draw(), "redraw it: python -m tests.house.drawing"
