"""Read a pack's folder into specs, with every problem at its file and line. Nothing is written here."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ettle.kit.shape import Fitter
from ettle.kit.tree import Node, Unreadable, read_front_matter, read_toml, read_yaml
from ettle.packs import specs
from ettle.packs.kinds import KINDS, Kind, Name, held, nothing

MOST_FILES = 5_000
MOST_BYTES = 1_000_000
HEAD = "pack.toml"
# Files that go with a pack and are read by people, not by us.
BESIDE = ("SOURCES.md", "README.md", "LICENCE", "LICENSE", "images/", "glossary.yaml")
READERS: dict[str, Callable[[str], Node]] = {".yaml": read_yaml, ".md": read_front_matter, ".toml": read_toml}
PACK = Kind(
    HEAD, ".toml", frozenset(), specs.PackSpec, specs.check, lambda spec, **_: spec, nothing, nothing,
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Trouble:
    """A problem at a line of a file of the pack. line 0: the file as a whole."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words}" if self.line else f"{self.file}: {self.words}"


@dataclass(frozen=True)
class Source:
    """One file as it lies in the folder."""

    path: str
    kind: Kind
    content: bytes

    @property
    def content_hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, eq=False)
class Page:
    """One file as it was understood. fitter: knows the line of every path of the spec.

    Compared by identity: specs are long, and a pack may hold thousands.
    """

    source: Source
    spec: Any
    fitter: Fitter

    def trouble(self, path: str, words: str) -> Trouble:
        return Trouble(self.source.path, self.fitter.line(path), words)


@dataclass
class Pack:
    """A whole pack. pages: in the order they are to be loaded; complete only when there are no troubles."""

    head: specs.PackSpec | None = None
    pages: list[Page] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def read(sources: list[Source], troubles: list[Trouble]) -> Pack:
    """The pack that these files make, with all that is wrong with it."""
    pack = Pack(troubles=list(troubles))
    broken: set[str] = set()
    for source in sources:
        page = _page(source, pack.troubles)
        if page is None:
            broken |= source.kind.sorts
        elif source.kind is PACK:
            pack.head = page.spec
        else:
            pack.pages.append(page)
    _check_names(pack, broken)
    pack.troubles.sort()
    pack.pages = _in_order(pack.pages)
    return pack


def _in_order(pages: list[Page]) -> list[Page]:
    """Pages of one kind so that what a page asks for comes before it; a circle is left to the room to refuse."""
    ordered: list[Page] = []
    for kind in KINDS:
        waiting = [page for page in pages if page.source.kind is kind]
        while waiting:
            unmet = _brought_by(waiting)
            ready = [page for page in waiting if not _names(kind.asks(page.spec)) & unmet - _brought_by([page])]
            ordered += ready or waiting
            waiting = [page for page in waiting if page not in (ready or waiting)]
    return ordered


def _names(names: Iterator[Name]) -> set[tuple[str, str]]:
    return {(name.sort, name.key) for name in names if name.comes_first}


def _brought_by(pages: list[Page]) -> set[tuple[str, str]]:
    return set().union(*(_names(page.source.kind.brings(page.spec)) for page in pages))


def sources(directory: Path) -> tuple[list[Source], list[Trouble]]:
    """The files of a pack in loading order, and what is wrong with the folder itself."""
    found: list[Source] = []
    troubles: list[Trouble] = []
    for path in _paths(directory, troubles):
        name = path.relative_to(directory).as_posix()
        kind = _kind(name)
        if kind is None:
            if not name.startswith(BESIDE):
                places = ", ".join([HEAD, *(one.place for one in KINDS)])
                troubles.append(Trouble(name, 0, f"This file has no place in a pack. The places are {places}."))
        elif path.stat().st_size > MOST_BYTES:
            troubles.append(Trouble(name, 0, f"The file is too big. Split it; {MOST_BYTES:,} bytes is the most."))
        else:
            found.append(Source(name, kind, path.read_bytes()))
    if not any(source.kind is PACK for source in found):
        words = "Add this file to say what the pack is: key, title, version, language, licence."
        troubles.append(Trouble(HEAD, 0, words))
    order = [PACK, *KINDS]
    return sorted(found, key=lambda source: (order.index(source.kind), source.path)), troubles


def _paths(directory: Path, troubles: list[Trouble]) -> list[Path]:
    """Every plain file under the folder. Links are refused: a pack holds its own files and no one else's."""
    found: list[Path] = []
    for folder, folders, files in os.walk(directory):
        for name in sorted([*folders, *files]):
            path = Path(folder) / name
            if path.is_symlink():
                place = path.relative_to(directory).as_posix()
                troubles.append(Trouble(place, 0, "This is a link. Put the file itself in the pack."))
            elif path.is_file() and not name.startswith("."):
                found.append(path)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if len(found) > MOST_FILES:
            troubles.append(Trouble(".", 0, f"There are too many files. {MOST_FILES:,} is the most; make two packs."))
            return []
    return found


def _kind(name: str) -> Kind | None:
    for kind in [PACK, *KINDS]:
        inside = name.startswith(f"{kind.place}/") and name.count("/") == 1 and name.endswith(kind.suffix)
        if inside or name == kind.place:
            return kind
    return None


def _page(source: Source, troubles: list[Trouble]) -> Page | None:
    fitter = Fitter()
    try:
        tree = READERS[source.kind.suffix](source.content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        troubles.append(Trouble(source.path, 0, "Save the file as UTF-8 text."))
        return None
    except Unreadable as fault:
        troubles.append(Trouble(source.path, fault.line, fault.words))
        return None
    spec = fitter.fit(tree, source.kind.spec)
    troubles.extend(Trouble(source.path, fault.line, fault.words) for fault in fitter.faults)
    if spec is None:
        return None
    page = Page(source, spec, fitter)
    troubles.extend(page.trouble(problem.path, problem.words) for problem in source.kind.check(spec))
    return page


def _check_names(pack: Pack, broken: set[str]) -> None:
    """Whatever a file names must be brought by a file of this pack, or be on this site already.

    broken: sorts of name of which a file could not be read, so that nobody is told of what is only not read yet.
    """
    brought = _brought(pack)
    known: dict[tuple[str, str], bool] = {}
    for page in pack.pages:
        for name in page.source.kind.asks(page.spec):
            key = (name.sort, name.key)
            if key in brought or name.sort in broken:
                continue
            if key not in known:
                known[key] = held(name)
            if not known[key]:
                words = f"There is no {name.sort} {name.key}. Correct it, or add what it names."
                pack.troubles.append(page.trouble(name.path, words))


def _brought(pack: Pack) -> set[tuple[str, str]]:
    """Every name that the pack brings, with a trouble for a file that brings what another has brought."""
    brought: dict[tuple[str, str], str] = {}
    for page in pack.pages:
        names = list(page.source.kind.brings(page.spec))
        taken = [name for name in names if name.is_whole and (name.sort, name.key) in brought]
        for name in taken[:1]:
            first = brought[name.sort, name.key]
            words = f"{name.key} is in {first} too. Take one of the two away, or give it a key of its own."
            pack.troubles.append(page.trouble(name.path, words))
        brought.update({(name.sort, name.key): page.source.path for name in names})
    return set(brought)
