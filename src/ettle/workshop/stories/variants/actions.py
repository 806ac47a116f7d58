"""Begin, move and delete the variants of a draft. Each change is a new revision."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.activities.types.stories import MOST_VARIANTS
from ettle.kit.refusal import Refused
from ettle.workshop.drafts.actions import lock_draft, save_written
from ettle.workshop.stories.models import StoryDraft
from ettle.workshop.stories.variants import variant_content

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def add_variant(draft: StoryDraft, *, label: str, by: User, now: datetime) -> str:
    """Add a variant without texts and return its key. Raises Refused without a label, and when there are too many."""
    if not label.strip():
        raise Refused(_("Say for which readers or where it is told"), field="label")
    written = lock_draft(draft, by=by)
    if len(written.content.scenario.variants) >= MOST_VARIANTS:
        raise Refused(_("A story has %(most)s variants at most") % {"most": MOST_VARIANTS}, field="label")
    content, key = variant_content.add_variant(written.content, label)
    written.write(content)
    save_written(written, due_at=written.due_at, words=_("added %(title)s") % {"title": label}, by=by, now=now)
    return key


@transaction.atomic
def move_variant(draft: StoryDraft, key: str, *, by_places: int, by: User, now: datetime) -> None:
    """Move a variant up (-1) or down (1) in the list from which readers choose; at the end of the list it stays."""
    written = lock_draft(draft, by=by)
    content = variant_content.move_variant(written.content, key, by=by_places)
    if content == written.content:
        return
    written.write(content)
    save_written(written, due_at=written.due_at, words=_("changed the order of the variants"), by=by, now=now)
