"""Read AAC or Opus from an MP4 file, in one piece or in fragments, as browsers and phones record it."""

from __future__ import annotations

import struct

from ettle.texts.sound import aac, opus
from ettle.texts.sound.boxes import Box, BoxFile
from ettle.texts.sound.packets import SoundTrack, UnknownCodec, UnreadableSound, check_packet_count

# Bytes before the boxes of a sample entry, by the version of the entry.
_ENTRY_HEADS = {0: 28, 1: 44}
_BASE_PRESENT, _DESCRIPTION, _DURATION, _SIZE, _FLAGS = 0x1, 0x2, 0x8, 0x10, 0x20
_RUN_OFFSET, _RUN_FIRST_FLAGS, _RUN_SIZE = 0x1, 0x4, 0x200
_RUN_FIELDS = (0x100, 0x200, 0x400, 0x800)  # four bytes each for every sample, in this order


def read_mp4(content: bytes) -> SoundTrack:
    """Return the one sound track of a file. Raises UnreadableSound."""
    file = BoxFile(content)
    top = list(file.boxes())
    movie = next((box for box in top if box.kind == b"moov"), None)
    if movie is None:
        raise UnreadableSound("no moov")
    track, number = _find_track(file, movie)
    table = file.find(track, b"mdia", b"minf", b"stbl")
    entry = next(iter(_sample_entries(file, file.find(table, b"stsd"))))
    packets = _read_whole(file, table) + _read_fragments(file, top, movie, number)
    if entry.kind == b"mp4a":
        return aac.make_track(_read_descriptor(file, _entry_box(file, entry, b"esds")), packets)
    if entry.kind == b"Opus":
        return opus.make_track(_read_opus_head(file, _entry_box(file, entry, b"dOps")), packets)
    raise UnknownCodec("MP4 with another codec")


def _find_track(file: BoxFile, movie: Box) -> tuple[Box, int]:
    """Return the only track, and its number."""
    tracks = [box for box in file.boxes(movie.start, movie.end) if box.kind == b"trak"]
    if len(tracks) != 1:
        raise UnknownCodec("not one track")
    handler = file.find(tracks[0], b"mdia", b"hdlr")
    if file.piece(handler.start + 8, 4) != b"soun":
        raise UnknownCodec("no sound")
    header = file.find(tracks[0], b"tkhd")
    version = file.numbers(">B", header.start, header.end)[0]
    number = file.numbers(">I", header.start + (20 if version == 1 else 12), header.end)[0]
    return tracks[0], number


def _sample_entries(file: BoxFile, descriptions: Box) -> list[Box]:
    entries = list(file.boxes(descriptions.start + 8, descriptions.end))
    if len(entries) != 1:
        raise UnknownCodec("not one form of sound")
    return entries


def _entry_box(file: BoxFile, entry: Box, kind: bytes) -> Box:
    version = file.numbers(">H", entry.start + 8, entry.end)[0]
    if version not in _ENTRY_HEADS:
        raise UnknownCodec("an entry of another version")
    for box in file.boxes(entry.start + _ENTRY_HEADS[version], entry.end):
        if box.kind == kind:
            return box
        if box.kind == b"wave":
            return file.find(box, kind)
    raise UnreadableSound("no setup")


def _read_opus_head(file: BoxFile, box: Box) -> bytes:
    _version, channels, delay, _rate, _gain, family = file.numbers(">BBHIhB", box.start, box.end)
    if family != 0:
        raise UnknownCodec("Opus for more than two channels")
    return opus.write_head(channels, delay)


def _read_descriptor(file: BoxFile, box: Box) -> bytes:
    """Return the AudioSpecificConfig in the descriptors of an esds box (ISO/IEC 14496-1, 7.2.6)."""
    at = _enter_descriptor(file, box.start + 4, box.end, 0x03)
    flags = file.numbers(">B", at + 2, box.end)[0]
    if flags & 0xE0:
        raise UnreadableSound("descriptors that point elsewhere")
    at = _enter_descriptor(file, at + 3, box.end, 0x04)
    if file.numbers(">B", at, box.end)[0] != 0x40:
        raise UnknownCodec("not AAC")
    at, size = _read_descriptor_head(file, at + 13, box.end, 0x05)
    return file.piece(at, size)


def _enter_descriptor(file: BoxFile, at: int, end: int, tag: int) -> int:
    return _read_descriptor_head(file, at, end, tag)[0]


def _read_descriptor_head(file: BoxFile, at: int, end: int, tag: int) -> tuple[int, int]:
    if file.numbers(">B", at, end)[0] != tag:
        raise UnreadableSound("no descriptor")
    size = 0
    for _ in range(4):
        at += 1
        byte = file.numbers(">B", at, end)[0]
        size = size << 7 | byte & 0x7F
        if byte < 0x80:
            break
    if at + 1 + size > end:
        raise UnreadableSound("a descriptor is cut off")
    return at + 1, size


def _read_whole(file: BoxFile, table: Box) -> list[bytes]:
    """Return the samples that the tables of the movie name."""
    sizes = _read_sizes(file, file.find(table, b"stsz"))
    if not sizes:
        return []
    packets: list[bytes] = []
    sample = 0
    for place, many in _chunks(file, table, len(sizes)):
        at = place
        for size in sizes[sample : sample + many]:
            packets.append(file.piece(at, size))
            at += size
        sample += many
    if len(packets) != len(sizes):
        raise UnreadableSound("samples without a place")
    return packets


def _read_sizes(file: BoxFile, box: Box) -> list[int]:
    size, count = file.numbers(">II", box.start + 4, box.end)
    check_packet_count(count)
    return [size] * count if size else [row[0] for row in file.table(">I", box.start + 12, count, box.end)]


def _chunks(file: BoxFile, table: Box, samples: int) -> list[tuple[int, int]]:
    """Return where each chunk begins, and how many samples it has."""
    is_long = any(box.kind == b"co64" for box in file.boxes(table.start, table.end))
    box = file.find(table, b"co64" if is_long else b"stco")
    count = file.numbers(">I", box.start + 4, box.end)[0]
    check_packet_count(count)
    places = [row[0] for row in file.table(">Q" if is_long else ">I", box.start + 8, count, box.end)]
    runs_box = file.find(table, b"stsc")
    count = file.numbers(">I", runs_box.start + 4, runs_box.end)[0]
    check_packet_count(count)
    runs = {first - 1: many for first, many, _ in file.table(">III", runs_box.start + 8, count, runs_box.end)}
    chunks, many, left = [], 0, samples
    for number, place in enumerate(places):
        many = runs.get(number, many)
        chunks.append((place, min(many, left)))
        left -= chunks[-1][1]
    return chunks


def _read_fragments(file: BoxFile, top: list[Box], movie: Box, number: int) -> list[bytes]:
    packets: list[bytes] = []
    default = 0
    for box in file.boxes(movie.start, movie.end):
        if box.kind == b"mvex":
            default = file.numbers(">I", file.find(box, b"trex").start + 16, box.end)[0]
    for fragment in (box for box in top if box.kind == b"moof"):
        for piece in file.boxes(fragment.start, fragment.end):
            if piece.kind == b"traf":
                packets += _read_fragment(file, fragment, piece, number, default)
        check_packet_count(len(packets))
    return packets


def _read_fragment(file: BoxFile, fragment: Box, piece: Box, number: int, default: int) -> list[bytes]:
    header = file.find(piece, b"tfhd")
    flags, track = file.numbers(">II", header.start, header.end)
    if track != number:
        raise UnknownCodec("a fragment of another track")
    at, base = header.start + 8, fragment.begins
    if flags & _BASE_PRESENT:
        base, at = file.numbers(">Q", at, header.end)[0], at + 8
    at += 4 * bool(flags & _DESCRIPTION) + 4 * bool(flags & _DURATION)
    size = file.numbers(">I", at, header.end)[0] if flags & _SIZE else default
    packets: list[bytes] = []
    place = base
    for box in file.boxes(piece.start, piece.end):
        if box.kind == b"trun":
            place = _read_run(file, box, (base, place), size, packets)
    return packets


def _read_run(file: BoxFile, box: Box, places: tuple[int, int], size: int, packets: list[bytes]) -> int:
    """Add the samples of one run. places: the base of its fragment, and where the run before ended."""
    base, place = places
    flags, count = file.numbers(">II", box.start, box.end)
    check_packet_count(len(packets) + count)
    at = box.start + 8
    if flags & _RUN_OFFSET:
        place, at = base + file.numbers(">i", at, box.end)[0], at + 4
    at += 4 * bool(flags & _RUN_FIRST_FLAGS)
    fields = [field for field in _RUN_FIELDS if flags & field]
    sizes = [size] * count
    if flags & _RUN_SIZE:
        column = fields.index(_RUN_SIZE)
        sizes = [row[column] for row in file.table(f">{len(fields)}I", at, count, box.end)]
    for each in sizes:
        packets.append(file.piece(place, each))
        place += each
    return place


def is_mp4(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and struct.unpack(">I", content[:4])[0] >= 8
