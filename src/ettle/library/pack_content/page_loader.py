"""Loading a page: a new page is inserted at once, an existing one gets a revision. Same content changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published

from ettle.library.media_files.image_sizes import schedule_renditions
from ettle.library.models import AreaPage, StatementPage
from ettle.library.publication import page_tree
from ettle.library.publication.page_checks import (
    find_reference_faults,
    refuse_faults,
    refuse_first_fault,
    skip_reference_checks,
)

if TYPE_CHECKING:
    from ettle.people.models import User

AnyPage = AreaPage | StatementPage


@skip_reference_checks()
def publish_fields(
    page: AnyPage, fields: dict[str, Any], *, by: User | None, is_clean: bool, is_shown: bool = True
) -> Revision | None:
    """Publish the page with these fields and return the revision; None when nothing has changed.

    is_clean: the fields are cleaned and checked, as prepare_page() returns them. is_shown: the page stays live; when
    False, an unpublished page with the same fields counts as unchanged too.
    """
    if page.pk is None:
        _set_fields(page, fields)
        if is_clean:
            refuse_first_fault(page, find_reference_faults(page))
        else:
            refuse_faults(page)
        return _add_page(page, by=by, is_clean=is_clean)
    before = {name: _comparable_text(getattr(page, name)) for name in fields}
    _set_fields(page, fields)
    is_same = before == {name: _comparable_text(getattr(page, name)) for name in fields}
    if is_same and (page.live or not is_shown):
        return None
    revision = page.save_revision(user=by)
    revision.publish(user=by, skip_permission_checks=True)
    page.refresh_from_db()
    return revision


def _set_fields(page: AnyPage, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(page, name, value)


def _add_page(page: AnyPage, *, by: User | None, is_clean: bool) -> Revision:
    """Insert and publish a page with one save instead of Wagtail's three: a pack may have thousands of pages."""
    page.live = True
    # The real time, not the caller's: caches distinguish publications by it.
    page.first_published_at = page.last_published_at = timezone.now()
    parent = page_tree.parent_page_for(page)
    page.locale_id = parent.locale_id
    page._is_site_root = False  # saves two queries: a new page is never the root of a site
    page.draft_title, page.save_options = page.title, {"clean": not is_clean, "log_action": None}
    parent.add_child(instance=page)
    page.save_options = {}
    revision: Revision = Revision.objects.create(
        content_object=page, base_content_type=page.get_base_content_type(), user=by,
        content=page.serializable_data(), object_str=str(page),
    )  # fmt: skip
    page.live_revision = page.latest_revision = revision
    page.latest_revision_created_at = revision.created_at
    pointers = ("live_revision", "latest_revision", "latest_revision_created_at")
    Page.objects.filter(pk=page.pk).update(**{name: getattr(page, name) for name in pointers})
    schedule_renditions(page)
    _write_history(page, revision, by)
    page_published.send(sender=type(page), instance=page, revision=revision)
    return revision


def _write_history(page: AnyPage, revision: Revision, by: User | None) -> None:
    """Write Wagtail's history entries "create" and "publish" at once; its own log() makes queries for each."""
    common = {
        "page": page,
        "content_type": page.cached_content_type,
        "label": page.get_admin_display_title(),
        "user": by,
    }
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            action=f"wagtail.{act}", timestamp=page.first_published_at, content_changed=True, **about, **common
        )
        for act, about in (("create", {}), ("publish", {"revision": revision}))
    )


def strip_block_ids(value: Any) -> Any:
    """A block's value without the identifiers that Wagtail adds to list items for its editor."""
    if isinstance(value, dict) and value.keys() == {"type", "value", "id"}:
        return strip_block_ids(value["value"])
    if isinstance(value, dict):
        return {name: strip_block_ids(item) for name, item in value.items()}
    return [strip_block_ids(item) for item in value] if isinstance(value, list) else value


def list_blocks(stream: StreamValue) -> list[tuple[str, Any]]:
    """The blocks of a page as plain (kind, value), in order."""
    return [(block["type"], strip_block_ids(block["value"])) for block in stream.get_prep_value()]


def _comparable_text(value: Any) -> str:
    return json.dumps(list_blocks(value) if isinstance(value, StreamValue) else value, default=str)
