"""Load the files of a checked pack into their rooms, one after the other, and report the outcome of each.

`prepare_specs` does all that needs no writing, so that the transaction around `load_files` (`actions.load`) is short.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ettle.kit import audit
from ettle.kit.input.pack_kinds import PackKind
from ettle.kit.refusal import Refused
from ettle.kit.values.hashes import hash_content
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
    """What loading did, or would have done, by path. With problems, nothing was done.

    skipped: an author has changed it on this site, so it was left alone. differences: between the site and the pack,
    for what was changed or skipped.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    differences: dict[str, list[Difference]] = field(default_factory=dict)


class PackLoader:
    """One loading of one pack. before: each file as last loaded. is_committed: the transaction is to be committed."""

    def __init__(
        self, pack: Pack, before: dict[str, LoadedFile], options: LoadOptions, progress: Progress, spool: Spool
    ) -> None:
        if pack.head is None or pack.source is None:
            raise ValueError("A pack without its own file cannot be loaded.")
        self.pack, self.head, self.key = pack, pack.source, pack.head.key
        self.before, self.options, self.progress, self.spool = before, options, progress, spool
        self.report = LoadReport()
        order = place_order()
        self.order = {
            source.path: order[source.kind.place] for source in [self.head, *(page.source for page in pack.pages)]
        }
        self.is_committed = False
        self.stored: list[FieldFile] = []
        self.placed: dict[tuple[str, str], str] = {
            (row.kind, row.key): row.digest for row in LoadedSpec.objects.only("kind", "key", "digest")
        }

    def prepare_specs(self) -> None:
        """Prepare each file before anything is written. What is refused here is refused and reported on loading."""
        for kind in list_kinds():
            if kind.prepare is not None:
                waiting = [page for page in self._files_of_kind(kind) if not self._is_file_up_to_date(page)]
                for number, page in enumerate(waiting, 1):
                    with suppress(Refused):
                        self.spool.put(page.source.path, kind.prepare_spec(page.spec))
                    self.progress.show_step(f"Preparing {kind.label}", number, len(waiting))

    def load_files(self) -> LoadReport:
        self._record_manifest()
        for kind in list_kinds():
            self._load_kind(kind, self._files_of_kind(kind))
        self._record_files()
        for paths in (self.report.added, self.report.changed, self.report.unchanged, self.report.skipped):
            paths.sort(key=self._pack_order)
        self.is_committed = not (self.options.dry_run or self.report.problems)
        return self.report

    def _files_of_kind(self, kind: PackKind) -> list[CheckedFile]:
        return [page for page in self.pack.pages if page.source.kind is kind]

    def _is_file_up_to_date(self, page: CheckedFile) -> bool:
        return is_up_to_date(page.source, self.before, self.options)

    def delete_stored_files(self) -> None:
        """Delete the files that were stored: a rollback of the database does not remove them from the disk."""
        for file in self.stored:
            file.storage.delete(str(file.name))

    def _pack_order(self, path: str) -> tuple[int, str]:
        """Files of one kind together: a film or a drawing is not in the folder that its kind is named for."""
        return self.order[path], path

    def _load_kind(self, kind: PackKind, pages: list[CheckedFile]) -> None:
        waiting = []
        for page in pages:
            if self._is_file_up_to_date(page):
                self._record_outcome(
                    page.source.path, "skipped" if self.before[page.source.path].is_skipped else "unchanged"
                )
            else:
                waiting.append(page)
        for number, page in enumerate(waiting, 1):
            self._load_file(kind, page)
            self.progress.show_step(f"Loading {kind.label}", number, len(waiting))

    def _load_file(self, kind: PackKind, page: CheckedFile) -> None:
        parsed: ParsedFile | None = None
        try:
            prepared = self.spool.take(page.source.path)
            if prepared is None:
                parsed = page.parse_again()
                prepared = kind.prepare_spec(parsed.spec)
            self._store_spec(kind, page.source.path, prepared)
        except Refused as refusal:
            line = _refused_line(page, parsed, refusal)
            self.report.problems.append(FileProblem(page.source.path, line, str(refusal)))

    def _store_spec(self, kind: PackKind, path: str, prepared: Any) -> None:
        """Load the spec, find what that changed, and roll it back when an author's words would be lost."""
        key = kind.key(prepared)
        before = kind.find_spec(key)
        is_edited = before is not None and self._is_edited(kind, key, before, path)
        with transaction.atomic():
            loaded = kind.load(prepared, by=self.options.by, now=self.options.now)
            after = kind.find_spec(key) if before is not None or kind.is_edited is None else None
            if kind.raw is not None and after != before:
                self.stored.append(loaded)
            differences = [] if before is None else list(find_differences(before, after))
            is_skipped = is_edited and not self.options.overwrite
            transaction.set_rollback(is_skipped)
        changed = "skipped" if is_skipped else "changed"
        self._record_outcome(path, "added" if before is None else changed if differences else "unchanged")
        if differences:
            self.report.differences[path] = differences
        if kind.is_edited is None and not (is_skipped and differences):
            self._record_digest(kind, key, after)

    def _is_edited(self, kind: PackKind, key: str, current: Any, path: str) -> bool:
        """Whether the site holds something else than a pack last loaded."""
        if kind.is_edited is not None:
            return kind.is_edited(key)
        last = self.placed.get((kind.place, key))
        return path not in self.before if last is None else last != hash_content(current.model_dump())

    def _record_outcome(self, path: str, outcome: str) -> None:
        getattr(self.report, outcome).append(path)

    def _record_digest(self, kind: PackKind, key: str, current: Any) -> None:
        """Record what the site holds now, so that an author's change is noticed later."""
        if self.placed.get((kind.place, key)) != (digest := hash_content(current.model_dump())):
            LoadedSpec.objects.update_or_create(kind=kind.place, key=key, defaults={"digest": digest})

    def _record_files(self) -> None:
        """Record the hash of each file, and which files are gone."""
        rows = dict(self.before)
        skipped, new, changed = set(self.report.skipped), [], []
        for path, content_hash in self._content_hashes().items():
            row = rows.pop(path, None)
            values = {"content_hash": content_hash, "is_skipped": path in skipped, "loaded_at": self.options.now}
            if row is None:
                new.append(LoadedFile(pack=self.key, path=path, **values))
            elif (row.content_hash, row.is_skipped) != (content_hash, path in skipped):
                for name, value in values.items():
                    setattr(row, name, value)
                changed.append(row)
        LoadedFile.objects.bulk_create(new, batch_size=500)
        LoadedFile.objects.bulk_update(changed, ["content_hash", "is_skipped", "loaded_at"], batch_size=200)
        self.report.gone = sorted(rows)
        LoadedFile.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()
        if new or changed or rows:
            head = LoadedFile.objects.get(pack=self.key, path=self.head.path)
            audit.record(self.options.by, "loaded a content pack", head, now=self.options.now)

    def _content_hashes(self) -> dict[str, str]:
        return {source.path: source.content_hash for source in [self.head, *(page.source for page in self.pack.pages)]}

    def _record_manifest(self) -> None:
        """Record the outcome of the pack's own file, which no room loads."""
        row = self.before.get(self.head.path)
        is_same = row is not None and row.content_hash == self.head.content_hash
        self._record_outcome(self.head.path, "added" if row is None else "unchanged" if is_same else "changed")


def _refused_line(page: CheckedFile, parsed: ParsedFile | None, refusal: Refused) -> int:
    """Return the line of the file that was refused; 0 when the file has changed meanwhile."""
    try:
        return (parsed or page.parse_again()).line(refusal.field or "")
    except Refused:
        return 0


def is_up_to_date(source: SourceFile, before: dict[str, LoadedFile], options: LoadOptions) -> bool:
    """Whether the file has not changed since it was last loaded and need not be loaded."""
    row = before.get(source.path)
    if row is None or options.again or (row.is_skipped and options.overwrite):
        return False
    return row.content_hash == source.content_hash
