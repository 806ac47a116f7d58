"""Read Opus from WebM or Matroska (RFC 8794, RFC 9559), and write it into a new WebM."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ettle.texts.sound import opus
from ettle.texts.sound.packets import SoundTrack, UnknownCodec, UnreadableSound, check_packet_count

MAGIC = b"\x1a\x45\xdf\xa3"
_EBML, _SEGMENT, _TRACKS, _TRACK, _AUDIO = 0x1A45DFA3, 0x18538067, 0x1654AE6B, 0xAE, 0xE1
_TRACK_NUMBER, _TRACK_TYPE, _CODEC, _SETUP, _ENCODINGS = 0xD7, 0x83, 0x86, 0x63A2, 0x6D80
_CLUSTER, _SIMPLE_BLOCK, _BLOCK_GROUP, _BLOCK = 0x1F43B675, 0xA3, 0xA0, 0xA1
# Where another element of the segment begins, one of unknown length has ended.
_TOP_LEVEL = frozenset({_CLUSTER, _TRACKS, 0x1549A966, 0x1C53BB6B, 0x114D9B74, 0x1254C367, 0x1941A469, 0x1043A770})
_UNKNOWN = -1
_SOUND = 2
_MOST_TRACKS = 1
_CLUSTER_SAMPLES = opus.RATE * 5
_MILLISECOND = opus.RATE // 1_000
Element = tuple[int, int, int]  # its id, and where its content begins and ends


def read_webm(content: bytes) -> SoundTrack:
    """Return the one Opus track of a file. Raises UnreadableSound."""
    elements = _children(content, 0, len(content))
    if next(elements, (0, 0, 0))[0] != _EBML:
        raise UnreadableSound("no EBML head")
    segment = next(elements, (0, 0, 0))
    if segment[0] != _SEGMENT:
        raise UnreadableSound("no segment")
    number, head, packets = 0, b"", list[bytes]()
    for name, start, end in _children(content, segment[1], segment[2]):
        if name == _TRACKS and not number:
            number, head = _read_track(content, start, end)
        elif name == _CLUSTER:
            packets += _read_cluster(content, start, end, number, len(packets))
    return opus.make_track(head, packets)


def _read_track(content: bytes, start: int, end: int) -> tuple[int, bytes]:
    """Return the number and the OpusHead of the only track."""
    tracks = [(first, last) for name, first, last in _children(content, start, end) if name == _TRACK]
    if len(tracks) != _MOST_TRACKS:
        raise UnknownCodec("more than one track")
    fields = {name: content[first:last] for name, first, last in _children(content, *tracks[0])}
    if int.from_bytes(fields.get(_TRACK_TYPE, b""), "big") != _SOUND or fields.get(_CODEC, b"") != b"A_OPUS":
        raise UnknownCodec("WebM without Opus")
    if _ENCODINGS in fields:
        raise UnreadableSound("packed or encrypted")
    return int.from_bytes(fields.get(_TRACK_NUMBER, b"")[:8], "big"), fields.get(_SETUP, b"")


def _read_cluster(content: bytes, start: int, end: int, number: int, before: int) -> list[bytes]:
    packets = []
    for name, first, last in _children(content, start, end):
        if name == _SIMPLE_BLOCK:
            packets.append(_read_block(content[first:last], number))
        elif name == _BLOCK_GROUP:
            blocks = [piece for piece in _children(content, first, last) if piece[0] == _BLOCK]
            packets += [_read_block(content[begin:finish], number) for _name, begin, finish in blocks]
        check_packet_count(before + len(packets))
    return packets


def _read_block(block: bytes, number: int) -> bytes:
    """Return the packet of a block: a track number, two bytes of time, flags, and the rest."""
    track, at = _read_size(block, 0)
    if track != number or at + 3 > len(block):
        raise UnreadableSound("a block of no track")
    if block[at + 2] & 0x06:
        raise UnreadableSound("several packets in one block")
    return block[at + 3 :]


def _children(content: bytes, at: int, end: int) -> Iterator[Element]:
    """Yield the elements between two places. One of unknown length ends where the next of its level begins."""
    while at < end:
        name, at = _read_id(content, at)
        size, at = _read_size(content, at)
        if size == _UNKNOWN:
            if name not in {_SEGMENT, _CLUSTER}:
                raise UnreadableSound("an element of unknown length")
            finish = end if name == _SEGMENT else _find_end(content, at, end)
        else:
            finish = at + size
        if finish > end:
            raise UnreadableSound("an element is cut off")
        yield name, at, finish
        at = finish


def _find_end(content: bytes, at: int, end: int) -> int:
    while at < end:
        name, after = _read_id(content, at)
        if name in _TOP_LEVEL:
            return at
        size, after = _read_size(content, after)
        if size == _UNKNOWN or after + size > end:
            raise UnreadableSound("an element is cut off")
        at = after + size
    return end


def _read_id(content: bytes, at: int) -> tuple[int, int]:
    first = content[at] if at < len(content) else 0
    length = 9 - first.bit_length()
    if first == 0 or length > 4 or at + length > len(content):
        raise UnreadableSound("no element")
    return int.from_bytes(content[at : at + length], "big"), at + length


def _read_size(content: bytes, at: int) -> tuple[int, int]:
    first = content[at] if at < len(content) else 0
    length = 9 - first.bit_length()
    if first == 0 or at + length > len(content):
        raise UnreadableSound("no length")
    value = int.from_bytes(content[at : at + length], "big") & ((1 << 7 * length) - 1)
    return (_UNKNOWN if value == (1 << 7 * length) - 1 else value), at + length


def write_webm(track: SoundTrack) -> bytes:
    """Return a WebM file with this Opus track, with its length in it, so that a player can seek."""
    head = _element(
        _EBML,
        _number(0x4286, 1) + _number(0x42F7, 1) + _number(0x42F2, 4) + _number(0x42F3, 8)
        + _element(0x4282, b"webm") + _number(0x4287, 4) + _number(0x4285, 2),
    )  # fmt: skip
    milliseconds = max(1, sum(track.durations) // _MILLISECOND)
    info = _element(
        0x1549A966,
        _number(0x2AD7B1, 1_000_000) + _number(0x4489, milliseconds, is_float=True)
        + _element(0x4D80, b"Ettle") + _element(0x5741, b"Ettle"),
    )  # fmt: skip
    audio = _element(_AUDIO, _number(0xB5, track.rate, is_float=True) + _number(0x9F, track.channels))
    delay, roll = track.delay * 1_000_000_000 // opus.RATE, 80_000_000
    entry = _element(
        _TRACK,
        _number(_TRACK_NUMBER, 1) + _number(0x73C5, 1) + _number(_TRACK_TYPE, _SOUND) + _element(_CODEC, b"A_OPUS")
        + _element(_SETUP, track.setup) + _number(0x56AA, delay) + _number(0x56BB, roll) + audio,
    )  # fmt: skip
    clusters = list(_write_clusters(track))
    tracks = _element(_TRACKS, entry)
    cues, at = [], len(info) + len(tracks)
    for moment, cluster in clusters:
        position = _number(0xF7, 1) + _number(0xF1, at)
        cues.append(_element(0xBB, _number(0xB3, moment) + _element(0xB7, position)))
        at += len(cluster)
    body = info + tracks + b"".join(cluster for _moment, cluster in clusters) + _element(0x1C53BB6B, b"".join(cues))
    return head + _element(_SEGMENT, body)


def _write_clusters(track: SoundTrack) -> Iterator[tuple[int, bytes]]:
    """Yield each cluster with the millisecond at which it begins."""
    blocks: list[bytes] = []
    place = begins = 0
    for packet, duration in zip(track.packets, track.durations, strict=True):
        if blocks and place - begins >= _CLUSTER_SAMPLES:
            yield begins // _MILLISECOND, _write_cluster(begins // _MILLISECOND, blocks)
            blocks = []
        begins = place if not blocks else begins
        moment = place // _MILLISECOND - begins // _MILLISECOND
        blocks.append(_element(_SIMPLE_BLOCK, b"\x81" + moment.to_bytes(2, "big") + b"\x80" + packet))
        place += duration
    yield begins // _MILLISECOND, _write_cluster(begins // _MILLISECOND, blocks)


def _write_cluster(moment: int, blocks: list[bytes]) -> bytes:
    return _element(_CLUSTER, _number(0xE7, moment) + b"".join(blocks))


def _element(name: int, content: bytes) -> bytes:
    length = len(content)
    width = next(width for width in range(1, 9) if length < (1 << 7 * width) - 1)
    size = (length | 1 << 7 * width).to_bytes(width, "big")
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + size + content


def _number(name: int, value: int, *, is_float: bool = False) -> bytes:
    if is_float:
        return _element(name, struct.pack(">d", value))
    return _element(name, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))
