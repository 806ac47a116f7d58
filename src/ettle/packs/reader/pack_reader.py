"""Parse a pack's files into specs, with every problem at its file and line. Nothing is written here.

A pack may hold thousands of files, so a spec is discarded once it is checked and parsed again when it is loaded; only
the names that it defines and needs stay in memory.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ettle.kit.input.document_reader import Node, Unreadable, read_front_matter, read_toml, read_yaml
from ettle.kit.input.pack_kinds import PackKind, RawFile, ResourceName
from ettle.kit.input.spec_reader import ParsedDocument, parse_spec
from ettle.kit.refusal import Refused
from ettle.packs import specs
from ettle.packs.kinds import MANIFEST, PACK, is_on_site, list_kinds, place_order
from ettle.packs.progress import QUIET, Progress
from ettle.packs.reader.pack_source import FileProblem, FolderSource, PackSource
from ettle.packs.translations.english_texts import EnglishTexts, WaysToTranslate, find_faults
from ettle.packs.translations.pack_kinds import TRANSLATIONS

# Files for people, which are not loaded.
IGNORED_FILES = ("SOURCES.md", "README.md", "LICENCE", "LICENSE", "glossary.yaml", "pack.schema.json")
READERS: dict[str, Callable[[str], Node]] = {".yaml": read_yaml, ".md": read_front_matter, ".toml": read_toml}
FILE_CHANGED = "The file changed while the pack was being read. Load it again when nobody is writing to it."


@dataclass(frozen=True, eq=False)
class SourceFile:
    """A file in its folder or zip. `content` is read on each access; the hash is that of the first reading."""

    path: str
    kind: PackKind
    place: PackSource

    @property
    def content(self) -> bytes:
        return self.place.read_file(self.path, self.kind.max_bytes)

    @cached_property
    def content_hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class ParsedFile:
    """A file as a spec. document: knows the line of every path of the spec; None for a raw file."""

    source: SourceFile
    spec: Any
    document: ParsedDocument[Any] | None = None

    def problem_at(self, path: str, words: str) -> FileProblem:
        return FileProblem(self.source.path, self.line(path), words)

    def line(self, path: str) -> int:
        """Return the line of a path; 0 for the file as a whole."""
        return self.document.line(path) if self.document else 0


@dataclass(frozen=True, eq=False)
class CheckedFile:
    """A file that could be parsed. defined_names, needed_names: each name with its line."""

    source: SourceFile
    defined_names: tuple[tuple[ResourceName, int], ...]
    needed_names: tuple[tuple[ResourceName, int], ...]

    @property
    def required_names(self) -> Iterator[tuple[ResourceName, int]]:
        """The names that must be loaded before this file."""
        return ((name, line) for name, line in self.needed_names if name.comes_first)

    def parse_again(self) -> ParsedFile:
        """Parse the file again. Raises Refused when it has changed since."""
        parsed = parse_file(self.source, [])
        if parsed is None:
            raise Refused(FILE_CHANGED)
        return parsed

    @property
    def spec(self) -> Any:
        return self.parse_again().spec


@dataclass
class Pack:
    """A whole pack. source: its own file. pages: in loading order; complete only when there are no problems."""

    head: specs.PackSpec | None = None
    source: SourceFile | None = None
    pages: list[CheckedFile] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)


def read_pack(sources: list[SourceFile], problems: list[FileProblem], progress: Progress = QUIET) -> Pack:
    """Return the pack of these files, with all its problems."""
    pack = Pack(problems=list(problems))
    broken: set[str] = set()
    facts: dict[str, list[Any]] = defaultdict(list)
    for done, source in enumerate(sources, 1):
        parsed = parse_file(source, pack.problems)
        if parsed is None:
            broken |= source.kind.sorts
        elif source.kind is PACK:
            pack.head, pack.source = parsed.spec, source
        else:
            pack.pages.append(_build_checked_file(parsed))
        if parsed is not None:
            faults = source.kind.check(parsed.spec)
            pack.problems.extend(parsed.problem_at(fault.path, fault.words) for fault in faults)
            facts[source.kind.place] += [] if faults else source.kind.facts(parsed.spec)
        progress.show_step("Reading", done, len(sources))
    _check_names(pack, broken)
    _check_translations(pack)
    if not pack.problems:
        _check_facts(pack, facts)
    pack.problems.sort()
    pack.pages = _sort_by_dependency(pack.pages)
    return pack


def read_manifest(sources: list[SourceFile]) -> specs.PackSpec | None:
    """Return the spec of the pack's own file; None when that cannot be read."""
    for source in sources:
        if source.kind is PACK:
            parsed = parse_file(source, [])
            return parsed.spec if parsed else None
    return None


def _sort_by_dependency(pages: list[CheckedFile]) -> list[CheckedFile]:
    """Sort the files so that each comes after those of its kind that it needs. The room refuses a cycle."""
    ordered: list[CheckedFile] = []
    for kind in list_kinds():
        waiting = [page for page in pages if page.source.kind is kind]
        while waiting:
            unmet = set().union(*(_name_keys(page.defined_names) for page in waiting))
            ready = [
                page
                for page in waiting
                if not (_name_keys(page.required_names) & unmet) - _name_keys(page.defined_names)
            ]
            ordered += ready or waiting
            taken = set(map(id, ready or waiting))
            waiting = [page for page in waiting if id(page) not in taken]
    return ordered


def _name_keys(names: Iterable[tuple[ResourceName, int]]) -> set[tuple[str, str]]:
    return {(name.sort, name.key) for name, _ in names}


def find_source_files(place: PackSource | Path) -> tuple[list[SourceFile], list[FileProblem]]:
    """Return the files of a pack in loading order, and the problems of the folder or zip itself."""
    place = FolderSource(place) if isinstance(place, Path) else place
    sources: list[SourceFile] = []
    sizes = place.file_sizes()
    problems = list(place.problems)
    for path, size in sizes.items():
        kind = _find_kind(path)
        if kind is None:
            if not path.startswith(IGNORED_FILES):
                places = ", ".join(place_order())
                problems.append(FileProblem(path, 0, f"This file has no place in a pack. The places are {places}."))
        elif size > kind.max_bytes:
            problems.append(FileProblem(path, 0, f"The file is too big. {kind.max_bytes:,} bytes is the most."))
        else:
            sources.append(SourceFile(path, kind, place))
    if not any(source.kind is PACK for source in sources):
        words = "Add this file to say what the pack is: key, title, version, language, licence."
        problems.append(FileProblem(MANIFEST, 0, words))
    return sorted(sources, key=lambda source: (place_order()[source.kind.place], source.path)), problems


def _find_kind(path: str) -> PackKind | None:
    for kind in [PACK, *list_kinds()]:
        depth = 2 if kind.has_folders else 1
        inside = path.startswith(f"{kind.place}/") and path.count("/") == depth and path.endswith(kind.suffix)
        if inside or path == kind.place:
            return kind
    return next((kind for kind in list_kinds() if kind.raw and kind.raw.is_path(path) and "/" in path), None)


def parse_file(source: SourceFile, problems: list[FileProblem]) -> ParsedFile | None:
    """Parse a file into its spec and add its problems to `problems`. Returns None when it cannot be a spec."""
    try:
        if source.kind.raw is not None:
            return ParsedFile(source, RawFile(source.path, _read_content(source)))
        tree = READERS[source.kind.suffix](_read_content(source).decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        problems.append(FileProblem(source.path, 0, "Save the file as UTF-8 text."))
        return None
    except Refused as refusal:
        problems.append(FileProblem(source.path, 0, str(refusal)))
        return None
    except Unreadable as fault:
        problems.append(FileProblem(source.path, fault.line, fault.words))
        return None
    document = parse_spec(tree, source.kind.spec)
    problems.extend(FileProblem(source.path, fault.line, fault.words) for fault in document.faults)
    return None if document.spec is None else ParsedFile(source, document.spec, document)


def _read_content(source: SourceFile) -> bytes:
    content = source.content
    if hashlib.sha256(content).hexdigest() != source.content_hash:
        raise Refused(FILE_CHANGED)
    return content


def _build_checked_file(parsed: ParsedFile) -> CheckedFile:
    kind = parsed.source.kind
    defined_names, needed_names = (
        tuple(_names_with_lines(parsed, names(parsed.spec))) for names in (kind.defined_names, kind.needed_names)
    )
    return CheckedFile(parsed.source, defined_names, needed_names)


def _names_with_lines(parsed: ParsedFile, names: Iterable[ResourceName]) -> Iterator[tuple[ResourceName, int]]:
    for name in names:
        yield name, parsed.line(name.path)


def _check_names(pack: Pack, broken: set[str]) -> None:
    """Add a problem for each needed name that is neither defined in this pack nor on this site.

    broken: sorts of name of which a file could not be parsed; a name of these may be missing only for that reason, so
    it is not reported.
    """
    brought = _collect_names(pack)
    known: dict[tuple[str, str], bool] = {}
    for page in pack.pages:
        for name, line in page.needed_names:
            key = (name.sort, name.key)
            if key in brought or name.sort in broken:
                continue
            if key not in known:
                known[key] = is_on_site(name)
            if not known[key]:
                words = f"There is no {name.sort} {name.key}. Correct it, or add what it names."
                pack.problems.append(FileProblem(page.source.path, line, words))


def _check_facts(pack: Pack, facts: Mapping[str, Sequence[Any]]) -> None:
    """Add the problems that the files of a kind have together. Files that are wrong on their own come first."""
    for kind in list_kinds():
        if kind.check_facts is not None:
            pack.problems.extend(FileProblem(kind.place, 0, words) for words in kind.check_facts(facts[kind.place]))


def _check_translations(pack: Pack) -> None:
    """Add a problem for each translation that does not fit the English of this pack, or else of this site."""
    files = [page for page in pack.pages if page.source.kind is TRANSLATIONS]
    if not files:
        return
    english = EnglishTexts(
        (page.source.kind, page.parse_again) for page in pack.pages if page.source.kind is not TRANSLATIONS
    )
    ways = WaysToTranslate()
    for page in files:
        parsed = page.parse_again()
        for fault in [*find_faults(parsed.spec, english), *ways.find_clashes(parsed.spec, page.source.path)]:
            pack.problems.append(parsed.problem_at(fault.path, fault.words))


def _collect_names(pack: Pack) -> set[tuple[str, str]]:
    """Return every name that the pack defines, and add a problem for each file that defines a name again."""
    brought: dict[tuple[str, str], str] = {}
    for page in pack.pages:
        taken = [
            (name, line) for name, line in page.defined_names if name.is_whole and (name.sort, name.key) in brought
        ]
        for name, line in taken[:1]:
            first = brought[name.sort, name.key]
            words = f"{name.key} is in {first} too. Take one of the two away, or give it a key of its own."
            pack.problems.append(FileProblem(page.source.path, line, words))
        brought.update({(name.sort, name.key): page.source.path for name, _ in page.defined_names})
    return set(brought)
