"""The fixtures of this room, for the tests of this item type."""

from __future__ import annotations

from ettle.activities.tests.conftest import awarded

__all__ = ["awarded"]
