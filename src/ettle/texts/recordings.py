"""Films and voice notes in the form MP4, without what the device wrote into them about where it was."""

from __future__ import annotations

_BOXES_WITH_BOXES = frozenset({b"moov", b"trak"})
_BOXES_TO_EMPTY = frozenset({b"udta", b"meta", b"uuid"})


def strip_location(content: bytes) -> bytes:
    """An MP4 film without what its camera wrote about place, owner and device. Same length, so nothing moves."""
    film = bytearray(content)
    waiting = [(0, len(film))]
    while waiting:
        at, end = waiting.pop()
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
                waiting.append((at + head, at + size))
            at += size
    return bytes(film)
