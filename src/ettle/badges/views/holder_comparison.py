"""Whether a badge has the address or the name that its holder gave to someone. Each try is counted."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.utils.translation import gettext as _

from ettle.badges.limits import HOLDER_CHECKS_BY_NETWORK, HOLDER_CHECKS_OF_BADGE
from ettle.badges.verify.documents import recipients
from ettle.badges.verify.verdicts import Verdict
from ettle.kit.limits.counters import consume
from ettle.kit.refusal import LimitReached


def compare_holder(verdict: Verdict, typed: str, *, network: str, now: datetime) -> tuple[str, LimitReached | None]:
    """Return what to say about what was typed, and the limit if one was reached; "" when nothing was typed.

    The limits are for each badge and each network, so that nobody finds out an address by trying many.
    """
    if not typed or verdict.document is None:
        return "", None
    named = json.dumps(verdict.document.get("id", verdict.document), sort_keys=True)
    badge = str(verdict.award.uuid) if verdict.award else hashlib.sha256(named.encode()).hexdigest()
    try:
        consume(HOLDER_CHECKS_BY_NETWORK, network, now=now)
        consume(HOLDER_CHECKS_OF_BADGE, badge, now=now)
    except LimitReached as reached:
        return str(reached), reached
    return _(recipients.compare(verdict.document, typed).value), None
