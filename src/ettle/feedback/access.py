"""Who may open the addresses of a 360. Those behind a link are for whoever holds it; others are told nothing."""

from __future__ import annotations

from ettle.kit.access import EVERYONE, SIGNED_IN

MINE = (
    "start", "asking", "add", "send", "person", "close",
    "report", "file", "step", "partner", "share", "shared",
)  # fmt: skip
BY_LINK = (
    "summary", "observer", "observer-lines", "observer-words", "observer-check", "observer-sent",
    "observer-no", "observer-no-mail", "observer-forget", "observer-easy", "observer-easy-line", "observer-easy-words",
)  # fmt: skip

WHO: dict[str, frozenset[str]] = {
    **{f"feedback:{name}": SIGNED_IN for name in MINE},
    **{f"feedback:{name}": EVERYONE for name in BY_LINK},
}
