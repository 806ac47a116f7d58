"""Everything in docs/ that is made from the code. `.venv-test/bin/python -m tests.house.generated_docs` writes it."""

from __future__ import annotations

import os
import sys

import django

from tests.house.drawing import ARCHITECTURE, DRAWING, ROOT, draw, write_architecture

REFERENCE = ROOT / "docs" / "reference"
DECISIONS = ROOT / "docs" / "decisions"


def write_decision_index() -> str:
    """Return docs/decisions/README.md with a line for each record: its number and its title."""
    index = (DECISIONS / "README.md").read_text()
    lines = []
    for path in sorted(DECISIONS.glob("[0-9]*.md")):
        number = path.name[:4]
        title = path.read_text().split("\n")[0].removeprefix(f"# {number} ")
        lines.append(f"- [{number}]({path.name}) {title}\n")
    return index.partition("- [0")[0] + "".join(lines)


def write_all() -> None:
    """Write the drawing and table of rooms, the table of addresses, the list of decisions, the JSON Schema of
    packs, the states of a review, and the table of personal data."""
    from ettle.kit.http.address_table import address_table
    from ettle.packs.export.json_schema import schema_text

    DRAWING.write_text(draw())
    ARCHITECTURE.write_text(write_architecture())
    (DECISIONS / "README.md").write_text(write_decision_index())
    addresses = REFERENCE / "addresses.md"
    heading, _, _ = addresses.read_text().partition("| address |")
    addresses.write_text(heading + address_table())
    (REFERENCE / "pack.schema.json").write_text(schema_text())
    write_states()
    write_privacy_table()


def write_privacy_table() -> None:
    """Write the table of personal data."""
    from tests.house.privacy_pack import PERSONAL_DATA, write_personal_data

    PERSONAL_DATA.write_text(write_personal_data())


def write_states() -> None:
    """Write the drawing and the table of the states of a review."""
    from tests.house.state_drawing import STATES_DRAWING, STATES_PAGE, draw_states, write_states_page

    STATES_DRAWING.write_text(draw_states())
    STATES_PAGE.write_text(write_states_page())


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ettle.config.settings_test")
    django.setup()
    write_all()
