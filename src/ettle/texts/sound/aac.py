"""AAC: what a decoder must know beforehand (ISO/IEC 14496-3, 1.6.2.1), and an MP4 file with one track of it."""

from __future__ import annotations

import struct

from ettle.texts.sound.boxes import write_box, write_full_box
from ettle.texts.sound.packets import SoundTrack, UnknownCodec, UnreadableSound, check_packet_count

FRAME = 1_024  # samples
RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350)
_LOW_COMPLEXITY, _BAND_REPLICATION, _STEREO = 2, 5, 29
MOST_SETUP = 16  # bytes; two to five are usual
MOST_PACKET = 6_144  # bytes: 768 for each of two channels is the rule, and rarely more
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def make_track(setup: bytes, packets: list[bytes]) -> SoundTrack:
    """Return a checked track. setup: AudioSpecificConfig. Raises UnreadableSound."""
    check_packet_count(len(packets))
    if not 2 <= len(setup) <= MOST_SETUP:
        raise UnreadableSound("no setup")
    bits = int.from_bytes(setup[:2], "big")
    kind, place, channels = bits >> 11, bits >> 7 & 0xF, bits >> 3 & 0xF
    if kind not in {_LOW_COMPLEXITY, _BAND_REPLICATION, _STEREO} or place >= len(RATES) or channels not in {1, 2}:
        raise UnknownCodec("another kind of AAC")
    if kind == _LOW_COMPLEXITY:
        if bits & 0b100:
            raise UnknownCodec("frames of 960 samples")
        setup = setup[:2]
    if not packets or not all(0 < len(packet) <= MOST_PACKET for packet in packets):
        raise UnreadableSound("no sound in it")
    return SoundTrack("aac", RATES[place], channels, setup, tuple(packets), (FRAME,) * len(packets))


def write_mp4(track: SoundTrack) -> bytes:
    """Return an MP4 file with this track: its tables first, so that a player can begin and seek at once."""
    kind = write_box(b"ftyp", b"M4A ", struct.pack(">I", 0), b"M4A isom")
    length = len(kind) + len(_write_movie(track, 0)) + 8
    return kind + _write_movie(track, length) + write_box(b"mdat", *track.packets)


def _write_movie(track: SoundTrack, place: int) -> bytes:
    """place: where the first packet is."""
    duration = sum(track.durations)
    movie_header = write_full_box(
        b"mvhd", struct.pack(">4IIH10x", 0, 0, track.rate, duration, 0x10000, 0x100), _MATRIX, bytes(24),
        struct.pack(">I", 2),
    )  # fmt: skip
    track_header = write_full_box(
        b"tkhd", struct.pack(">5I8x4H", 0, 0, 1, 0, duration, 0, 0, 0x100, 0), _MATRIX, bytes(8), flags=3
    )
    media_header = write_full_box(b"mdhd", struct.pack(">4IHH", 0, 0, track.rate, duration, 0x55C4, 0))
    handler = write_full_box(b"hdlr", bytes(4), b"soun", bytes(12), b"\0")
    data = write_box(b"dinf", write_full_box(b"dref", struct.pack(">I", 1), write_full_box(b"url ", flags=1)))
    information = write_box(b"minf", write_full_box(b"smhd", bytes(4)), data, _write_tables(track, place))
    media = write_box(b"mdia", media_header, handler, information)
    return write_box(b"moov", movie_header, write_box(b"trak", track_header, media))


def _write_tables(track: SoundTrack, place: int) -> bytes:
    count = len(track.packets)
    sizes = struct.pack(f">{count}I", *map(len, track.packets))
    return write_box(
        b"stbl",
        write_full_box(b"stsd", struct.pack(">I", 1), _write_entry(track)),
        write_full_box(b"stts", struct.pack(">III", 1, count, FRAME)),
        write_full_box(b"stsc", struct.pack(">IIII", 1, 1, count, 1)),
        write_full_box(b"stsz", struct.pack(">II", 0, count), sizes),
        write_full_box(b"stco", struct.pack(">II", 1, place)),
    )


def _write_entry(track: SoundTrack) -> bytes:
    setup = _write_descriptor(0x05, track.setup)
    decoder = _write_descriptor(0x04, struct.pack(">BB3sII", 0x40, 0x15, bytes(3), 0, 0), setup)
    stream = _write_descriptor(0x03, struct.pack(">HB", 1, 0), decoder, _write_descriptor(0x06, b"\x02"))
    head = struct.pack(">6xH8xHHIHH", 1, track.channels, 16, 0, track.rate, 0)
    return write_box(b"mp4a", head, write_full_box(b"esds", stream))


def _write_descriptor(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    return bytes([tag, len(content)]) + content
