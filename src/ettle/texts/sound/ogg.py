"""Read Opus from an Ogg file (RFC 3533, RFC 7845). Comments are never read."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ettle.texts.sound import opus
from ettle.texts.sound.packets import SoundTrack, UnknownCodec, UnreadableSound, check_packet_count

MAGIC = b"OggS"
_PAGE = struct.Struct("<4sBBqIIIB")
_CONTINUED = 1


def read_ogg(content: bytes) -> SoundTrack:
    """Return the one Opus stream of a file. Raises UnreadableSound."""
    packets = list(_read_packets(content))
    if not packets:
        raise UnreadableSound("no packets")
    if not packets[0].startswith(opus.HEAD):
        raise UnknownCodec("Ogg without Opus")
    if len(packets) < 2 or not packets[1].startswith(b"OpusTags"):
        raise UnreadableSound("no comment header")
    return opus.make_track(packets[0], packets[2:])


def _read_packets(content: bytes) -> Iterator[bytes]:
    pending, serial, count = bytearray(), -1, 0
    for page_serial, is_continued, segments in _read_pages(content):
        if serial not in {-1, page_serial}:
            raise UnreadableSound("more than one stream")
        serial = page_serial
        if bool(pending) != is_continued:
            raise UnreadableSound("a page is missing")
        for segment in segments:
            pending += segment
            if len(segment) < 255:
                count += 1
                check_packet_count(count)
                yield bytes(pending)
                pending.clear()
    if pending:
        raise UnreadableSound("the last packet is cut off")


def _read_pages(content: bytes) -> Iterator[tuple[int, bool, list[bytes]]]:
    at = 0
    while at < len(content):
        if len(content) - at < _PAGE.size:
            raise UnreadableSound("a page is cut off")
        magic, version, flags, _place, serial, _number, _checksum, count = _PAGE.unpack_from(content, at)
        if magic != MAGIC or version != 0:
            raise UnreadableSound("not a page")
        at += _PAGE.size
        sizes = content[at : at + count]
        at += count
        if len(sizes) < count or at + sum(sizes) > len(content):
            raise UnreadableSound("a page is cut off")
        segments = []
        for size in sizes:
            segments.append(content[at : at + size])
            at += size
        yield serial, bool(flags & _CONTINUED), segments
