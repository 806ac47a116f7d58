"""Awards as this room sees them: who was given what, and how often."""

from __future__ import annotations

from typing import Any

import pytest

from ettle.badges import actions as badges


@pytest.fixture
def awarded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Every call of the badges' door, in order: learner and badge."""
    calls: list[tuple[str, str]] = []

    def award(*, learner: Any, version: Any, by: Any, now: Any) -> None:
        calls.append((learner.name, version.badge.number))

    monkeypatch.setattr(badges, "award", award)
    return calls
