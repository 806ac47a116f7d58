"""MP3: the frames of a file, without tags before, between or after them (ISO/IEC 11172-3, 2.4.1.3)."""

from __future__ import annotations

from ettle.texts.sound.packets import UnreadableSound, check_packet_count

# Kilobits a second of Layer III, by the four bits of the head: MPEG-1, and MPEG-2 and 2.5.
_BITRATES = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_MPEG_1, _LAYER_3 = 3, 1
_FEWEST_FRAMES = 2
_SUMMARY_WITHIN = 200  # bytes of the first frame, in which an encoder writes its name and how long the file is


def rewrite_mp3(content: bytes) -> tuple[bytes, float]:
    """Return the frames alone, and how many seconds they last. Raises UnreadableSound."""
    frames, seconds, at = list[bytes](), 0.0, _skip_tag(content)
    while at < len(content):
        size, lasts = _read_frame_head(content[at : at + 4])
        if not size:
            if _is_end_tag(content, at):
                break
            raise UnreadableSound("not a frame")
        if at + size > len(content):
            # Recorders that stop at once leave the last frame unfinished.
            break
        frame = content[at : at + size]
        if frames or not _is_summary(frame):
            frames.append(frame)
            seconds += lasts
            check_packet_count(len(frames))
        at += size
    if len(frames) < _FEWEST_FRAMES:
        raise UnreadableSound("no frames")
    return b"".join(frames), seconds


def _skip_tag(content: bytes) -> int:
    """Return where an ID3v2 tag at the start ends."""
    if content[:3] != b"ID3" or len(content) < 10:
        return 0
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size + (10 if content[5] & 0x10 else 0)


def _is_end_tag(content: bytes, at: int) -> bool:
    rest = content[at:]
    return rest.startswith((b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3")) or not rest.strip(b"\0")


def _is_summary(frame: bytes) -> bool:
    return any(word in frame[:_SUMMARY_WITHIN] for word in (b"Xing", b"Info", b"VBRI"))


def _read_frame_head(head: bytes) -> tuple[int, float]:
    """Return the bytes and the seconds of the frame that begins with these four bytes; 0 when none does."""
    bits = int.from_bytes(head, "big")
    version, layer, rate_place = bits >> 19 & 3, bits >> 17 & 3, bits >> 10 & 3
    if len(head) < 4 or bits >> 21 != 0x7FF or layer != _LAYER_3 or version == 1 or rate_place == 3:
        return 0, 0.0
    place = bits >> 12 & 0xF
    is_first = version == _MPEG_1
    if place in {0, 15}:
        return 0, 0.0
    kilobits = _BITRATES[0 if is_first else 1][place]
    rate = _RATES[version][rate_place]
    samples = 1_152 if is_first else 576
    return samples // 8 * kilobits * 1_000 // rate + (bits >> 9 & 1), samples / rate
