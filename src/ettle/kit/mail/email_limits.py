"""How many emails people may cause to others. Emails to the person who acts, and to those whose task it is, are not
counted here: each has a key and is sent once for its cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from ettle.kit.limits.counters import Limit, consume, consume_each

# As many as one 360 may have observers, so that a whole list can be sent at once.
OUTSIDE_EMAILS = Limit(
    "mail/outside", "person", 250, timedelta(days=1), "You have sent as many invitations as you can in a day."
)
# A manager may be invited by everyone who comes to a training day.
EMAILS_TO_ADDRESS = Limit(
    "mail/address", "recipient", 40, timedelta(days=1), "{key} has had many invitations from this site in a day."
)
LIMITS = [OUTSIDE_EMAILS, EMAILS_TO_ADDRESS]


def count_emails(limit: Limit, *, by: UUID, to: Sequence[str], now: datetime, field: str | None = None) -> None:
    """Count emails that a person causes, for them by this limit and for each address. Raises LimitReached."""
    consume(limit, str(by), now=now, uses=len(to), field=field)
    consume_each(EMAILS_TO_ADDRESS, to, now=now, field=field)
