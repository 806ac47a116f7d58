"""From an author's draft of a framework to what readers have: asked for, sent back, published, now or by the clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.framework import actions as framework
from ettle.framework import spec_export
from ettle.framework.versions.row_comparison import compare_rows
from ettle.framework.versions.rows import Rows
from ettle.kit.mail import delivery
from ettle.kit.refusal import Refused
from ettle.people import queries as people
from ettle.workshop.authors.author_roles import AuthorRole, can_review, effective_role
from ettle.workshop.frameworks import draft_overlay
from ettle.workshop.frameworks.draft_overlay import Act, close_draft, lock_draft, record_step
from ettle.workshop.models import Draft

if TYPE_CHECKING:
    from ettle.people.models import User

PUBLISHED_FROM_DRAFT = "Published from a draft"


@transaction.atomic
def request_review(draft: Draft, *, note: str, by: User, seen: int, now: datetime) -> None:
    """Send a draft to those who may publish. Raises Refused for one that could not be published as it is."""
    draft = lock_draft(draft, by=by, seen=seen)
    if review_status(draft) == Act.ASKED:
        raise Refused("This draft is waiting for a review already.")
    check_publishable(draft, now=now)
    asked = record_step(draft, Act.ASKED, note, by=by, now=now)
    for person in list_publishers():
        if person != by:
            _notify_person("draft_waits", person, draft, f"{asked.pk}/{person.pk}", now=now, note=note, author=by)


@transaction.atomic
def send_back(draft: Draft, *, note: str, by: User, seen: int, now: datetime) -> None:
    """Say what is missing to whoever asked."""
    draft = lock_draft(draft, by=by, seen=seen)
    if not can_review(by):
        raise Refused("Only somebody who reviews may do this.")
    if review_status(draft) != Act.ASKED:
        raise Refused("Nobody has asked for a review of this draft.")
    if not note.strip():
        raise Refused("Say what should change before it can be published", field="note")
    asked = draft.steps.filter(act=Act.ASKED).select_related("by").latest("pk")
    sent = record_step(draft, Act.SENT_BACK, note, by=by, now=now)
    _clear_schedule(draft)
    if asked.by is not None and asked.by != by:
        _notify_person("draft_sent_back", asked.by, draft, str(sent.pk), now=now, note=note, author=by)


@transaction.atomic
def publish_draft(draft: Draft, *, note: str, by: User, seen: int, now: datetime) -> None:
    """Show readers what a draft says. Raises Refused for who may not, and for one that does not fit any more."""
    draft = lock_draft(draft, by=by, seen=seen)
    _require_publisher(by)
    _publish_rows(draft, note=note, by=by, now=now)


def _require_publisher(person: User) -> None:
    if not people.can_publish(person):
        raise Refused("Only somebody who may publish can do this. Ask for a review instead.")


def _publish_rows(draft: Draft, *, note: str, by: User | None, now: datetime) -> None:
    asked = draft.steps.filter(act=Act.ASKED).select_related("by").last()
    rows = _changed_rows(draft)
    framework.put_rows(rows, how=PUBLISHED_FROM_DRAFT, note=note, by=by, now=now)
    close_draft(draft, now)
    done = record_step(draft, Act.PUBLISHED, note, by=by, now=now)
    if asked and asked.by is not None and asked.by != by:
        _notify_person("draft_published", asked.by, draft, str(done.pk), now=now, note=note, author=by)


def _changed_rows(draft: Draft) -> Rows:
    rows = draft_overlay.merge_cleanly(draft).rows
    if not any(compare_rows(spec_export.current_rows(draft.subject) or {}, rows)):
        raise Refused("This draft says what readers have already. Throw it away.")
    return rows


def check_publishable(draft: Draft, *, now: datetime) -> None:
    """Raises Refused, with the first reason, when a draft could not be published as things are now."""
    rows = _changed_rows(draft)
    with framework.temporary_changes():
        framework.apply_rows(rows, now=now)


@transaction.atomic
def schedule_draft(draft: Draft, *, at: datetime, by: User, seen: int, now: datetime) -> None:
    """Let the clock publish a draft, as it is now. Raises Refused for a moment that is over."""
    draft = lock_draft(draft, by=by, seen=seen)
    _require_publisher(by)
    if at <= now:
        raise Refused("Choose a day and time that are still to come", field="day")
    check_publishable(draft, now=now)
    draft.due_at = at
    draft.save(update_fields=["due_at"])
    record_step(draft, Act.DUE, "", by=by, now=now)


@transaction.atomic
def unschedule_draft(draft: Draft, *, by: User, now: datetime) -> None:
    """Take a draft's date off; it stays a draft."""
    draft = lock_draft(draft, by=by)
    if draft.due_at is None:
        raise Refused("This draft has no date.")
    _clear_schedule(draft)
    record_step(draft, Act.NOT_DUE, "", by=by, now=now)


def _clear_schedule(draft: Draft) -> None:
    draft.due_at = None
    draft.save(update_fields=["due_at"])


def publish_due_drafts(*, now: datetime) -> int:
    """Publish every draft whose moment has come and say how many. One that does not fit any more stays a draft."""
    return sum(_publish_scheduled(draft, now) for draft in Draft.objects.due(now))


def _publish_scheduled(draft: Draft, now: datetime) -> bool:
    try:
        with transaction.atomic():
            waiting = Draft.objects.select_for_update().due(now).filter(pk=draft.pk).first()
            if waiting is None:  # another worker was first, or somebody took the date off
                return False
            said = waiting.steps.filter(act=Act.DUE).select_related("by").last()
            _publish_rows(waiting, note="", by=said.by if said else None, now=now)
    except Refused as refusal:
        _cancel_publication(draft, str(refusal), now)
        return False
    return True


@transaction.atomic
def _cancel_publication(draft: Draft, why: str, now: datetime) -> None:
    waiting = Draft.objects.select_for_update().due(now).filter(pk=draft.pk).first()
    if waiting is None:
        return
    _clear_schedule(waiting)
    done = record_step(waiting, Act.HELD, why, by=None, now=now)
    acts = waiting.steps.filter(act__in=[Act.DUE, Act.CHANGED, Act.ASKED]).exclude(by=None).select_related("by")
    for person in {one.by for one in acts}:
        if person is not None:
            _notify_person("draft_held_back", person, waiting, f"{done.pk}/{person.pk}", now=now, note=why, author=None)


def review_status(draft: Draft) -> str:
    """How a draft stands between its author and who may publish: asked for, sent back, or neither (empty)."""
    last = draft.steps.filter(act__in=[Act.ASKED, Act.SENT_BACK]).last()
    return last.act if last else ""


def list_publishers() -> list[User]:
    """Who is told when a draft waits: those who publish, and administrators."""
    return [person for person in people.site_authors() if effective_role(person) is AuthorRole.PUBLISHER]


def _notify_person(
    template: str, to: User, draft: Draft, key: str, *, now: datetime, note: str, author: User | None
) -> None:
    delivery.send_email(
        f"workshop/mail/{template}.txt",
        to=to.email,
        key=f"{template}/{key}",
        now=now,
        draft=draft,
        note=note,
        author=author,
        address=delivery.absolute_url(f"/manage/frameworks/drafts/{draft.uuid}/"),
    )
