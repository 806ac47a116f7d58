"""Who may open this room's addresses."""

from __future__ import annotations

from ettle.kit.access import SIGNED_IN

WHO: dict[str, frozenset[str]] = {
    "desk:my-journey": SIGNED_IN,
    "desk:suggestions": SIGNED_IN,
    "desk:supervision-sheet": SIGNED_IN,
    "desk:annual-sheet": SIGNED_IN,
}
