"""Keep the search index up to date with what is published, and the guide with what people mean."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.library.actions import front_page
from ettle.search.guide.guide_reader import read_files
from ettle.search.index import search_index
from ettle.search.index.search_index import defer_indexing
from ettle.search.models import SearchGuide
from ettle.search.types.specs import ContactSpec, SearchGuideSpec, SignpostSpec, check_guide

if TYPE_CHECKING:
    from ettle.people.models import User

__all__ = ["change_signpost", "defer_indexing", "put_guide", "rebuild_search", "refresh_search"]


def refresh_search() -> None:
    """Update the search index after content of any room has changed.

    In batches of pages, each in its own transaction, so that other writers do not wait long.
    """
    search_index.refresh_index()


@transaction.atomic
def rebuild_search(*, by: User | None, now: datetime) -> int:
    """Delete and rebuild the search index. Returns the number of entries."""
    count = search_index.rebuild_index()
    audit.record(by, "rebuilt the search index", front_page(), now=now)
    return count


@transaction.atomic
def put_guide(spec: SearchGuideSpec, *, by: User | None, now: datetime) -> None:
    """Put a file of the search guide of a pack in place. Pages get its phrases when the index is refreshed."""
    files = read_files()
    if spec != files.get(spec.key):
        _store_guide([*(files | {spec.key: spec}).values()], now)
        audit.record(by, f"put the search guide in place: {spec.key}", None, now=now)


@transaction.atomic
def change_signpost(
    key: str, *, now_text: str, report: str, contacts: Sequence[ContactSpec], by: User, now: datetime
) -> SignpostSpec:
    """Change what a signpost says, and record that its numbers were checked today. Raises Refused."""
    files = read_files()
    there = ((file, signpost) for file in files.values() for signpost in file.signposts if signpost.key == key)
    file, before = next(there, (None, None))
    if file is None or before is None:
        raise Refused(_("This signpost is no longer in the search guide"))
    changed = before.replace(now=now_text, report=report, contacts=tuple(contacts), checked_on=now.date())
    spec = file.replace(signposts=tuple(changed if post is before else post for post in file.signposts))
    problems = check_guide(spec)
    if problems:
        raise Refused(problems[0].words.rstrip("."))
    _store_guide([*(files | {file.key: spec}).values()], now)
    audit.record(by, f"checked the numbers of the signpost {key}", None, now=now)
    return changed


def _store_guide(files: Sequence[SearchGuideSpec], now: datetime) -> None:
    stored = {"files": [file.model_dump(mode="json") for file in files]}
    version = sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()[:40]
    SearchGuide.objects.update_or_create(pk=1, defaults={"spec": stored, "version": version, "updated_at": now})
