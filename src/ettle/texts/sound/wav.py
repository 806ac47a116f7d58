"""WAV: the samples of a file under a new head (RIFF; WAVE_FORMAT_PCM)."""

from __future__ import annotations

import struct

from ettle.texts.sound.packets import UnknownCodec, UnreadableSound

_PCM, _EXTENSIBLE = 1, 0xFFFE
_RATES = range(8_000, 96_001)


def rewrite_wav(content: bytes) -> tuple[bytes, float]:
    """Return a WAV file with the same samples and nothing else, and its seconds. Raises UnreadableSound."""
    kind, samples = _read_chunks(content)
    if len(kind) < 16:
        raise UnreadableSound("no form")
    code, channels, rate, _speed, width, bits = struct.unpack_from("<HHIIHH", kind)
    if code == _EXTENSIBLE and len(kind) >= 26:
        code = struct.unpack_from("<H", kind, 24)[0]
    if code != _PCM or channels not in {1, 2} or bits not in {8, 16, 24} or rate not in _RATES:
        raise UnknownCodec("WAV that is not plain")
    if width != channels * bits // 8:
        raise UnreadableSound("samples of another width")
    samples = samples[: len(samples) - len(samples) % width]
    if not samples:
        raise UnreadableSound("no sound in it")
    form = struct.pack("<HHIIHH", _PCM, channels, rate, rate * width, width, bits)
    body = b"WAVE" + _chunk(b"fmt ", form) + _chunk(b"data", samples)
    return _chunk(b"RIFF", body), len(samples) / width / rate


def _read_chunks(content: bytes) -> tuple[bytes, bytes]:
    kind, at = b"", 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        if name == b"data":
            # A recorder that was stopped has not written how much there is.
            return kind, content[at + 8 : at + 8 + size]
        if at + 8 + size > len(content):
            break
        if name == b"fmt ":
            kind = content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    raise UnreadableSound("no samples")


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
