"""Remove metadata from MP4 films and voice notes: devices write the place into it."""

from __future__ import annotations

_BOXES_WITH_BOXES = frozenset({b"moov", b"trak"})
_BOXES_TO_EMPTY = frozenset({b"udta", b"meta", b"uuid"})


def strip_location(content: bytes) -> bytes:
    """Return an MP4 without its metadata (place, owner, device). Boxes are emptied, not cut: offsets must not move."""
    film = bytearray(content)
    pending = [(0, len(film))]
    while pending:
        at, end = pending.pop()
        while at + 8 <= end:
            size, kind = int.from_bytes(film[at : at + 4], "big"), bytes(film[at + 4 : at + 8])
            head = 8
            if size == 1 and at + 16 <= end:
                size, head = int.from_bytes(film[at + 8 : at + 16], "big"), 16
            size = size or end - at
            if size < head or at + size > end:
                break
            if kind in _BOXES_TO_EMPTY:
                film[at + 4 : at + 8] = b"free"
                film[at + head : at + size] = bytes(size - head)
            elif kind in _BOXES_WITH_BOXES:
                pending.append((at + head, at + size))
            at += size
    return bytes(film)
