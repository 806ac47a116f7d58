"""How many emails people may cause to others, and how many notices one address is sent in a day.

Every kind of email names its limit (tests/house/test_every_email_has_a_limit.py). An email that a person causes is
counted by their action, which refuses in words (`count_emails`, or the limit of the act). A notice of what the pages
show anyway is counted by its recipient when it is queued (`delivery.send_notice`), and left out beyond the limit: it
must never stop the act of someone else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ettle.kit.limits.counters import Limit, consume, consume_each

# As many as one 360 may have observers, so that a whole list can be sent at once.
OUTSIDE_EMAILS = Limit(
    "mail/outside", "person", 250, timedelta(days=1), _("You have sent as many invitations as you can in a day.")
)
# A manager may be invited by everyone who comes to a training day.
EMAILS_TO_ADDRESS = Limit(
    "mail/address", "recipient", 40, timedelta(days=1), _("{key} has had many invitations from this site in a day.")
)
# To a person about their own account: an attacker who is in it must not fill their inbox, nor hide the first ones.
ACCOUNT_NOTICES = Limit(
    "mail/account", "recipient", 50, timedelta(days=1), _("{key} has had many emails about its account in a day.")
)
# To a person about their own work: answers, invitations to activities, badges, what became of a draft.
WORK_NOTICES = Limit("mail/work", "recipient", 200, timedelta(days=1), _("{key} has had many notices in a day."))
LIMITS = [OUTSIDE_EMAILS, EMAILS_TO_ADDRESS, ACCOUNT_NOTICES, WORK_NOTICES]


def count_emails(limit: Limit, *, by: UUID, to: Sequence[str], now: datetime, field: str | None = None) -> None:
    """Count emails that a person causes, for them by this limit and for each address. Raises LimitReached."""
    consume(limit, str(by), now=now, uses=len(to), field=field)
    consume_each(EMAILS_TO_ADDRESS, to, now=now, field=field)
