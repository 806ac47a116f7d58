"""Put the pages of a checked pack in their rooms, one after the other, and say what became of each.

`make_ready` does all that needs no writing; `done` runs inside one transaction of `actions.load`, as short as can be.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ettle.kit import audit
from ettle.kit.input.pack_kinds import PackKind
from ettle.kit.refusal import Refused
from ettle.packs.kinds import list_kinds, place_order
from ettle.packs.loader.differences import Difference, find_differences
from ettle.packs.loader.spool import Spool
from ettle.packs.models import LoadedFile, LoadedSpec
from ettle.packs.progress import Progress
from ettle.packs.reader.pack_reader import CheckedFile, Pack, ParsedFile, SourceFile
from ettle.packs.reader.pack_source import FileProblem

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from ettle.people.models import User


@dataclass(frozen=True)
class LoadOptions:
    """How to load. again: files that have not changed too. overwrite: also what an author has changed here."""

    by: User | None
    now: datetime
    dry_run: bool = False
    again: bool = False
    overwrite: bool = False


@dataclass
class LoadReport:
    """What loading did, or would have done, by path. With troubles, nothing was done.

    kept: an author has changed it on this site, so it was left alone. differences: between the site and the pack,
    for what was changed or kept.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    differences: dict[str, list[Difference]] = field(default_factory=dict)


class PackLoader:
    """One loading of one pack. before: each file as it was last loaded. stays: what was put is to be kept."""

    def __init__(
        self, pack: Pack, before: dict[str, LoadedFile], wish: LoadOptions, watch: Progress, spool: Spool
    ) -> None:
        if pack.head is None or pack.source is None:
            raise ValueError("A pack without its own file cannot be loaded.")
        self.pack, self.head, self.key = pack, pack.source, pack.head.key
        self.before, self.wish, self.watch, self.spool = before, wish, watch, spool
        self.report = LoadReport()
        self.stays = False
        self.stored: list[FieldFile] = []
        self.placed: dict[tuple[str, str], str] = {
            (row.kind, row.key): row.digest for row in LoadedSpec.objects.only("kind", "key", "digest")
        }

    def prepare_specs(self) -> None:
        """Make what can be made of each page before anything is written. What is refused is refused in its turn."""
        for kind in list_kinds():
            if kind.prepare is not None:
                waiting = [page for page in self._files_of_kind(kind) if not self._is_file_up_to_date(page)]
                for number, page in enumerate(waiting, 1):
                    with suppress(Refused):
                        self.spool.put(page.source.path, kind.prepare_spec(page.spec))
                    self.watch.show_step(f"Preparing {kind.label}", number, len(waiting))

    def load_files(self) -> LoadReport:
        self._record_manifest()
        for kind in list_kinds():
            self._load_kind(kind, self._files_of_kind(kind))
        self._record_files()
        for paths in (self.report.added, self.report.changed, self.report.unchanged, self.report.skipped):
            paths.sort(key=self._pack_order)
        self.stays = not (self.wish.dry_run or self.report.problems)
        return self.report

    def _files_of_kind(self, kind: PackKind) -> list[CheckedFile]:
        return [page for page in self.pack.pages if page.source.kind is kind]

    def _is_file_up_to_date(self, page: CheckedFile) -> bool:
        return is_up_to_date(page.source, self.before, self.wish)

    def delete_stored_files(self) -> None:
        """Take away what was stored: a database goes back by itself, a folder of pictures does not."""
        for file in self.stored:
            file.storage.delete(str(file.name))

    def _pack_order(self, path: str) -> tuple[int, str]:
        return next((number for number, place in enumerate(place_order()) if path.startswith(place)), -1), path

    def _load_kind(self, kind: PackKind, pages: list[CheckedFile]) -> None:
        waiting = []
        for page in pages:
            if self._is_file_up_to_date(page):
                self._record_outcome(
                    page.source.path, "skipped" if self.before[page.source.path].is_kept else "unchanged"
                )
            else:
                waiting.append(page)
        for number, page in enumerate(waiting, 1):
            self._load_file(kind, page)
            self.watch.show_step(f"Loading {kind.label}", number, len(waiting))

    def _load_file(self, kind: PackKind, page: CheckedFile) -> None:
        opened: ParsedFile | None = None
        try:
            made = self.spool.take(page.source.path)
            if made is None:
                opened = page.parse_again()
                made = kind.prepare_spec(opened.spec)
            self._store_spec(kind, page.source.path, made)
        except Refused as refusal:
            line = _refused_line(page, opened, refusal)
            self.report.problems.append(FileProblem(page.source.path, line, str(refusal)))

    def _store_spec(self, kind: PackKind, path: str, made: Any) -> None:
        """Put it, look at what that changed, and take it back when an author's words would be lost."""
        key = kind.key(made)
        before = kind.find_spec(key)
        is_edited = before is not None and self._is_edited(kind, key, before, path)
        with transaction.atomic():
            loaded = kind.load(made, by=self.wish.by, now=self.wish.now)
            after = kind.find_spec(key) if before is not None or kind.is_edited is None else None
            if kind.raw is not None and after != before:
                self.stored.append(loaded)
            found = [] if before is None else list(find_differences(before, after))
            keeps = is_edited and not self.wish.overwrite
            transaction.set_rollback(keeps)
        changed = "skipped" if keeps else "changed"
        self._record_outcome(path, "added" if before is None else changed if found else "unchanged")
        if found:
            self.report.differences[path] = found
        if kind.is_edited is None and not (keeps and found):
            self._record_digest(kind, key, after)

    def _is_edited(self, kind: PackKind, key: str, held: Any, path: str) -> bool:
        """Does the site hold something else than a pack last put there?"""
        if kind.is_edited is not None:
            return kind.is_edited(key)
        last = self.placed.get((kind.place, key))
        return path not in self.before if last is None else last != spec_digest(held)

    def _record_outcome(self, path: str, outcome: str) -> None:
        getattr(self.report, outcome).append(path)

    def _record_digest(self, kind: PackKind, key: str, held: Any) -> None:
        """Write down what the site holds now, so that an author's change is seen later."""
        if self.placed.get((kind.place, key)) != (now_held := spec_digest(held)):
            LoadedSpec.objects.update_or_create(kind=kind.place, key=key, defaults={"digest": now_held})

    def _record_files(self) -> None:
        """Write down what each file held, and which files are gone."""
        rows = dict(self.before)
        kept, new, changed = set(self.report.skipped), [], []
        for path, content_hash in self._content_hashes().items():
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

    def _content_hashes(self) -> dict[str, str]:
        return {one.path: one.content_hash for one in [self.head, *(page.source for page in self.pack.pages)]}

    def _record_manifest(self) -> None:
        """The pack's own file; no room takes it."""
        row = self.before.get(self.head.path)
        is_same = row is not None and row.content_hash == self.head.content_hash
        self._record_outcome(self.head.path, "added" if row is None else "unchanged" if is_same else "changed")


def _refused_line(page: CheckedFile, opened: ParsedFile | None, refusal: Refused) -> int:
    """Where in the file it is that was refused; 0 when the file is not what it was."""
    try:
        return (opened or page.parse_again()).line(refusal.field or "")
    except Refused:
        return 0


def is_up_to_date(source: SourceFile, before: dict[str, LoadedFile], wish: LoadOptions) -> bool:
    """Need this file not be loaded, because it is as it was when it was last loaded?"""
    row = before.get(source.path)
    if row is None or wish.again or (row.is_kept and wish.overwrite):
        return False
    return row.content_hash == source.content_hash


def spec_digest(spec: Any) -> str:
    """The same for the same words, on every machine."""
    return hashlib.sha256(json.dumps(spec.model_dump(), default=str, sort_keys=True).encode()).hexdigest()
