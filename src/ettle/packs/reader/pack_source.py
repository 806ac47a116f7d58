"""The source of a pack's files: a folder, or a zip that is read without unpacking it.

Nothing in it is trusted: a source lists its files with their sizes, and its problems.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from ettle.kit.refusal import Refused

MAX_FILES = 5_000
MAX_TOTAL_BYTES = 500_000_000
MAX_ZIP_BYTES = 300_000_000
MAX_LISTING_BYTES = 2_000_000
MAX_FOREIGN_BYTES = 20_000_000  # of what is read of a zip that is no pack
# Plain text compresses to about a third; a ratio of 100 is a zip bomb.
MAX_RATIO, RATIO_FROM = 100, 100_000
MAX_NAME_LENGTH = 200
TOO_MANY_FILES = f"There are too many files. {MAX_FILES:,} is the most; make two packs."


@dataclass(frozen=True, order=True)
class FileProblem:
    """A problem at a line of a file of the pack. line 0: the file as a whole."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words}" if self.line else f"{self.file}: {self.words}"


class PackSource(Protocol):
    """problems: of the folder or zip itself, complete after `file_sizes` has been called."""

    problems: list[FileProblem]

    def file_sizes(self) -> dict[str, int]:
        """Return path -> size in bytes, for every file."""

    def read_file(self, path: str, most: int) -> bytes:
        """Return the content, cut off at `most` + 1 bytes. Raises Refused when it cannot be read."""


@contextmanager
def open_source(path: Path) -> Iterator[PackSource]:
    """Open the folder or zip at a path. Raises Refused when there is nothing to read."""
    if path.is_dir():
        yield FolderSource(path)
    elif path.is_file():
        with path.open("rb") as file:
            words = f"{path.name} is neither a folder nor a zip. Name the folder that holds pack.toml, or a zip of it."
            yield ZipSource(_open_archive(file, words))
    else:
        raise Refused(f"There is no folder {path}. Name the folder that holds pack.toml, or a zip of it.")


def read_foreign_zip(path: Path, *, is_wanted: Callable[[str], bool], max_file: int) -> dict[str, bytes]:
    """Return path -> content for the wanted files of a zip that is no pack. Raises Refused, with a line for each fault.

    is_wanted: whether a path is read. max_file: the bytes of a file that are read; the rest is cut off.
    """
    with path.open("rb") as file:
        source = ZipSource(_open_archive(file, f"{path.name} is no zip that can be read here."))
        sizes = source.file_sizes()
        if source.problems:
            raise Refused("\n".join(f"{path.name}/{problem}" for problem in source.problems))
        wanted = [name for name in sizes if is_wanted(name)]
        if sum(sizes[name] for name in wanted) > MAX_FOREIGN_BYTES:
            raise Refused(f"{path.name} holds too much text. {MAX_FOREIGN_BYTES:,} bytes is the most.")
        return {name: source.read_file(name, max_file) for name in wanted}


class FolderSource:
    """A pack in a folder. Symbolic links are refused: they may lead out of the pack."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[FileProblem] = []

    def file_sizes(self) -> dict[str, int]:
        sizes: dict[str, int] = {}
        for folder, folders, files in os.walk(self.root):
            for name in sorted([*folders, *files]):
                path = Path(folder) / name
                place = path.relative_to(self.root).as_posix()
                if path.is_symlink():
                    self.problems.append(FileProblem(place, 0, "This is a link. Put the file itself in the pack."))
                elif path.is_file() and not name.startswith("."):
                    sizes[place] = path.stat().st_size
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            if len(sizes) > MAX_FILES:
                self.problems.append(FileProblem(".", 0, TOO_MANY_FILES))
                return {}
        return sizes

    def read_file(self, path: str, most: int) -> bytes:
        try:
            with (self.root / path).open("rb") as file:
                return file.read(most + 1)
        except OSError as fault:
            raise Refused(f"The file cannot be read: {fault.strerror}.") from fault


class ZipSource:
    """A pack in a zip. Each file is read into memory, within a limit, and nothing is written to disk."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.problems: list[FileProblem] = []
        self.files: dict[str, zipfile.ZipInfo] = {}

    def file_sizes(self) -> dict[str, int]:
        listed = [info for info in self.archive.infolist() if not _is_system_file(info)]
        if len(listed) > MAX_FILES:
            self.problems.append(FileProblem(".", 0, TOO_MANY_FILES))
            return {}
        if sum(info.file_size for info in listed) > MAX_TOTAL_BYTES:
            words = f"The files are too big together. {MAX_TOTAL_BYTES:,} bytes is the most; make two packs."
            self.problems.append(FileProblem(".", 0, words))
            return {}
        # Not is_dir: in Python 3.11 it fails on an entry without a name, which `_entry_fault` refuses in words.
        self.files = self._valid_entries([info for info in listed if not info.filename.endswith("/")])
        return {path: info.file_size for path, info in self.files.items()}

    def read_file(self, path: str, most: int) -> bytes:
        try:
            with self.archive.open(self.files[path]) as file:
                return file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, struct.error) as fault:
            raise Refused("The zip is damaged here. Make it again from the folder.") from fault

    def _valid_entries(self, listed: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        """Return path -> entry, without the folder that holds all of them; add a problem for each refused entry."""
        top = _common_folder([info.filename for info in listed])
        times = Counter(info.filename.casefold() for info in listed)
        sound: dict[str, zipfile.ZipInfo] = {}
        for info in listed:
            words = _entry_fault(info) or (
                "This name is in the zip twice. Keep one." if _is_duplicate(info, times) else ""
            )
            if words:
                self.problems.append(FileProblem(_printable_name(info.filename), 0, words))
            else:
                sound[info.filename.removeprefix(top)] = info
        self.problems = list(dict.fromkeys(self.problems))
        return sound


def _open_archive(file: BinaryIO, words: str) -> zipfile.ZipFile:
    """Open a zip. words: the refusal of what is none."""
    try:
        _check_listing_size(file)
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, struct.error, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as fault:
        raise Refused(words) from fault


def _check_listing_size(file: BinaryIO) -> None:
    """Check the end of a zip before Python's reader loads its whole directory into memory."""
    size = file.seek(0, os.SEEK_END)
    if size > MAX_ZIP_BYTES:
        raise Refused(f"The zip is too big. {MAX_ZIP_BYTES:,} bytes is the most; make two packs.")
    start = file.seek(max(0, size - 66_000))
    tail = file.read()
    place = tail.find(b"PK\x05\x06")
    while place >= 0 and place + 22 <= len(tail):
        entries, listing = struct.unpack("<HI", tail[place + 10 : place + 16])
        if entries > MAX_FILES or listing > MAX_LISTING_BYTES or tail[max(0, place - 20) :].startswith(b"PK\x06\x07"):
            raise Refused(f"The zip lists too much. {MAX_FILES:,} files is the most; make two packs.")
        place = tail.find(b"PK\x05\x06", place + 1)
    file.seek(start)


def _is_system_file(info: zipfile.ZipInfo) -> bool:
    """Whether a desktop system added the file. FolderSource skips hidden files too."""
    parts = info.filename.split("/")
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
    return hidden or parts[0] == "__MACOSX" or parts[-1] in ("Thumbs.db", "desktop.ini")


def _common_folder(names: list[str]) -> str:
    """Return the folder that holds everything, when the zip was made of the folder itself: "my-pack/"."""
    firsts = {name.partition("/")[0] for name in names if "/" in name}
    if len(firsts) == 1 and all("/" in name for name in names):
        first = firsts.pop()
        if f"{first}/pack.toml" in names:
            return f"{first}/"
    return ""


def _is_duplicate(info: zipfile.ZipInfo, times: Counter[str]) -> bool:
    return times[info.filename.casefold()] > 1


def _entry_fault(info: zipfile.ZipInfo) -> str:
    """Return why an entry is refused, or an empty string."""
    name, mode = info.filename, info.external_attr >> 16
    if _is_unsafe_name(name):
        return "This name leads out of the pack. Use plain names in plain folders."
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "This is a link. Put the file itself in the pack."
    if info.flag_bits & 0x41:
        return "This is encrypted. Make the zip without a password."
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "This is packed in a way that is not read here. Make an ordinary zip."
    if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
        return "This unpacks to far more than it holds. Make the zip again from the folder."
    return ""


def _is_unsafe_name(name: str) -> bool:
    odd = "\\" in name or ":" in name or len(name) > MAX_NAME_LENGTH or any(ord(letter) < 32 for letter in name)
    return (
        odd or name.startswith("/") or not {"", ".", ".."}.isdisjoint(name.split("/")) or not PurePosixPath(name).name
    )


def _printable_name(name: str) -> str:
    """Return a name, which may hold anything, in a form that is safe to print at a terminal."""
    safe = "".join(letter if letter.isprintable() else "?" for letter in name)
    return safe if len(safe) <= 80 else f"{safe[:77]}…"
