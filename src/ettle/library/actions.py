"""Put areas and statements on the shelves, and keep what readers mark."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ettle.kit import audit
from ettle.kit.refused import Refused
from ettle.library import putting, readying, retiring, sweeping
from ettle.library.filing import put_file
from ettle.library.models import AreaPage, PackCopy, ReadMark, Retirement, SavedArea, StatementPage
from ettle.library.readying import Ready, ready
from ettle.library.specs import AreaSpec, StatementSpec
from ettle.library.timing import publish_due, take_down_expired

if TYPE_CHECKING:
    from ettle.people.models import User


__all__ = [
    "forget_reading", "keep_place", "mark_read", "publish_due", "put_area", "put_file",
    "put_page", "put_statement", "ready", "save_area", "take_down_expired", "unsave_area",
]  # fmt: skip


def put_area(spec: AreaSpec, *, by: User | None, now: datetime, force: bool = False) -> AreaPage:
    """Make the area, or bring it up to the pack, and publish it. The same spec twice changes nothing.

    What an author has changed since the pack put it stays as the author left it, unless force.
    Raises Refused for an alignment to something that is not loaded, or a block we do not know.
    """
    page: AreaPage = put_page(ready(spec), by=by, now=now, force=force)
    return page


def put_statement(spec: StatementSpec, *, by: User | None, now: datetime, force: bool = False) -> StatementPage:
    """As put_area, for a page of the operator's own."""
    page: StatementPage = put_page(ready(spec), by=by, now=now, force=force)
    return page


@transaction.atomic
def put_page(made: Ready, *, by: User | None, now: datetime, force: bool) -> Any:
    """As put_area, for a page that was made ready before, so that little is left to do while nobody else can write."""
    spec = made.spec
    page = _called(spec) or readying.blank(spec)
    digest = _digest(spec)
    copy = PackCopy.objects.filter(page=page.pk).first() if page.pk else None
    if copy and not force and (copy.digest == digest or copy.revision != page.latest_revision_id):
        return page
    fields = readying.fields(spec) if made.fields is None else made.fields
    retired = spec.retired if isinstance(spec, AreaSpec) else None
    revision = putting.put(page, fields, by=by, is_clean=made.fields is not None, is_shown=retired is None)
    if isinstance(page, AreaPage):
        retiring.as_packed(page, retired, by=by, now=now)
    copy = copy or PackCopy(page_id=page.pk)
    copy.digest, copy.revision, copy.put_at = digest, page.latest_revision_id, now
    copy.is_retired = retired is not None
    copy.save()
    if revision is not None:
        audit.record(by, "put a page from a pack", page, now=now)
    return page


def _called(spec: AreaSpec | StatementSpec) -> AreaPage | StatementPage | None:
    if isinstance(spec, AreaSpec):
        return AreaPage.objects.called(spec.key)
    found: StatementPage | None = StatementPage.objects.filter(slug=spec.key).first()
    return found


def _digest(spec: AreaSpec | StatementSpec) -> str:
    return hashlib.sha256(json.dumps(asdict(spec), default=str, sort_keys=True).encode()).hexdigest()


def sweep_files(*, now: datetime) -> int:
    """Take away pictures and films that nothing names and that are older than a day. Returns how many."""
    return sweeping.sweep(now)


@transaction.atomic
def retire(area: AreaPage, *, successor: AreaPage | None, why: str, by: User, now: datetime) -> Retirement:
    """Take an area off for good. Its address says so and leads to its successor; what readers marked stays theirs.

    Raises Refused for an area that would follow itself, a successor that is not shown, or somebody who may not publish.
    """
    _may_publish(area, by)
    if successor is not None and (successor.pk == area.pk or not successor.live):
        raise Refused("Choose another area that readers can open now.", field="successor")
    told = {"successor": successor, "why": why.strip(), "retired_by": by, "retired_at": now}
    retirement, _ = Retirement.objects.update_or_create(area=area, defaults=told)
    area.unpublish(user=by)
    audit.record(by, "retired an area", area, now=now)
    return retirement


@transaction.atomic
def bring_back(area: AreaPage, *, by: User, now: datetime) -> None:
    """Show a retired area again, as it was last written."""
    _may_publish(area, by)
    Retirement.objects.filter(area=area).delete()
    area.get_latest_revision().publish(user=by)
    audit.record(by, "brought a retired area back", area, now=now)


def _may_publish(area: AreaPage, by: User) -> None:
    if not area.permissions_for_user(by).can_publish():
        raise Refused("Only somebody who may publish areas can do this.")


@transaction.atomic
def save_area(area: AreaPage, *, reader: User, now: datetime) -> SavedArea:
    """Keep an area for later; saving twice is saving once."""
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
def keep_place(area: AreaPage, *, reader: User, place: str, now: datetime) -> ReadMark:
    """Remember where somebody stopped. An area already read becomes one being read again."""
    return _mark(area, reader, now, place=place, read_at=None, act="kept a place in an area")


@transaction.atomic
def mark_read(area: AreaPage, *, reader: User, now: datetime) -> ReadMark:
    """The reader says: I have read this."""
    return _mark(area, reader, now, place="", read_at=now, act="marked an area as read")


@transaction.atomic
def forget_reading(area: AreaPage, *, reader: User, now: datetime) -> None:
    """Take the mark off again, place and all."""
    deleted, _ = ReadMark.objects.filter(reader=reader, area=area).delete()
    if deleted:
        audit.record(reader, "took a reading mark off", area, now=now)


def _mark(area: AreaPage, reader: User, now: datetime, *, place: str, read_at: datetime | None, act: str) -> ReadMark:
    against = {"title": area.title, "revision": area.live_revision_id}
    mark, _ = ReadMark.objects.update_or_create(
        reader=reader, area=area, defaults={**against, "place": place, "kept_at": now, "read_at": read_at}
    )
    audit.record(reader, act, area, now=now)
    return mark
