"""Comment on a place in a draft, and resolve a comment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.workshop.drafts.actions import lock_draft
from ettle.workshop.drafts.comments.queries import comments_of

if TYPE_CHECKING:
    from ettle.people.models import User
    from ettle.workshop.drafts.comments.models import DraftComment
    from ettle.workshop.drafts.models import SpecDraft

MOST_OPEN = 200  # of one draft


@transaction.atomic
def add_comment(draft: SpecDraft, *, part: str, field: str, words: str, by: User, now: datetime) -> DraftComment:
    """Add a comment on a place. Raises Refused without words, with too many open ones, and for a closed draft."""
    if not words.strip():
        raise Refused(_("Write a comment"), field="words")
    lock_draft(draft, by=by)
    if comments_of(draft).filter(resolved_at=None).count() >= MOST_OPEN:
        raise Refused(_("This draft has %(most)s comments. Resolve some first") % {"most": MOST_OPEN}, field="words")
    comment: DraftComment = comments_of(draft).create(
        draft_id=draft.pk, part=part, field=field, words=words, written_by=by, written_at=now
    )
    audit.record(by, "commented on a draft", draft, now=now)
    return comment


@transaction.atomic
def resolve_comment(draft: SpecDraft, comment: DraftComment, *, by: User, now: datetime) -> None:
    """Resolve a comment on a draft; one that was resolved before stays as it is. Raises Refused for people who do not
    write."""
    if not by.is_staff:
        raise Refused(_("Only authors may do this."))
    if comments_of(draft).filter(pk=comment.pk, resolved_at=None).update(resolved_at=now):
        audit.record(by, "resolved a comment on a draft", draft, now=now)
