"""Read a pack's files into specs, with every problem at its file and line. Nothing is written here.

A pack may hold thousands of files, so a page is let go once it is checked and read again when its turn comes; what is
kept of it is what it brings and what it asks for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ettle.kit.refused import Refused
from ettle.kit.shape import Fitter
from ettle.kit.tree import Node, Unreadable, read_front_matter, read_toml, read_yaml
from ettle.library.filing import is_file
from ettle.packs import specs
from ettle.packs.kinds import FILES, HEAD, KINDS, PACK, Kind, Name, held
from ettle.packs.places import Folder, Place, Trouble
from ettle.packs.watching import QUIET, Watch

# Files that go with a pack and are read by people, not by us.
BESIDE = ("SOURCES.md", "README.md", "LICENCE", "LICENSE", "glossary.yaml")
READERS: dict[str, Callable[[str], Node]] = {".yaml": read_yaml, ".md": read_front_matter, ".toml": read_toml}
ORDER = {kind.place: number for number, kind in enumerate([PACK, *KINDS])}
CHANGED = "The file changed while the pack was being read. Load it again when nobody is writing to it."


@dataclass(frozen=True, eq=False)
class Source:
    """One file as it lies in its place. Read each time it is asked for; the hash is that of the first reading."""

    path: str
    kind: Kind
    place: Place

    @property
    def content(self) -> bytes:
        return self.place.read(self.path, self.kind.most)

    @cached_property
    def content_hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Opened:
    """One file as it was understood. fitter: knows the line of every path of the spec."""

    source: Source
    spec: Any
    fitter: Fitter

    def trouble(self, path: str, words: str) -> Trouble:
        return Trouble(self.source.path, self.fitter.line(path), words)


@dataclass(frozen=True, eq=False)
class Page:
    """A file that is sound. brings, asks: the names it brings and asks for, each with its line."""

    source: Source
    brings: tuple[tuple[Name, int], ...]
    asks: tuple[tuple[Name, int], ...]

    @property
    def needs(self) -> Iterator[tuple[Name, int]]:
        """What must be loaded before it."""
        return ((name, line) for name, line in self.asks if name.comes_first)

    def opened(self) -> Opened:
        """The page, read again. Raises Refused when it is not what it was."""
        opened = _open(self.source, [])
        if opened is None:
            raise Refused(CHANGED)
        return opened

    @property
    def spec(self) -> Any:
        return self.opened().spec


@dataclass
class Pack:
    """A whole pack. source: its own file. pages: in loading order; complete only when there are no troubles."""

    head: specs.PackSpec | None = None
    source: Source | None = None
    pages: list[Page] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def read(sources: list[Source], troubles: list[Trouble], watch: Watch = QUIET) -> Pack:
    """The pack that these files make, with all that is wrong with it."""
    pack = Pack(troubles=list(troubles))
    broken: set[str] = set()
    for done, source in enumerate(sources, 1):
        opened = _open(source, pack.troubles)
        if opened is None:
            broken |= source.kind.sorts
        elif source.kind is PACK:
            pack.head, pack.source = opened.spec, source
        else:
            pack.pages.append(_page(opened))
        if opened is not None:
            problems = source.kind.check(opened.spec)
            pack.troubles.extend(opened.trouble(problem.path, problem.words) for problem in problems)
        watch.step("Reading", done, len(sources))
    _check_names(pack, broken)
    pack.troubles.sort()
    pack.pages = _in_order(pack.pages)
    return pack


def head(sources: list[Source]) -> specs.PackSpec | None:
    """What the pack says of itself; None when that cannot be read."""
    for source in sources:
        if source.kind is PACK:
            opened = _open(source, [])
            return opened.spec if opened else None
    return None


def _in_order(pages: list[Page]) -> list[Page]:
    """Pages of one kind so that what a page asks for comes before it; a circle is left to the room to refuse."""
    ordered: list[Page] = []
    for kind in KINDS:
        waiting = [page for page in pages if page.source.kind is kind]
        while waiting:
            unmet = set().union(*(_keys(page.brings) for page in waiting))
            ready = [page for page in waiting if not (_keys(page.needs) & unmet) - _keys(page.brings)]
            ordered += ready or waiting
            taken = set(map(id, ready or waiting))
            waiting = [page for page in waiting if id(page) not in taken]
    return ordered


def _keys(names: Iterable[tuple[Name, int]]) -> set[tuple[str, str]]:
    return {(name.sort, name.key) for name, _ in names}


def sources(place: Place | Path) -> tuple[list[Source], list[Trouble]]:
    """The files of a pack in loading order, and what is wrong with the place itself."""
    place = Folder(place) if isinstance(place, Path) else place
    found: list[Source] = []
    sizes = place.sizes()
    troubles = list(place.troubles)
    for path, size in sizes.items():
        kind = _kind(path)
        if kind is None:
            if not path.startswith(BESIDE):
                places = ", ".join(ORDER)
                troubles.append(Trouble(path, 0, f"This file has no place in a pack. The places are {places}."))
        elif size > kind.most:
            troubles.append(Trouble(path, 0, f"The file is too big. {kind.most:,} bytes is the most."))
        else:
            found.append(Source(path, kind, place))
    if not any(source.kind is PACK for source in found):
        words = "Add this file to say what the pack is: key, title, version, language, licence."
        troubles.append(Trouble(HEAD, 0, words))
    return sorted(found, key=lambda source: (ORDER[source.kind.place], source.path)), troubles


def _kind(path: str) -> Kind | None:
    for kind in [PACK, *KINDS]:
        inside = path.startswith(f"{kind.place}/") and path.count("/") == 1 and path.endswith(kind.suffix)
        if inside or path == kind.place:
            return kind
    return FILES if is_file(path) and "/" in path else None


def _open(source: Source, troubles: list[Trouble]) -> Opened | None:
    """Read one file into its spec. None when it cannot be a spec; what is wrong is added to the troubles."""
    fitter = Fitter()
    try:
        if source.kind is FILES:
            return Opened(source, specs.FileSpec(source.path, _content(source)), fitter)
        tree = READERS[source.kind.suffix](_content(source).decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        troubles.append(Trouble(source.path, 0, "Save the file as UTF-8 text."))
        return None
    except Refused as refusal:
        troubles.append(Trouble(source.path, 0, str(refusal)))
        return None
    except Unreadable as fault:
        troubles.append(Trouble(source.path, fault.line, fault.words))
        return None
    spec = fitter.fit(tree, source.kind.spec)
    troubles.extend(Trouble(source.path, fault.line, fault.words) for fault in fitter.faults)
    return None if spec is None else Opened(source, spec, fitter)


def _content(source: Source) -> bytes:
    content = source.content
    if hashlib.sha256(content).hexdigest() != source.content_hash:
        raise Refused(CHANGED)
    return content


def _page(opened: Opened) -> Page:
    kind = opened.source.kind
    brings, asks = (tuple(_lined(opened, names(opened.spec))) for names in (kind.brings, kind.asks))
    return Page(opened.source, brings, asks)


def _lined(opened: Opened, names: Iterator[Name]) -> Iterator[tuple[Name, int]]:
    for name in names:
        yield name, opened.fitter.line(name.path)


def _check_names(pack: Pack, broken: set[str]) -> None:
    """Whatever a file names must be brought by a file of this pack, or be on this site already.

    broken: sorts of name of which a file could not be read, so that nobody is told of what is only not read yet.
    """
    brought = _brought(pack)
    known: dict[tuple[str, str], bool] = {}
    for page in pack.pages:
        for name, line in page.asks:
            key = (name.sort, name.key)
            if key in brought or name.sort in broken:
                continue
            if key not in known:
                known[key] = held(name)
            if not known[key]:
                words = f"There is no {name.sort} {name.key}. Correct it, or add what it names."
                pack.troubles.append(Trouble(page.source.path, line, words))


def _brought(pack: Pack) -> set[tuple[str, str]]:
    """Every name that the pack brings, with a trouble for a file that brings what another has brought."""
    brought: dict[tuple[str, str], str] = {}
    for page in pack.pages:
        taken = [(name, line) for name, line in page.brings if name.is_whole and (name.sort, name.key) in brought]
        for name, line in taken[:1]:
            first = brought[name.sort, name.key]
            words = f"{name.key} is in {first} too. Take one of the two away, or give it a key of its own."
            pack.troubles.append(Trouble(page.source.path, line, words))
        brought.update({(name.sort, name.key): page.source.path for name, _ in page.brings})
    return set(brought)
