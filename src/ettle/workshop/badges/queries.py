"""The badges of the site: published, and as drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ettle.badges import queries as badges
from ettle.workshop.badges.models import BadgeDraft

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion


@dataclass(frozen=True)
class BadgeListing:
    """A published badge, and its open draft if there is one."""

    version: BadgeVersion
    draft: BadgeDraft | None


def list_badges() -> tuple[list[BadgeDraft], list[BadgeListing]]:
    """Return the open drafts, the oldest first, and every published badge by number."""
    drafts = list(BadgeDraft.objects.open().with_review().with_comments())
    by_number = {draft.subject: draft for draft in drafts}
    return drafts, [BadgeListing(version, by_number.get(version.badge.number)) for version in badges.current_versions()]
