"""A recording, checked by its content and written again with nothing in it but the sound.

Nothing is decoded here: only the container is read, in Python, and the listener's browser decodes (decision 0057).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.kit.refusal import Refused
from ettle.texts.sound import aac, mp3, mp4, ogg, wav, webm
from ettle.texts.sound.packets import SoundTrack, UnknownCodec, UnreadableSound

MAX_SIZE = 5 * 1024 * 1024  # bytes
MAX_MINUTES = 5
# A recorder that is stopped at five minutes writes a little more.
_SPARE_SECONDS = 5
MEDIA_TYPES = {"webm": "audio/webm", "m4a": "audio/mp4", "mp3": "audio/mpeg", "wav": "audio/wav"}
TOO_LARGE = _lazy("The recording must be smaller than 5 MB. Record a shorter one")
TOO_LONG = _lazy("The recording must be at most 5 minutes long. Record a shorter one, or type the rest")
EMPTY = _lazy("There is no sound in this recording. Record it again")
BROKEN = _lazy("We could not read this recording: it is damaged or not complete. Record it again, or choose another")
NOT_SOUND = _lazy("Choose a recording in the form M4A, MP3, Ogg Opus, WebM or WAV")


@dataclass(frozen=True)
class RewrittenSound:
    """A file that every current browser plays. ending: one of MEDIA_TYPES. seconds: how long it is, at least 1."""

    content: bytes
    ending: str
    seconds: int


def rewrite_recording(content: bytes, *, field: str = "recording") -> RewrittenSound:
    """Return a recording without its metadata. Raises Refused, for `field`."""
    if len(content) > MAX_SIZE:
        raise Refused(TOO_LARGE, field=field)
    rewrite = _find_reader(content)
    if rewrite is None:
        raise Refused(NOT_SOUND, field=field)
    try:
        rewritten, ending, seconds = rewrite(content)
    except UnknownCodec:
        raise Refused(NOT_SOUND, field=field) from None
    except UnreadableSound:
        raise Refused(BROKEN, field=field) from None
    if seconds > MAX_MINUTES * 60 + _SPARE_SECONDS:
        raise Refused(TOO_LONG, field=field)
    if seconds <= 0:
        raise Refused(EMPTY, field=field)
    return RewrittenSound(rewritten, ending, max(1, round(seconds)))


def describe_length(seconds: int) -> str:
    """Return a length like "2 min 05 s"."""
    return _("%(minutes)s min %(seconds)02d s") % {"minutes": seconds // 60, "seconds": seconds % 60}


Rewriter = Callable[[bytes], tuple[bytes, str, float]]


def _find_reader(content: bytes) -> Rewriter | None:
    """Return the reader for what a file begins with; its name and the type that the browser says are not asked."""
    if content.startswith(webm.MAGIC):
        return lambda content: _write_track(webm.read_webm(content))
    if content.startswith(ogg.MAGIC):
        return lambda content: _write_track(ogg.read_ogg(content))
    if mp4.is_mp4(content):
        return lambda content: _write_track(mp4.read_mp4(content))
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return lambda content: _name_ending("wav", *wav.rewrite_wav(content))
    if content.startswith(b"ID3") or (content[:1] == b"\xff" and len(content) > 1 and content[1] & 0xE6 == 0xE2):
        return lambda content: _name_ending("mp3", *mp3.rewrite_mp3(content))
    return None


def _write_track(track: SoundTrack) -> tuple[bytes, str, float]:
    if track.codec == "opus":
        return webm.write_webm(track), "webm", track.seconds
    return aac.write_mp4(track), "m4a", track.seconds


def _name_ending(ending: str, content: bytes, seconds: float) -> tuple[bytes, str, float]:
    return content, ending, seconds
