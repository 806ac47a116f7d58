"""Opus: the head of a stream (RFC 7845, 5.1) and the length of a packet (RFC 6716, 3)."""

from __future__ import annotations

import struct

from ettle.texts.sound.packets import SoundTrack, UnknownCodec, UnreadableSound, check_packet_count

RATE = 48_000
HEAD = b"OpusHead"
_HEAD_FORM = struct.Struct("<8sBBHIhB")
MOST_SAMPLES = 5_760  # of one packet: 120 ms
MOST_DELAY = 48_000
# Samples of one frame, by the four lowest bits of the configuration: SILK, hybrid, CELT.
_SILK, _HYBRID, _CELT = (480, 960, 1_920, 2_880), (480, 960), (120, 240, 480, 960)


def make_track(head: bytes, packets: list[bytes]) -> SoundTrack:
    """Return a checked track. head: OpusHead as the file has it; only channels and delay are taken from it."""
    check_packet_count(len(packets))
    if len(head) < _HEAD_FORM.size or not head.startswith(HEAD):
        raise UnreadableSound("no OpusHead")
    _magic, version, channels, delay, _rate, _gain, family = _HEAD_FORM.unpack_from(head)
    if version > 15 or channels not in {1, 2} or family != 0:
        raise UnknownCodec("Opus for more than two channels")
    if not packets:
        raise UnreadableSound("no sound in it")
    delay = min(delay, MOST_DELAY)
    durations = tuple(map(count_samples, packets))
    return SoundTrack("opus", RATE, channels, write_head(channels, delay), tuple(packets), durations, delay)


def write_head(channels: int, delay: int) -> bytes:
    return _HEAD_FORM.pack(HEAD, 1, channels, delay, RATE, 0, 0)


def count_samples(packet: bytes) -> int:
    """Return how many samples at 48 kHz a packet has. Raises UnreadableSound when its frames do not fit into it."""
    if not packet:
        raise UnreadableSound("an empty packet")
    config, code = packet[0] >> 3, packet[0] & 3
    if config < 12:
        frame = _SILK[config % 4]
    elif config < 16:
        frame = _HYBRID[config % 2]
    else:
        frame = _CELT[config % 4]
    samples = frame * _count_frames(packet, code)
    if not 0 < samples <= MOST_SAMPLES:
        raise UnreadableSound("a packet of impossible length")
    return samples


def _count_frames(packet: bytes, code: int) -> int:
    if code == 0:
        return 1
    if code == 1:
        if len(packet) % 2 == 0:
            raise UnreadableSound("two equal frames that are not equal")
        return 2
    if len(packet) < 2:
        raise UnreadableSound("a packet without its lengths")
    return 2 if code == 2 else packet[1] & 0x3F
