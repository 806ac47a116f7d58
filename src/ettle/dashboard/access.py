"""Who may open this room's addresses."""

from __future__ import annotations

from ettle.kit.access import SIGNED_IN

WHO: dict[str, frozenset[str]] = {
    "dashboard:my-journey": SIGNED_IN,
    "dashboard:suggestions": SIGNED_IN,
    "dashboard:supervision-sheet": SIGNED_IN,
    "dashboard:annual-sheet": SIGNED_IN,
}
