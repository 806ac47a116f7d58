"""Putting a page in its place: a new one in one go, an old one by a revision. The same words change nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published

from ettle.library import shelves
from ettle.library.checks import refuse_faults
from ettle.library.indexing import follow
from ettle.library.models import AreaPage, StatementPage

if TYPE_CHECKING:
    from ettle.people.models import User

AnyPage = AreaPage | StatementPage


def put(page: AnyPage, fields: dict[str, Any], *, by: User | None) -> Revision | None:
    """Publish the page with these fields and return the revision; None when it says all of it already."""
    if page.pk is None:
        _set(page, fields)
        return _add(page, by=by)
    before = {name: _told(getattr(page, name)) for name in fields}
    _set(page, fields)
    if page.live and before == {name: _told(getattr(page, name)) for name in fields}:
        return None
    revision = page.save_revision(user=by)
    revision.publish(user=by, skip_permission_checks=True)
    page.refresh_from_db()
    return revision


def _set(page: AnyPage, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(page, name, value)


def _add(page: AnyPage, *, by: User | None) -> Revision:
    """What Wagtail does in three saves, each with all its checks, in one: a pack may bring thousands of pages."""
    refuse_faults(page)
    page.live = True
    # The true time, not the caller's: readers' caches tell one publishing from another by it.
    page.first_published_at = page.last_published_at = timezone.now()
    shelf = shelves.shelf_for(page)
    page.locale_id = shelf.locale_id
    page._is_site_root = False  # Wagtail asks twice otherwise; what is not there yet is no site's first page
    shelf.add_child(instance=page)
    with disable_reference_index_auto_update():
        revision: Revision = page.save_revision(user=by, changed=False, clean=False)
    page.live_revision = revision
    Page.objects.filter(pk=page.pk).update(live_revision=revision)
    follow(page)
    log(instance=page, action="wagtail.publish", user=by, revision=revision, content_changed=True)
    page_published.send(sender=type(page), instance=page, revision=revision)
    return revision


def plain(value: Any) -> Any:
    """A block's value without what Wagtail adds for its editor: an identity for each part of a list."""
    if isinstance(value, dict) and value.keys() == {"type", "value", "id"}:
        return plain(value["value"])
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def rows(stream: StreamValue) -> list[tuple[str, Any]]:
    """The blocks of a page as plain (kind, value), in order."""
    return [(block["type"], plain(block["value"])) for block in stream.get_prep_value()]


def _told(value: Any) -> str:
    return json.dumps(rows(value) if isinstance(value, StreamValue) else value, default=str)
