"""Check a content pack, load it into the rooms, or write one from what the site holds. All of it, or nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.packs import exporting, places, reading
from ettle.packs.loading import Loading, Report, Wish, is_settled
from ettle.packs.models import LoadedFile
from ettle.packs.places import Place, Trouble
from ettle.packs.spool import Spool
from ettle.packs.watching import QUIET, Watch
from ettle.search import actions as search

if TYPE_CHECKING:
    from ettle.people.models import User


def check(path: Path, *, watch: Watch = QUIET) -> list[Trouble]:
    """Everything that is wrong with a pack, a folder or a zip. Raises Refused for no pack at all."""
    with places.at(path) as place:
        found, troubles = reading.sources(place)
        return reading.read(found, troubles, watch).troubles


def load(
    path: Path,
    *,
    by: User | None,
    now: datetime,
    watch: Watch = QUIET,
    dry_run: bool = False,
    again: bool = False,
    overwrite: bool = False,
) -> Report:
    """Bring a pack's files into the rooms; files that have not changed since are left alone unless `again`.

    What an author has changed here stays, unless `overwrite`. A dry run does everything and then takes it back.
    Raises Refused for a path that leads to no pack.
    """
    with places.at(path) as place:
        return _load(place, Wish(by, now, dry_run=dry_run, again=again, overwrite=overwrite), watch)


def _load(place: Place, wish: Wish, watch: Watch) -> Report:
    found, troubles = reading.sources(place)
    before = _loaded(found)
    if not troubles and _is_in_place(found, before, wish):
        kept = [one.path for one in found if before[one.path].is_kept]
        return Report(unchanged=[one.path for one in found if not before[one.path].is_kept], kept=kept)
    watch.say(f"Reading {len(found):,} files")
    pack = reading.read(found, troubles, watch)
    if pack.troubles or pack.head is None:
        return Report(troubles=pack.troubles)
    with Spool() as spool:
        report = _written(Loading(pack, before, wish, watch, spool))
    return Report(troubles=sorted(report.troubles)) if report.troubles else report


def _written(loading: Loading) -> Report:
    """With SQLite whoever else writes waits from the first line of the transaction to its last."""
    loading.make_ready()
    try:
        with transaction.atomic():
            with search.search_later():
                report = loading.done()
            transaction.set_rollback(not loading.stays)
    finally:
        if not loading.stays:
            loading.forget_files()
    if loading.stays:
        search.refresh_search()
    return report


def _loaded(found: list[reading.Source]) -> dict[str, LoadedFile]:
    """path -> the file as it was last loaded, for the pack that lies here; empty when that cannot be read."""
    head = reading.head(found)
    return {row.path: row for row in LoadedFile.objects.filter(pack=head.key)} if head else {}


def _is_in_place(found: list[reading.Source], before: dict[str, LoadedFile], wish: Wish) -> bool:
    """Is this the very pack that was loaded last? Then its files need not be understood again."""
    if wish.again or before.keys() != {one.path for one in found}:
        return False
    return all(is_settled(one, before, wish) for one in found)


def export(path: Path, *, watch: Watch = QUIET) -> int:
    """Write all that packs can bring into a new folder or, by its name, a zip; the number of files is returned.

    The same site gives the same bytes. Raises Refused when something lies there already.
    """
    return exporting.write(path, watch)
