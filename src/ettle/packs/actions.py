"""Check a content pack, load it into the rooms, or write one from what the site holds. All of it, or nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.packs.export import pack_export
from ettle.packs.loader.pack_loader import LoadOptions, LoadReport, PackLoader, is_up_to_date
from ettle.packs.loader.spool import Spool
from ettle.packs.models import LoadedFile
from ettle.packs.progress import QUIET, Progress
from ettle.packs.reader import pack_reader, pack_source
from ettle.packs.reader.pack_source import FileProblem, PackSource
from ettle.search import actions as search

if TYPE_CHECKING:
    from ettle.people.models import User


def check(path: Path, *, watch: Progress = QUIET) -> list[FileProblem]:
    """Everything that is wrong with a pack, a folder or a zip. Raises Refused for no pack at all."""
    with pack_source.open_source(path) as place:
        found, troubles = pack_reader.find_source_files(place)
        return pack_reader.read_pack(found, troubles, watch).problems


def load(
    path: Path,
    *,
    by: User | None,
    now: datetime,
    watch: Progress = QUIET,
    dry_run: bool = False,
    again: bool = False,
    overwrite: bool = False,
) -> LoadReport:
    """Bring a pack's files into the rooms; files that have not changed since are left alone unless `again`.

    What an author has changed here stays, unless `overwrite`. A dry run does everything and then takes it back.
    Raises Refused for a path that leads to no pack.
    """
    with pack_source.open_source(path) as place:
        return _load_source(place, LoadOptions(by, now, dry_run=dry_run, again=again, overwrite=overwrite), watch)


def _load_source(place: PackSource, wish: LoadOptions, watch: Progress) -> LoadReport:
    found, troubles = pack_reader.find_source_files(place)
    before = _loaded_files(found)
    if not troubles and _is_pack_up_to_date(found, before, wish):
        kept = [match.path for match in found if before[match.path].is_kept]
        return LoadReport(unchanged=[match.path for match in found if not before[match.path].is_kept], skipped=kept)
    watch.show_message(f"Reading {len(found):,} files")
    pack = pack_reader.read_pack(found, troubles, watch)
    if pack.problems or pack.head is None:
        return LoadReport(problems=pack.problems)
    with Spool() as spool:
        report = _store_pack(PackLoader(pack, before, wish, watch, spool))
    return LoadReport(problems=sorted(report.problems)) if report.problems else report


def _store_pack(loading: PackLoader) -> LoadReport:
    """With SQLite whoever else writes waits from the first line of the transaction to its last."""
    loading.prepare_specs()
    try:
        with transaction.atomic():
            with search.defer_indexing():
                report = loading.load_files()
            transaction.set_rollback(not loading.stays)
    finally:
        if not loading.stays:
            loading.delete_stored_files()
    if loading.stays:
        search.refresh_search()
    return report


def _loaded_files(found: list[pack_reader.SourceFile]) -> dict[str, LoadedFile]:
    """path -> the file as it was last loaded, for the pack that lies here; empty when that cannot be read."""
    head = pack_reader.read_manifest(found)
    return {row.path: row for row in LoadedFile.objects.filter(pack=head.key)} if head else {}


def _is_pack_up_to_date(found: list[pack_reader.SourceFile], before: dict[str, LoadedFile], wish: LoadOptions) -> bool:
    """Is this the very pack that was loaded last? Then its files need not be understood again."""
    if wish.again or before.keys() != {match.path for match in found}:
        return False
    return all(is_up_to_date(match, before, wish) for match in found)


def export(path: Path, *, watch: Progress = QUIET) -> int:
    """Write all that packs can bring into a new folder or, by its name, a zip; the number of files is returned.

    The same site gives the same bytes. Raises Refused when something lies there already.
    """
    return pack_export.write_pack(path, watch)
