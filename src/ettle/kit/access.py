"""Who may open an address, for each room's `access.py`. The house test tries every address as each of them."""

from __future__ import annotations

VISITOR, LEARNER, ASSESSOR = "visitor", "learner", "assessor"
LEAD, AUTHOR, ADMIN = "lead", "author", "administrator"

SIGNED_IN = frozenset({LEARNER, ASSESSOR, LEAD, AUTHOR, ADMIN})
EVERYONE = SIGNED_IN | {VISITOR}
ASSESSORS = frozenset({ASSESSOR})
LEADS = frozenset({LEAD})
AUTHORS = frozenset({AUTHOR, ADMIN})
ADMINISTRATOR = frozenset({ADMIN})

WHO: dict[str, frozenset[str]] = {
    "healthz": EVERYONE,
    "readyz": EVERYONE,
    "more": EVERYONE,
    "manage": ADMINISTRATOR,
    "try-again": frozenset(),
}
