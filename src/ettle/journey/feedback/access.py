"""Who may open the addresses of a 360. Those behind a link are for whoever holds it; others are told nothing."""

from __future__ import annotations

from ettle.kit.access import EVERYONE, SIGNED_IN

MINE = (
    "feedback", "feedback-asking", "feedback-add", "feedback-send", "feedback-person", "feedback-close",
    "feedback-report", "feedback-file", "feedback-step", "feedback-partner", "feedback-share", "feedback-shared",
)  # fmt: skip
BY_LINK = (
    "feedback-summary", "observer", "observer-lines", "observer-words", "observer-check", "observer-sent",
    "observer-no", "observer-no-mail", "observer-forget", "observer-easy", "observer-easy-line", "observer-easy-words",
)  # fmt: skip

FEEDBACK_WHO: dict[str, frozenset[str]] = {
    **{f"journey:{name}": SIGNED_IN for name in MINE},
    **{f"journey:{name}": EVERYONE for name in BY_LINK},
}
