"""Who may open this room's addresses. A person's journey is only ever their own; another's is not found."""

from __future__ import annotations

from ettle.kit.access import EVERYONE, SIGNED_IN

WHO: dict[str, frozenset[str]] = {
    "journey:start": SIGNED_IN,
    "journey:line": SIGNED_IN,
    "journey:importance": SIGNED_IN,
    "journey:check": SIGNED_IN,
    "journey:result": SIGNED_IN,
    "journey:result-file": SIGNED_IN,
    "journey:changes": SIGNED_IN,
    "journey:then": SIGNED_IN,
    "journey:goals": SIGNED_IN,
    "journey:new-goal": SIGNED_IN,
    "journey:goal": SIGNED_IN,
    "journey:change-goal": SIGNED_IN,
    "journey:finish-step": SIGNED_IN,
    "journey:next-step": SIGNED_IN,
    "journey:move-step": SIGNED_IN,
    "journey:split-step": SIGNED_IN,
    "journey:close-goal": SIGNED_IN,
    "journey:look-back": SIGNED_IN,
    "journey:look-backs": SIGNED_IN,
    "journey:look-backs-ics": SIGNED_IN,
    "journey:move-look-back": SIGNED_IN,
    "journey:tell": SIGNED_IN,
    "journey:look-back-link": EVERYONE,  # whoever holds the link from the mail
    "journey:stop-by-mail": EVERYONE,
}
