"""Who may open which address. An invitation is its learner's alone; to everybody else it is not found."""

from __future__ import annotations

from ettle.kit.access import SIGNED_IN

WHO: dict[str, frozenset[str]] = {
    "mine": SIGNED_IN,
    "invitation": SIGNED_IN,
    "play": SIGNED_IN,
    "ending": SIGNED_IN,
    "reflect": SIGNED_IN,
    "trail": SIGNED_IN,
    "step": SIGNED_IN,
    "next": frozenset(),
    "back": frozenset(),
}
