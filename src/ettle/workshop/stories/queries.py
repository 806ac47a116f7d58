"""The stories of the site: published, and as drafts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ettle.activities import queries as activities
from ettle.framework import queries as framework
from ettle.people import queries as people
from ettle.workshop.stories.models import StoryDraft

if TYPE_CHECKING:
    from ettle.activities.models import ActivityVersion
    from ettle.activities.types.stories import TextVariantSpec


@dataclass(frozen=True)
class StoryListing:
    """A published story, and its open draft if there is one."""

    version: ActivityVersion
    draft: StoryDraft | None


def list_stories() -> tuple[list[StoryDraft], list[StoryListing]]:
    """Return the open drafts, the oldest first, and every published story by title."""
    drafts = list(StoryDraft.objects.open().with_review().with_comments())
    by_key = {draft.subject: draft for draft in drafts}
    published = activities.published_of_kind("scenario")
    return drafts, [StoryListing(version, by_key.get(version.activity.key)) for version in published]


def list_model_parts() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Return the columns of the logic model, each with the keys and titles of its parts."""
    columns: dict[str, list[tuple[str, str]]] = {}
    for node in framework.list_nodes():
        columns.setdefault(node.get_column_display(), []).append((node.key, node.title))
    yield from columns.items()


def list_readers(variant: TextVariantSpec) -> list[str]:
    """Return the titles of the learning roles and settings that a variant is for; a key where this site has none."""
    roles, settings = people.role_titles(), people.setting_titles()
    return [roles.get(key, key) for key in variant.roles] + [settings.get(key, key) for key in variant.settings]
