"""Who may open search."""

from __future__ import annotations

from ettle.kit.access import EVERYONE

WHO: dict[str, frozenset[str]] = {"search:search": EVERYONE}
