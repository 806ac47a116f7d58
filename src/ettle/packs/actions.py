"""Check a content pack, load it into the site, or export one from the site: the whole of it or nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.kit.pages.brand import clear_brand_cache
from ettle.packs.export import pack_export
from ettle.packs.loader.pack_loader import LoadOptions, LoadReport, PackLoader, is_up_to_date
from ettle.packs.loader.spool import Spool
from ettle.packs.models import LoadedFile
from ettle.packs.progress import QUIET, Progress
from ettle.packs.reader import pack_reader, pack_source
from ettle.packs.reader.pack_source import FileProblem, PackSource
from ettle.packs.translations import writer
from ettle.search import actions as search

if TYPE_CHECKING:
    from ettle.packs.translations.writer import WrittenFile
    from ettle.people.models import User


def check(path: Path, *, progress: Progress = QUIET) -> list[FileProblem]:
    """Return every problem of a pack, which is a folder or a zip. Raises Refused when there is no pack at the path."""
    with pack_source.open_source(path) as place:
        sources, problems = pack_reader.find_source_files(place)
        return pack_reader.read_pack(sources, problems, progress).problems


def load(
    path: Path,
    *,
    by: User | None,
    now: datetime,
    progress: Progress = QUIET,
    dry_run: bool = False,
    again: bool = False,
    overwrite: bool = False,
) -> LoadReport:
    """Load a pack's files; files that have not changed since the last loading are skipped unless `again`.

    What an author has changed on this site stays, unless `overwrite`. A dry run does everything and rolls it back.
    Raises Refused when there is no pack at the path.
    """
    with pack_source.open_source(path) as place:
        return _load_source(place, LoadOptions(by, now, dry_run=dry_run, again=again, overwrite=overwrite), progress)


def _load_source(place: PackSource, options: LoadOptions, progress: Progress) -> LoadReport:
    sources, problems = pack_reader.find_source_files(place)
    before = _loaded_files(sources)
    if not problems and _is_pack_up_to_date(sources, before, options):
        skipped = [source.path for source in sources if before[source.path].is_skipped]
        return LoadReport(
            unchanged=[source.path for source in sources if not before[source.path].is_skipped], skipped=skipped
        )
    progress.show_message(f"Reading {len(sources):,} files")
    pack = pack_reader.read_pack(sources, problems, progress)
    if pack.problems or pack.head is None:
        return LoadReport(problems=pack.problems)
    with Spool() as spool:
        report = _store_pack(PackLoader(pack, before, options, progress, spool))
    return LoadReport(problems=sorted(report.problems)) if report.problems else report


def _store_pack(loader: PackLoader) -> LoadReport:
    """Load in one transaction. With SQLite every other writer waits for as long as it lasts."""
    loader.prepare_specs()
    try:
        with transaction.atomic():
            with search.defer_indexing():
                report = loader.load_files()
            transaction.set_rollback(not loader.is_committed)
    finally:
        if not loader.is_committed:
            loader.delete_stored_files()
    if loader.is_committed:
        clear_brand_cache()
        search.refresh_search()
    return report


def _loaded_files(sources: list[pack_reader.SourceFile]) -> dict[str, LoadedFile]:
    """Return path -> the file as last loaded, for this pack; empty when its manifest cannot be read."""
    head = pack_reader.read_manifest(sources)
    return {row.path: row for row in LoadedFile.objects.filter(pack=head.key)} if head else {}


def _is_pack_up_to_date(
    sources: list[pack_reader.SourceFile], before: dict[str, LoadedFile], options: LoadOptions
) -> bool:
    """Whether exactly this pack was loaded last, so that its files need not be parsed again."""
    if options.again or before.keys() != {source.path for source in sources}:
        return False
    return all(is_up_to_date(source, before, options) for source in sources)


def translate(path: Path, language: str) -> list[WrittenFile]:
    """Write the files of translations of a pack: begun, or brought up to date with its English.

    Raises Refused for a zip, and when the language is not one that a site can offer.
    """
    return writer.write_translations(path, language)


def export(path: Path, *, progress: Progress = QUIET) -> int:
    """Write everything that a pack can hold into a new folder, or a zip if the path ends in .zip.

    Returns the number of files. The same site gives the same bytes. Raises Refused when the path exists already.
    """
    return pack_export.write_pack(path, progress)
