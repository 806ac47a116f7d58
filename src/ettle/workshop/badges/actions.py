"""Begin and change drafts of badges. Each change is a new revision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ettle.activities import queries as activities
from ettle.badges import queries as badges
from ettle.kit.refusal import Refused
from ettle.workshop.badges.badge_content import HEAD, MOST_CRITERIA, BadgeContent, begin_content
from ettle.workshop.badges.models import BadgeDraft
from ettle.workshop.drafts.actions import lock_draft, open_draft, read_newest, save_written
from ettle.workshop.drafts.actions import save_part as save_draft_part
from ettle.workshop.drafts.comments.queries import comments_of

if TYPE_CHECKING:
    from ettle.people.models import User

LONGEST_SLUG = 80


@transaction.atomic
def begin_badge(*, number: str, name: str, by: User, now: datetime) -> BadgeDraft:
    """Begin an empty badge. Its number and its address never change. Raises Refused for a number that is taken."""
    if number in badges.list_badge_numbers() or BadgeDraft.objects.open().filter(subject=number).exists():
        raise Refused(_("The number %(number)s is taken. Choose another") % {"number": number}, field="number")
    content = begin_content(number, _make_slug(number, name), name)
    return _open_draft(content, after=0, words=_("a new badge"), by=by, now=now)


def _make_slug(number: str, name: str) -> str:
    slug = slugify(name)[:LONGEST_SLUG].strip("-") or slugify(number)
    taken = {version.badge.slug for version in badges.current_versions()}
    return slug if slug not in taken else slugify(f"{number} {name}")[:LONGEST_SLUG].strip("-")


@transaction.atomic
def open_published(number: str, *, by: User, now: datetime) -> BadgeDraft | None:
    """Return the open draft of a published badge, begun from its newest edition if there is none.

    None when no badge of this number is published."""
    draft = BadgeDraft.objects.open().filter(subject=number).first()
    if draft is not None:
        return draft.as_written()
    published = activities.find_badge(number)
    if published is None:
        return None
    words = _("from edition %(edition)s") % {"edition": published.edition}
    return _open_draft(BadgeContent(published.spec), after=published.edition, words=words, by=by, now=now)


def _open_draft(content: BadgeContent, *, after: int, words: str, by: User, now: datetime) -> BadgeDraft:
    return open_draft(BadgeDraft, content.badge.number, content, after=after, words=words, by=by, now=now)


@transaction.atomic
def save_part(
    draft: BadgeDraft,
    part: str,
    change: Callable[[BadgeContent], BadgeContent],
    *,
    as_it_was: str,
    words: str,
    by: User,
    now: datetime,
) -> None:
    """Change one part of a draft, as `drafts.actions.save_part` does. Comments go with the criteria that move."""
    before = lock_draft(draft, by=by).content
    save_draft_part(draft, part, change, as_it_was=as_it_was, words=words, by=by, now=now)
    moved = before.find_moves(part, read_newest(draft).content) if part != HEAD else {}
    for comment in comments_of(draft).filter(resolved_at=None, part__in=moved):
        comment.part = moved[comment.part]
        comment.save(update_fields=["part"])


@transaction.atomic
def add_criterion(draft: BadgeDraft, *, title: str, by: User, now: datetime) -> str:
    """Add a criterion and return its part. Raises Refused without a title, and when there are too many."""
    if not title.strip():
        raise Refused(_("Write a title"), field="title")
    written = lock_draft(draft, by=by)
    if len(written.content.badge.criteria) >= MOST_CRITERIA:
        raise Refused(_("A badge has %(most)s criteria at most") % {"most": MOST_CRITERIA}, field="title")
    content, part = written.content.add_criterion(title)
    written.write(content)
    save_written(written, due_at=written.due_at, words=_("added %(title)s") % {"title": title}, by=by, now=now)
    return part


@transaction.atomic
def follow_newest(draft: BadgeDraft, *, seen: int, by: User, now: datetime) -> None:
    """Say that this draft is to follow the newest edition, which was published after it was begun."""
    written = lock_draft(draft, by=by, seen=seen)
    written.after = written.newest_edition
    words = _("to follow edition %(edition)s") % {"edition": written.after}
    save_written(written, due_at=written.due_at, words=words, by=by, now=now)
