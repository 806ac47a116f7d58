"""Load and publish areas and statements, retire areas, and store what readers mark."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.kit.values.hashes import hash_content
from ettle.library.editor import author_comments
from ettle.library.media_files import file_cleanup
from ettle.library.models import AreaPage, PackCopy, ReadMark, Retirement, SavedArea, StatementPage
from ettle.library.pack_content import pack_retirement, page_loader, prepared_pages
from ettle.library.pack_content.area_groups import put_groups
from ettle.library.pack_content.area_translations import put_translation
from ettle.library.pack_content.pack_files import load_file
from ettle.library.pack_content.prepared_pages import PreparedPage, prepare_page
from ettle.library.publication.page_schedule import publish_due_pages, unpublish_expired_pages
from ettle.library.publication.page_tree import front_page
from ettle.library.types.specs import AreaSpec, StatementSpec

if TYPE_CHECKING:
    from ettle.people.models import User


__all__ = [
    "clear_read_mark",
    "erase_author_comments",
    "front_page",
    "load_area",
    "load_file",
    "load_page",
    "load_statement",
    "mark_read",
    "prepare_page",
    "publish_due_pages",
    "put_groups",
    "put_translation",
    "save_area",
    "save_place",
    "unpublish_expired_pages",
    "unsave_area",
]  # fmt: skip


def load_area(spec: AreaSpec, *, by: User | None, now: datetime, force: bool = False) -> AreaPage:
    """Create or update the area and publish it. Loading the same spec again changes nothing.

    An area that an author has changed since the pack loaded it is left unchanged, unless force.
    Raises Refused for an alignment to an item that is not loaded, and for an unknown block.
    """
    page: AreaPage = load_page(prepare_page(spec), by=by, now=now, force=force)
    return page


def load_statement(spec: StatementSpec, *, by: User | None, now: datetime, force: bool = False) -> StatementPage:
    """As load_area, for a page about the site itself."""
    page: StatementPage = load_page(prepare_page(spec), by=by, now=now, force=force)
    return page


@transaction.atomic
def load_page(prepared: PreparedPage, *, by: User | None, now: datetime, force: bool) -> Any:
    """As load_area, for a prepared page, so that the write lock is held only briefly."""
    spec = prepared.spec
    page = _find_page(spec) or prepared_pages.new_page(spec)
    digest = hash_content(spec.model_dump())
    copy = PackCopy.objects.filter(page=page.pk).first() if page.pk else None
    if copy and not force and (copy.digest == digest or copy.revision != page.latest_revision_id):
        return page
    fields = prepared_pages.page_fields(spec) if prepared.fields is None else prepared.fields
    retired = spec.retired if isinstance(spec, AreaSpec) else None
    revision = page_loader.publish_fields(
        page, fields, by=by, is_clean=prepared.fields is not None, is_shown=retired is None
    )
    if isinstance(page, AreaPage):
        pack_retirement.apply_retirement(page, retired, by=by, now=now)
    copy = copy or PackCopy(page_id=page.pk)
    copy.digest, copy.revision, copy.loaded_at = digest, page.latest_revision_id, now
    copy.is_retired = retired is not None
    copy.save()
    if revision is not None:
        audit.record(by, "put a page from a pack", page, now=now)
    return page


def _find_page(spec: AreaSpec | StatementSpec) -> AreaPage | StatementPage | None:
    if isinstance(spec, AreaSpec):
        return AreaPage.objects.find_by_slug(spec.key)
    page: StatementPage | None = StatementPage.objects.filter(slug=spec.key).first()
    return page


def delete_unused_files(*, now: datetime) -> int:
    """Delete pictures and films that no row names and that are older than a day. Returns how many."""
    return file_cleanup.delete_unused_files(now)


@transaction.atomic
def retire(area: AreaPage, *, successor: AreaPage | None, why: str, by: User, now: datetime) -> Retirement:
    """Unpublish an area for good. Its address says so and links to its successor; readers keep their marks.

    Raises Refused when the successor is the area itself or is not live, and for a person who may not publish.
    """
    _require_publish_permission(area, by)
    if successor is not None and (successor.pk == area.pk or not successor.live):
        raise Refused(_("Choose another area that readers can open now."), field="successor")
    details = {"successor": successor, "why": why.strip(), "retired_by": by, "retired_at": now}
    retirement, _created = Retirement.objects.update_or_create(area=area, defaults=details)
    area.unpublish(user=by)
    audit.record(by, "retired an area", area, now=now)
    return retirement


@transaction.atomic
def restore_area(area: AreaPage, *, by: User, now: datetime) -> None:
    """Publish the latest revision of a retired area."""
    _require_publish_permission(area, by)
    Retirement.objects.filter(area=area).delete()
    area.get_latest_revision().publish(user=by)
    audit.record(by, "brought a retired area back", area, now=now)


def _require_publish_permission(area: AreaPage, by: User) -> None:
    if not area.permissions_for_user(by).can_publish():
        raise Refused(_("Only people who may publish areas can do this."))


@transaction.atomic
def save_area(area: AreaPage, *, reader: User, now: datetime) -> SavedArea:
    """Save an area for later. Saving again changes nothing."""
    against = {"title": area.title, "revision": area.live_revision_id, "saved_at": now}
    saved, is_new = SavedArea.objects.get_or_create(reader=reader, area=area, defaults=against)
    if is_new:
        audit.record(reader, "saved an area for later", area, now=now)
    return saved


@transaction.atomic
def unsave_area(area: AreaPage, *, reader: User, now: datetime) -> None:
    deleted, _ = SavedArea.objects.filter(reader=reader, area=area).delete()
    if deleted:
        audit.record(reader, "took an area off the saved list", area, now=now)


@transaction.atomic
def save_place(area: AreaPage, *, reader: User, place: str, now: datetime) -> ReadMark:
    """Store where a reader stopped. An area marked as read becomes one that is being read again."""
    return _update_read_mark(area, reader, now, place=place, read_at=None, act="kept a place in an area")


@transaction.atomic
def mark_read(area: AreaPage, *, reader: User, now: datetime) -> ReadMark:
    """Mark the area as read, because the reader says so."""
    return _update_read_mark(area, reader, now, place="", read_at=now, act="marked an area as read")


@transaction.atomic
def clear_read_mark(area: AreaPage, *, reader: User, now: datetime) -> None:
    """Delete the reading mark, with its place."""
    deleted, _ = ReadMark.objects.filter(reader=reader, area=area).delete()
    if deleted:
        audit.record(reader, "took a reading mark off", area, now=now)


def _update_read_mark(
    area: AreaPage, reader: User, now: datetime, *, place: str, read_at: datetime | None, act: str
) -> ReadMark:
    against = {"title": area.title, "revision": area.live_revision_id}
    mark, _ = ReadMark.objects.update_or_create(
        reader=reader, area=area, defaults={**against, "place": place, "updated_at": now, "read_at": read_at}
    )
    audit.record(reader, act, area, now=now)
    return mark


@transaction.atomic
def erase_author_comments(person: User) -> None:
    """Erase what an author wrote to others about drafts, when they leave."""
    author_comments.erase_comments(person)
