"""Take a person out of every ledger: they left the site, or asked by the link in their mail to be forgotten.

Nothing that is counted changes. Everyone who was asked stays counted as asked, and an answer that was sent stays in the
pool, so no number tells who was forgotten or whether they had answered. The row gets another key: from then on neither
a link nor a sheet can be worked out of it, not with the site's secret key either. What was begun and not sent goes.
Why it is so: docs/decisions/0026-forgotten-in-a-ledger.md.
"""

from __future__ import annotations

import uuid

from django.db import transaction

from ettle.feedback.answer_pool import AnswersUnreadable, PoolContent, lock_pool, write_pool
from ettle.feedback.link_tokens import answer_sheet_key, erased_address, observer_token
from ettle.feedback.models import Feedback, Observer
from ettle.kit.mail import delivery


@transaction.atomic
def forget(address: str) -> None:
    """Erase an email address, with the name beside it, from the ledgers of all open 360s and from failed emails."""
    delivery.erase_address(address)
    named = Observer.objects.filter(email__iexact=address)
    for feedback in Feedback.objects.select_for_update().filter(pk__in=named.values("feedback")).order_by("pk"):
        content = _lock_readable_pool(feedback)
        for observer in feedback.observers.filter(email__iexact=address):
            if content is not None:
                content = _delete_unsent(content, answer_sheet_key(observer_token(observer)))
            _erase_observer(feedback, observer)
        if content is not None:
            write_pool(feedback, content)


def _lock_readable_pool(feedback: Feedback) -> PoolContent | None:
    """The pool, locked; None when nobody can open it, so that erasing never waits for a key."""
    try:
        return lock_pool(feedback)
    except AnswersUnreadable:
        return None


def _delete_unsent(content: PoolContent, key: str) -> PoolContent:
    sheet = content.sheets.get(key)
    return content.without_sheets([key]) if sheet is not None and not sheet.is_sent else content


def _erase_observer(feedback: Feedback, observer: Observer) -> None:
    row = Observer.objects.filter(pk=observer.pk)
    if observer.asked_at is None:
        row.delete()
    else:
        row.update(id=uuid.uuid4(), name="", email=erased_address(feedback, observer.email))
