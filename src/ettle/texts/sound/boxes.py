"""The boxes of an MP4 file (ISO/IEC 14496-12, 4.2), read and written."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ettle.texts.sound.packets import UnreadableSound

_LONG = 16  # bytes of a head with a length of 64 bits


@dataclass(frozen=True)
class Box:
    """One box of a file. begins: where it begins. start, end: of its content."""

    kind: bytes
    begins: int
    start: int
    end: int


class BoxFile:
    """A file of boxes. Every place that is read is checked against its end."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def boxes(self, start: int = 0, end: int | None = None) -> Iterator[Box]:
        """Yield the boxes between two places. Raises UnreadableSound where one is cut off."""
        at, last = start, len(self.content) if end is None else end
        while at < last:
            size, kind = self.numbers(">I4s", at, last)
            head = 8
            if size == 1:
                (size,), head = self.numbers(">Q", at + 8, last), _LONG
            size = last - at if size == 0 else size
            if size < head or at + size > last:
                raise UnreadableSound("a box is cut off")
            yield Box(kind, at, at + head, at + size)
            at += size

    def find(self, parent: Box, *path: bytes) -> Box:
        """Return the first box on a path below another. Raises UnreadableSound."""
        for kind in path:
            parent = next((box for box in self.boxes(parent.start, parent.end) if box.kind == kind), _NOWHERE)
            if parent is _NOWHERE:
                raise UnreadableSound(f"no {kind!r}")
        return parent

    def numbers(self, form: str, at: int, end: int) -> tuple[Any, ...]:
        """Return what `form` names, as struct does, read at a place. Raises UnreadableSound past the end."""
        if at < 0 or at + struct.calcsize(form) > min(end, len(self.content)):
            raise UnreadableSound("a box is too short")
        return struct.unpack_from(form, self.content, at)

    def table(self, form: str, at: int, count: int, end: int) -> list[tuple[Any, ...]]:
        """Return `count` rows of a table. The length is checked before anything of that size is made."""
        width = struct.calcsize(form)
        if at + count * width > min(end, len(self.content)):
            raise UnreadableSound("a table is too short")
        return list(struct.iter_unpack(form, self.content[at : at + count * width]))

    def piece(self, at: int, size: int) -> bytes:
        if at < 0 or size < 0 or at + size > len(self.content):
            raise UnreadableSound("sound is missing at the end")
        return self.content[at : at + size]


_NOWHERE = Box(b"", 0, 0, 0)


def write_box(kind: bytes, *contents: bytes) -> bytes:
    content = b"".join(contents)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def write_full_box(kind: bytes, *contents: bytes, flags: int = 0) -> bytes:
    """Write a box with a version, 0, and flags."""
    return write_box(kind, struct.pack(">I", flags), *contents)
