"""Load a content pack: read it, check it, fill the rooms. All of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.kit import audit
from ettle.kit.refused import Refused
from ettle.packs import reading
from ettle.packs.kinds import KINDS
from ettle.packs.models import LoadedFile
from ettle.packs.reading import HEAD, Pack, Page, Source, Trouble

if TYPE_CHECKING:
    from ettle.people.models import User

STEP = 100


@dataclass
class Report:
    """What loading did, or would have done. With troubles, nothing was done."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def check(directory: Path) -> list[Trouble]:
    """Everything that is wrong with a pack. Nothing is written."""
    found, troubles = reading.sources(directory)
    return reading.read(found, troubles).troubles


def load(
    directory: Path,
    *,
    by: User | None,
    now: datetime,
    say: Callable[[str], None] = lambda words: None,
    dry_run: bool = False,
    again: bool = False,
) -> Report:
    """Bring a pack's files into the rooms; files that have not changed since are left alone unless `again`.

    say: told what is being done. A dry run does everything and then takes it back.
    """
    found, troubles = reading.sources(directory)
    before = {} if again else _hashes(found)
    if not troubles and found and before == {one.path: one.content_hash for one in found}:
        return Report(unchanged=[one.path for one in found])
    say(f"Reading {len(found)} files")
    pack = reading.read(found, troubles)
    if pack.troubles or pack.head is None:
        return Report(troubles=pack.troubles)
    report = Report()
    with transaction.atomic():
        _put_all(pack, before, report, by=by, now=now, say=say)
        _remember(found, pack.head.key, report, by=by, now=now)
        transaction.set_rollback(dry_run or bool(report.troubles))
    return Report(troubles=sorted(report.troubles)) if report.troubles else report


def _hashes(found: list[Source]) -> dict[str, str]:
    """path -> hash as last loaded, for the pack that lies here; empty when that cannot be read."""
    head = next((one for one in found if one.path == HEAD), None)
    pack = reading.read([head], []).head if head else None
    if pack is None:
        return {}
    return dict(LoadedFile.objects.filter(pack=pack.key).values_list("path", "content_hash"))


def _put_all(
    pack: Pack,
    before: dict[str, str],
    report: Report,
    *,
    by: User | None,
    now: datetime,
    say: Callable[[str], None],
) -> None:
    for kind in KINDS:
        pages = [page for page in pack.pages if page.source.kind is kind]
        waiting = [page for page in pages if before.get(page.source.path) != page.source.content_hash]
        if waiting:
            say(f"Loading {kind.place.removesuffix('.yaml')}: {len(waiting)} of {len(pages)}")
        for place, page in enumerate(waiting, 1):
            _put(page, report, by=by, now=now)
            if place % STEP == 0:
                say(f"  {place} of {len(waiting)} done")


def _put(page: Page, report: Report, *, by: User | None, now: datetime) -> None:
    try:
        with transaction.atomic():
            page.source.kind.put(page.spec, by=by, now=now)
    except Refused as refusal:
        report.troubles.append(page.trouble(refusal.field or "", str(refusal)))


def _remember(found: list[Source], pack: str, report: Report, *, by: User | None, now: datetime) -> None:
    """Write down what each file held, and sort the files into added, changed, unchanged and gone."""
    rows = {row.path: row for row in LoadedFile.objects.filter(pack=pack)}
    new = []
    for source in found:
        row = rows.pop(source.path, None)
        if row is None:
            new.append(LoadedFile(pack=pack, path=source.path, content_hash=source.content_hash, loaded_at=now))
            report.added.append(source.path)
        elif row.content_hash == source.content_hash:
            report.unchanged.append(source.path)
        else:
            row.content_hash, row.loaded_at = source.content_hash, now
            row.save(update_fields=["content_hash", "loaded_at"])
            report.changed.append(source.path)
    LoadedFile.objects.bulk_create(new)
    report.gone = sorted(rows)
    LoadedFile.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()
    if report.added or report.changed or report.gone:
        audit.record(by, "loaded a content pack", LoadedFile.objects.get(pack=pack, path=HEAD), now=now)
