"""From an author's draft of a framework to what readers have: asked for, sent back, published, now or by the clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.framework import actions as framework
from ettle.framework import as_specs
from ettle.framework.comparing import differences
from ettle.framework.rows import Rows
from ettle.kit import mail
from ettle.kit.refused import Refused
from ettle.people import queries as people
from ettle.workshop.authors.parts import Part, may_review, plays
from ettle.workshop.frameworks import drafting
from ettle.workshop.frameworks.drafting import Act, close, held, step
from ettle.workshop.models import Draft

if TYPE_CHECKING:
    from ettle.people.models import User

PUBLISHED = "Published from a draft"


@transaction.atomic
def ask_for_review(draft: Draft, *, note: str, by: User, seen: int, now: datetime) -> None:
    """Send a draft to those who may publish. Raises Refused for one that could not be published as it is."""
    draft = held(draft, by=by, seen=seen)
    if standing(draft) == Act.ASKED:
        raise Refused("This draft is waiting for a review already.")
    try_out(draft, now=now)
    asked = step(draft, Act.ASKED, note, by=by, now=now)
    for person in publishers():
        if person != by:
            _tell("draft_waits", person, draft, f"{asked.pk}/{person.pk}", now=now, note=note, author=by)


@transaction.atomic
def send_back(draft: Draft, *, note: str, by: User, seen: int, now: datetime) -> None:
    """Say what is missing to whoever asked."""
    draft = held(draft, by=by, seen=seen)
    if not may_review(by):
        raise Refused("Only somebody who reviews may do this.")
    if standing(draft) != Act.ASKED:
        raise Refused("Nobody has asked for a review of this draft.")
    if not note.strip():
        raise Refused("Say what should change before it can be published", field="note")
    asked = draft.steps.filter(act=Act.ASKED).select_related("by").latest("pk")
    sent = step(draft, Act.SENT_BACK, note, by=by, now=now)
    _take_off_the_clock(draft)
    if asked.by is not None and asked.by != by:
        _tell("draft_sent_back", asked.by, draft, str(sent.pk), now=now, note=note, author=by)


@transaction.atomic
def publish(draft: Draft, *, note: str, by: User, seen: int, now: datetime) -> None:
    """Show readers what a draft says. Raises Refused for who may not, and for one that does not fit any more."""
    draft = held(draft, by=by, seen=seen)
    _only_publishers(by)
    _publish(draft, note=note, by=by, now=now)


def _only_publishers(person: User) -> None:
    if not people.may_publish(person):
        raise Refused("Only somebody who may publish can do this. Ask for a review instead.")


def _publish(draft: Draft, *, note: str, by: User | None, now: datetime) -> None:
    asked = draft.steps.filter(act=Act.ASKED).select_related("by").last()
    rows = _changed_rows(draft)
    framework.put_rows(rows, how=PUBLISHED, note=note, by=by, now=now)
    close(draft, now)
    done = step(draft, Act.PUBLISHED, note, by=by, now=now)
    if asked and asked.by is not None and asked.by != by:
        _tell("draft_published", asked.by, draft, str(done.pk), now=now, note=note, author=by)


def _changed_rows(draft: Draft) -> Rows:
    rows = drafting.settled(draft).rows
    if not any(differences(as_specs.rows_of(draft.subject) or {}, rows)):
        raise Refused("This draft says what readers have already. Throw it away.")
    return rows


def try_out(draft: Draft, *, now: datetime) -> None:
    """Raises Refused, with the first reason, when a draft could not be published as things are now."""
    rows = _changed_rows(draft)
    with framework.for_a_moment():
        framework.lay(rows, now=now)


@transaction.atomic
def set_due(draft: Draft, *, at: datetime, by: User, seen: int, now: datetime) -> None:
    """Let the clock publish a draft, as it is now. Raises Refused for a moment that is over."""
    draft = held(draft, by=by, seen=seen)
    _only_publishers(by)
    if at <= now:
        raise Refused("Choose a day and time that are still to come", field="day")
    try_out(draft, now=now)
    draft.due_at = at
    draft.save(update_fields=["due_at"])
    step(draft, Act.DUE, "", by=by, now=now)


@transaction.atomic
def unset_due(draft: Draft, *, by: User, now: datetime) -> None:
    """Take a draft's date off; it stays a draft."""
    draft = held(draft, by=by)
    if draft.due_at is None:
        raise Refused("This draft has no date.")
    _take_off_the_clock(draft)
    step(draft, Act.NOT_DUE, "", by=by, now=now)


def _take_off_the_clock(draft: Draft) -> None:
    draft.due_at = None
    draft.save(update_fields=["due_at"])


def publish_due(*, now: datetime) -> int:
    """Publish every draft whose moment has come and say how many. One that does not fit any more stays a draft."""
    return sum(_publish_by_the_clock(draft, now) for draft in Draft.objects.due(now))


def _publish_by_the_clock(draft: Draft, now: datetime) -> bool:
    try:
        with transaction.atomic():
            waiting = Draft.objects.select_for_update().due(now).filter(pk=draft.pk).first()
            if waiting is None:  # another worker was first, or somebody took the date off
                return False
            said = waiting.steps.filter(act=Act.DUE).select_related("by").last()
            _publish(waiting, note="", by=said.by if said else None, now=now)
    except Refused as refusal:
        _hold(draft, str(refusal), now)
        return False
    return True


@transaction.atomic
def _hold(draft: Draft, why: str, now: datetime) -> None:
    waiting = Draft.objects.select_for_update().due(now).filter(pk=draft.pk).first()
    if waiting is None:
        return
    _take_off_the_clock(waiting)
    done = step(waiting, Act.HELD, why, by=None, now=now)
    acts = waiting.steps.filter(act__in=[Act.DUE, Act.CHANGED, Act.ASKED]).exclude(by=None).select_related("by")
    for person in {one.by for one in acts}:
        if person is not None:
            _tell("draft_held_back", person, waiting, f"{done.pk}/{person.pk}", now=now, note=why, author=None)


def standing(draft: Draft) -> str:
    """How a draft stands between its author and who may publish: asked for, sent back, or neither (empty)."""
    last = draft.steps.filter(act__in=[Act.ASKED, Act.SENT_BACK]).last()
    return last.act if last else ""


def publishers() -> list[User]:
    """Who is told when a draft waits: those who publish, and administrators."""
    return [person for person in people.authors() if plays(person) is Part.PUBLISHER]


def _tell(template: str, to: User, draft: Draft, key: str, *, now: datetime, note: str, author: User | None) -> None:
    mail.send(
        f"workshop/mail/{template}.txt",
        to=to.email,
        key=f"{template}/{key}",
        now=now,
        draft=draft,
        note=note,
        author=author,
        address=mail.address(f"/manage/frameworks/drafts/{draft.uuid}/"),
    )
