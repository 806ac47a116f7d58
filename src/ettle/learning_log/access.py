"""Who may open the addresses of the log. Within it, what is not one's own is not found."""

from __future__ import annotations

from ettle.kit.access import SIGNED_IN

NOBODY: frozenset[str] = frozenset()  # these answer PUT or POST only

WHO: dict[str, frozenset[str]] = {
    "learning_log:log": SIGNED_IN,
    "learning_log:new": SIGNED_IN,
    "learning_log:entry": SIGNED_IN,
    "learning_log:save": NOBODY,
    "learning_log:history": SIGNED_IN,
    "learning_log:versions": SIGNED_IN,
    "learning_log:take-up": NOBODY,
    "learning_log:links": SIGNED_IN,
    "learning_log:unlink": NOBODY,
    "learning_log:add-file": SIGNED_IN,
    "learning_log:file": SIGNED_IN,
    "learning_log:remove-file": SIGNED_IN,
    "learning_log:delete": SIGNED_IN,
}
