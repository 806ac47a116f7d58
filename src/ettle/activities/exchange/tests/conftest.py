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
    """The sort of the starter pack."""
    return read_activity(ACTIVITIES / "sort-20.yaml")
