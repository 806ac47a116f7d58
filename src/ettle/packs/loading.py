"""Put the pages of a checked pack in their rooms, one after the other, and say what became of each.

`make_ready` does all that needs no writing; `done` runs inside one transaction of `actions.load`, as short as can be.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ettle.kit import audit
from ettle.kit.refused import Refused
from ettle.packs.differences import Difference, differences
from ettle.packs.kinds import FILES, KINDS, Kind
from ettle.packs.models import LoadedFile, Placed
from ettle.packs.places import Trouble
from ettle.packs.reading import ORDER, Opened, Pack, Page, Source
from ettle.packs.spool import Spool
from ettle.packs.watching import Watch

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from ettle.people.models import User


@dataclass(frozen=True)
class Wish:
    """How to load. again: files that have not changed too. overwrite: also what an author has changed here."""

    by: User | None
    now: datetime
    dry_run: bool = False
    again: bool = False
    overwrite: bool = False


@dataclass
class Report:
    """What loading did, or would have done, by path. With troubles, nothing was done.

    kept: an author has changed it on this site, so it was left alone. differences: between the site and the pack,
    for what was changed or kept.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    differences: dict[str, list[Difference]] = field(default_factory=dict)


class Loading:
    """One loading of one pack. before: each file as it was last loaded. stays: what was put is to be kept."""

    def __init__(self, pack: Pack, before: dict[str, LoadedFile], wish: Wish, watch: Watch, spool: Spool) -> None:
        if pack.head is None or pack.source is None:
            raise ValueError("A pack without its own file cannot be loaded.")
        self.pack, self.head, self.key = pack, pack.source, pack.head.key
        self.before, self.wish, self.watch, self.spool = before, wish, watch, spool
        self.report = Report()
        self.stays = False
        self.stored: list[FieldFile] = []
        self.placed: dict[tuple[str, str], str] = {
            (row.kind, row.key): row.digest for row in Placed.objects.only("kind", "key", "digest")
        }

    def make_ready(self) -> None:
        """Make what can be made of each page before anything is written. What is refused is refused in its turn."""
        for kind in KINDS:
            if kind.ready is not None:
                waiting = [page for page in self._of(kind) if not self._is_settled(page)]
                for number, page in enumerate(waiting, 1):
                    with suppress(Refused):
                        self.spool.put(page.source.path, kind.made(page.spec))
                    self.watch.step(f"Preparing {kind.called}", number, len(waiting))

    def done(self) -> Report:
        self._note_head()
        for kind in KINDS:
            self._all(kind, self._of(kind))
        self._remember()
        for paths in (self.report.added, self.report.changed, self.report.unchanged, self.report.kept):
            paths.sort(key=self._place_in_pack)
        self.stays = not (self.wish.dry_run or self.report.troubles)
        return self.report

    def _of(self, kind: Kind) -> list[Page]:
        return [page for page in self.pack.pages if page.source.kind is kind]

    def _is_settled(self, page: Page) -> bool:
        return is_settled(page.source, self.before, self.wish)

    def forget_files(self) -> None:
        """Take away what was stored: a database goes back by itself, a folder of pictures does not."""
        for file in self.stored:
            file.storage.delete(str(file.name))

    def _place_in_pack(self, path: str) -> tuple[int, str]:
        return next((number for number, place in enumerate(ORDER) if path.startswith(place)), -1), path

    def _all(self, kind: Kind, pages: list[Page]) -> None:
        waiting = []
        for page in pages:
            if self._is_settled(page):
                self._note(page.source.path, "kept" if self.before[page.source.path].is_kept else "unchanged")
            else:
                waiting.append(page)
        for number, page in enumerate(waiting, 1):
            self._put(kind, page)
            self.watch.step(f"Loading {kind.called}", number, len(waiting))

    def _put(self, kind: Kind, page: Page) -> None:
        opened: Opened | None = None
        try:
            made = self.spool.take(page.source.path)
            if made is None:
                opened = page.opened()
                made = kind.made(opened.spec)
            self._put_made(kind, page.source.path, made)
        except Refused as refusal:
            line = _line(page, opened, refusal)
            self.report.troubles.append(Trouble(page.source.path, line, str(refusal)))

    def _put_made(self, kind: Kind, path: str, made: Any) -> None:
        """Put it, look at what that changed, and take it back when an author's words would be lost."""
        key = kind.key(made)
        before = kind.holds(key)
        is_edited = before is not None and self._is_edited(kind, key, before, path)
        with transaction.atomic():
            put = kind.put(made, by=self.wish.by, now=self.wish.now)
            after = kind.holds(key) if before is not None or kind.is_edited is None else None
            if kind is FILES and after != before:
                self.stored.append(put)
            found = [] if before is None else list(differences(before, after))
            keeps = is_edited and not self.wish.overwrite
            transaction.set_rollback(keeps)
        changed = "kept" if keeps else "changed"
        self._note(path, "added" if before is None else changed if found else "unchanged")
        if found:
            self.report.differences[path] = found
        if kind.is_edited is None and not (keeps and found):
            self._place(kind, key, after)

    def _is_edited(self, kind: Kind, key: str, held: Any, path: str) -> bool:
        """Does the site hold something else than a pack last put there?"""
        if kind.is_edited is not None:
            return kind.is_edited(key)
        last = self.placed.get((kind.place, key))
        return path not in self.before if last is None else last != digest(held)

    def _note(self, path: str, outcome: str) -> None:
        getattr(self.report, outcome).append(path)

    def _place(self, kind: Kind, key: str, held: Any) -> None:
        """Write down what the site holds now, so that an author's change is seen later."""
        if self.placed.get((kind.place, key)) != (now_held := digest(held)):
            Placed.objects.update_or_create(kind=kind.place, key=key, defaults={"digest": now_held})

    def _remember(self) -> None:
        """Write down what each file held, and which files are gone."""
        rows = dict(self.before)
        kept, new, changed = set(self.report.kept), [], []
        for path, content_hash in self._hashes().items():
            row = rows.pop(path, None)
            told = {"content_hash": content_hash, "is_kept": path in kept, "loaded_at": self.wish.now}
            if row is None:
                new.append(LoadedFile(pack=self.key, path=path, **told))
            elif (row.content_hash, row.is_kept) != (content_hash, path in kept):
                for name, value in told.items():
                    setattr(row, name, value)
                changed.append(row)
        LoadedFile.objects.bulk_create(new, batch_size=500)
        LoadedFile.objects.bulk_update(changed, ["content_hash", "is_kept", "loaded_at"], batch_size=200)
        self.report.gone = sorted(rows)
        LoadedFile.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()
        if new or changed or rows:
            head = LoadedFile.objects.get(pack=self.key, path=self.head.path)
            audit.record(self.wish.by, "loaded a content pack", head, now=self.wish.now)

    def _hashes(self) -> dict[str, str]:
        return {one.path: one.content_hash for one in [self.head, *(page.source for page in self.pack.pages)]}

    def _note_head(self) -> None:
        """The pack's own file; no room takes it."""
        row = self.before.get(self.head.path)
        is_same = row is not None and row.content_hash == self.head.content_hash
        self._note(self.head.path, "added" if row is None else "unchanged" if is_same else "changed")


def _line(page: Page, opened: Opened | None, refusal: Refused) -> int:
    """Where in the file it is that was refused; 0 when the file is not what it was."""
    try:
        return (opened or page.opened()).fitter.line(refusal.field or "")
    except Refused:
        return 0


def is_settled(source: Source, before: dict[str, LoadedFile], wish: Wish) -> bool:
    """Need this file not be loaded, because it is as it was when it was last loaded?"""
    row = before.get(source.path)
    if row is None or wish.again or (row.is_kept and wish.overwrite):
        return False
    return row.content_hash == source.content_hash


def digest(spec: Any) -> str:
    """The same for the same words, on every machine."""
    return hashlib.sha256(json.dumps(asdict(spec), default=str, sort_keys=True).encode()).hexdigest()
