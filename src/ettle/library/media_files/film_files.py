"""Films and captions, recognised by their content. A film must be MP4 or WebM, captions WebVTT."""

from __future__ import annotations

import hashlib
import re

from django.utils.translation import gettext as _

from ettle.kit.refusal import Refused

MAX_FILM_BYTES = 100 * 1024 * 1024
MAX_CAPTIONS_BYTES = 500_000
HEADER_BYTES = 64
TIME = r"(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
CUE = re.compile(rf"^{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t].*)?$")


def detect_suffix(head: bytes, size: int) -> str:
    """ "mp4" or "webm", from the first bytes of a film. size: in bytes. Raises Refused."""
    if size > MAX_FILM_BYTES:
        raise Refused(_("The film must be smaller than 100 MB. Make it smaller, or cut it into parts"), field="file")
    if head[4:8] == b"ftyp" and head[8:12] not in {b"qt  ", b"heic", b"avif", b"mif1"}:
        return "mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:HEADER_BYTES]:
        return "webm"
    raise Refused(_("Choose a film in the form MP4 or WebM; others do not play in every browser"), field="file")


def validate_captions(content: bytes) -> str:
    """Captions as they are stored. Raises Refused, naming the line that a browser would not read."""
    if len(content) > MAX_CAPTIONS_BYTES:
        raise Refused(_("The captions must be smaller than 500 KB"), field="captions")
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise Refused(_("Save the captions as plain text in UTF-8"), field="captions") from None
    lines = text.split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]) or "\x00" in text:
        raise Refused(_("Captions are a WebVTT file: its first line is WEBVTT"), field="captions")
    _check_times(lines)
    return text.rstrip("\n") + "\n"


def _check_times(lines: list[str]) -> None:
    last = -1
    for number, line in enumerate(lines, 1):
        if "-->" not in line:
            continue
        cue = CUE.match(line)
        if cue is None:
            raise Refused(
                _("Line %(number)s of the captions: write the times as 00:01.000 --> 00:04.000") % {"number": number},
                field="captions",
            )
        begins, ends = _parse_milliseconds(cue.groups()[:4]), _parse_milliseconds(cue.groups()[4:])
        if ends <= begins or begins < last:
            raise Refused(
                _("Line %(number)s of the captions: the times must go forwards") % {"number": number}, field="captions"
            )
        last = begins
    if last < 0:
        raise Refused(_("The captions hold no words yet"), field="captions")


def _parse_milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def content_file_name(content: bytes, ending: str) -> str:
    """A file name made from the hash of the content."""
    return f"{hashlib.sha256(content).hexdigest()[:32]}.{ending}"
