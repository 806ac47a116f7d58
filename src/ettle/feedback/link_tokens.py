"""The secrets in links. Whoever reads the whole database cannot make one: the site's secret key is not in it.

An observer's token is made from the site's key, the 360's own secret and the row in the ledger. The key of their sheet
in the pool is made from the token and the site's key, and the pool is sealed with the site's key. So in a copy of the
data the way from a name to a sheet leads through the site's key, even with the link; and after closing, when the 360's
secret is wiped, nothing leads there.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from ettle.feedback.models import ERASED, Feedback, FeedbackSummary, Observer

if TYPE_CHECKING:
    from django.db.models import QuerySet

OBSERVER, ANSWER_SHEET, SUMMARY, ERASED_PURPOSE = (
    f"ettle.feedback.{name}" for name in ("observer", "sheet", "summary", "forgotten")
)


def observer_token(observer: Observer) -> str:
    """What stands in an observer's link. The same for the first mail, a reminder and one that is sent again."""
    return _make_token(OBSERVER, bytes(observer.feedback.secret) + observer.id.bytes)


def answer_sheet_key(token: str) -> str:
    """The key, in the 360's pool, of the sheet that a link opens."""
    return salted_hmac(ANSWER_SHEET, token, algorithm="sha256").hexdigest()[:32]


def erased_address(feedback: Feedback, email: str) -> str:
    """What stands in the ledger of this 360 in place of an address, so that the same person is not asked again."""
    digest = salted_hmac(
        ERASED_PURPOSE, bytes(feedback.secret) + email.lower().encode(), algorithm="sha256"
    ).hexdigest()
    return digest[:40] + ERASED


@dataclass(frozen=True)
class ObserverLink:
    """An observer's link that was followed: the row in the ledger, and the way to their sheet."""

    observer: Observer
    token: str

    @property
    def feedback(self) -> Feedback:
        return self.observer.feedback

    @property
    def answer_sheet_key(self) -> str:
        return answer_sheet_key(self.token)


def find_link(key: UUID, token: str) -> ObserverLink | None:
    """What a link leads to; None when it is not ours, or the 360 is closed."""
    everyone: QuerySet[Observer] = Observer.objects.select_related("feedback__lines__version", "feedback__person")
    found = everyone.filter(pk=key, feedback__closed_at=None).exclude(asked_at=None).first()
    return (
        ObserverLink(found, token)
        if found is not None and constant_time_compare(token, observer_token(found))
        else None
    )


def summary_token(summary: FeedbackSummary) -> str:
    return _make_token(SUMMARY, summary.uuid.bytes)


def find_summary(key: UUID, token: str) -> FeedbackSummary | None:
    """The summary that a link belongs to, whether it is still open or not."""
    everyone = FeedbackSummary.objects.select_related("report__feedback__lines__version", "report__feedback__person")
    found = everyone.filter(uuid=key).first()
    return found if found is not None and constant_time_compare(token, summary_token(found)) else None


def _make_token(purpose: str, value: bytes) -> str:
    digest = salted_hmac(purpose, value, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
