"""Who may open each address of this room. Within it, someone else's work is not found."""

from __future__ import annotations

from ettle.kit.access import ASSESSORS, SIGNED_IN

NOBODY: frozenset[str] = frozenset()  # these answer PUT or POST only

WHO: dict[str, frozenset[str]] = {
    "evidence:index": SIGNED_IN,
    "evidence:start": SIGNED_IN,
    "evidence:application": SIGNED_IN,
    "evidence:criterion": SIGNED_IN,
    "evidence:save": NOBODY,
    "evidence:choose": NOBODY,
    "evidence:history": SIGNED_IN,
    "evidence:declarations": SIGNED_IN,
    "evidence:check": SIGNED_IN,
    "evidence:download": SIGNED_IN,
    "evidence:leave": SIGNED_IN,
    "evidence:log-copy": SIGNED_IN,
    "evidence:queue": ASSESSORS,
    "evidence:next": ASSESSORS,
    "evidence:review": ASSESSORS,
    "evidence:decide": ASSESSORS,
    "evidence:letter": ASSESSORS,
    "evidence:hand_on": ASSESSORS,
    "evidence:refer": ASSESSORS,
    "evidence:put_back": NOBODY,
}
