"""Activities that are exchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ettle.activities.types.specs import ActivityFileSpec
from ettle.kit.input.document_reader import read_yaml
from ettle.kit.input.spec_reader import parse_spec
from tests.house.rooms import ROOT

ACTIVITIES = ROOT / "content" / "leadership" / "activities"


def read_activity(path: Path) -> Any:
    spec = parse_spec(read_yaml(path.read_text()), ActivityFileSpec).spec
    assert spec is not None
    return spec


@pytest.fixture
def sort_activity() -> Any:
    """The sort of the starter pack with all its cards for everyone: a draw by role has no counterpart in QTI."""
    activity = read_activity(ACTIVITIES / "sort-20.yaml")
    cards = [card.replace(roles=(), arguable="") for card in activity.sort.cards]
    return activity.replace(sort=activity.sort.replace(draw=0, cards=tuple(cards)))
