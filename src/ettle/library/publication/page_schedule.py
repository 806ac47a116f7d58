"""Scheduled publication and expiry of pages."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.models import Page, Revision

from ettle.kit import audit
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import DRAFTS
from ettle.kit.mail.email_limits import WORK_NOTICES
from ettle.kit.refusal import Refused


def publish_due_pages(*, now: datetime) -> int:
    """Publish every revision that is due and return how many. One that fails the checks is not published, and its
    author gets an email that says why."""
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    return sum(_publish_revision(revision, now) for revision in due.select_related("user"))


def _publish_revision(revision: Revision, now: datetime) -> bool:
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
            audit.record(None, "published a page by the clock", revision.content_object, now=now)
    except Refused as refusal:
        _cancel_publication(revision, str(refusal), now)
        return False
    return True


@transaction.atomic
def _cancel_publication(revision: Revision, why: str, now: datetime) -> None:
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    page = revision.content_object
    audit.record(None, "held back a page that was due", page, now=now)
    if revision.user:
        delivery.send_notice(
            "library/mail/held_back.txt",
            to=revision.user.email,
            kind=DRAFTS,
            key=f"held-back/{revision.pk}",
            limit=WORK_NOTICES,
            now=now,
            page=page,
            why=why,
            address=delivery.absolute_url(f"/cms/pages/{page.pk}/edit/"),
        )


def unpublish_expired_pages(*, now: datetime) -> int:
    """Unpublish every page that has expired and return how many."""
    expired = [page.specific for page in Page.objects.live().filter(expire_at__lte=now)]
    for page in expired:
        with transaction.atomic():
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
            audit.record(None, "took down a page by the clock", page, now=now)
    return len(expired)
