"""Areas for tests: one defined here, and those of the starter pack as specs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ettle.kit.refusal import Refused
from ettle.library import actions
from ettle.library.models import AreaPage
from ettle.library.types.specs import AreaSpec, CheckSpec, OptionSpec, ReferenceSpec, StatementSpec, ToolSpec
from ettle.people.tests import cast

CONTENT = Path(__file__).resolve().parents[4] / "content" / "leadership"
LISTENING = AreaSpec(
    key="listening",
    title="Listening well",
    summary="How to hear what is not said.",
    minutes=1,
    roles=("citizen", "frontline", "supervisor", "manager", "strategic"),
    capabilities=("emp", "col"),
    position=5,
    role_paragraphs={
        "citizen": "You can ask to be heard.",
        "frontline": "You hear it first on the doorstep.",
        "supervisor": "You hear it at handover.",
        "manager": "You hear it between the lines.",
        "strategic": "You hear it last.",
    },
    try_this="Ask one person what they would keep.",
    reflection="Who was not in the room?",
    reviewed_on=date(2026, 10, 1),
    body="## What it is\n\nIt is **work**. See [the Codes](/codes/).\n\n- one\n- two\n\n## How to begin\n\nSit down.\n",
    references=(ReferenceSpec(text="Someone (2020) A book.", pages="3–4"),),
)


def area(**changes: Any) -> AreaPage:
    """A published area. changes: to its spec."""
    return actions.load_area(LISTENING.replace(**changes), by=None, now=cast.NOW)


def draft(key: str = "draft") -> AreaPage:
    """An area that was published and then unpublished."""
    page = area(key=key, title="Not yet finished")
    page.unpublish()
    return page


def pack_areas() -> list[AreaSpec]:
    return [_read_area(path) for path in sorted((CONTENT / "areas").glob("*.md"))]


def pack_statements() -> list[StatementSpec]:
    return [StatementSpec(**_read_front_matter(path)) for path in sorted((CONTENT / "statements").glob("*.md"))]


def _read_area(path: Path) -> AreaSpec:
    data = _read_front_matter(path)
    data["references"] = tuple(ReferenceSpec(**row) for row in data["references"])
    data["tools"] = tuple(ToolSpec(**row) for row in data.get("tools", ()))
    for name in ("roles", "capabilities", "alignments", "badges", "activities", "related", "in_short"):
        data[name] = tuple(data.get(name, ()))
    data["checks"] = tuple(_build_check(row) for row in data.get("checks", ()))
    return AreaSpec(**data)


def _build_check(row: dict[str, Any]) -> CheckSpec:
    return CheckSpec(question=row["question"], options=tuple(OptionSpec(**option) for option in row["options"]))


def _read_front_matter(path: Path) -> dict[str, Any]:
    _, front, body = path.read_text().split("---\n", 2)
    data: dict[str, Any] = yaml.safe_load(front)
    if path.stem != data["key"]:
        raise Refused(f"{path.name} holds the key {data['key']}")
    return {**data, "body": body}
