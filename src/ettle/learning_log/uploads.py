"""Prepare pictures and voice notes for storage. Their type is detected from their content, never their name."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from ettle.kit.files import images
from ettle.kit.refusal import Refused
from ettle.texts import queries as texts

MAX_FILE_SIZE = 10 * 1024 * 1024  # bytes
THUMBNAIL_WIDTH = 400  # pixels
MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "webm": "audio/webm",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
}
_NOT_SOUND = frozenset({b"qt  ", b"heic", b"heix", b"avif", b"mif1"})
_MP3_LAYER = 0x06


@dataclass(frozen=True)
class PreparedFile:
    """A file ready for the store, under a name that nobody can guess.

    small: the thumbnail of a picture. is_first_frame: whether the picture moved. words: what the picture shows.
    """

    kind: str
    file: ContentFile[bytes]
    small: ContentFile[bytes] | None
    is_first_frame: bool = False
    words: str = ""

    @property
    def size(self) -> int:
        return self.file.size + (self.small.size if self.small else 0)


def prepare_picture(content: bytes) -> PreparedFile:
    """Re-encode a picture, which removes its metadata, and make a thumbnail. Raises Refused."""
    encoded = images.reencode_image(content)
    picture = _assign_random_name(encoded)
    thumbnail = _assign_random_name(images.reencode_image(picture.read(), widest=THUMBNAIL_WIDTH))
    picture.seek(0)
    return PreparedFile("picture", picture, thumbnail, encoded.is_first_frame)


def prepare_voice_note(content: bytes) -> PreparedFile:
    """Check a voice note and remove the metadata of an MP4. Raises Refused."""
    if len(content) > MAX_FILE_SIZE:
        raise Refused(_("The voice note must be smaller than 10 MB. Record a shorter one"), field="voice")
    ending = _detect_audio_type(content[:64])
    if ending is None:
        raise Refused(_("Choose a voice note in the form M4A, MP3, OGG, WebM or WAV"), field="voice")
    content = texts.strip_location(content) if ending == "m4a" else content
    return PreparedFile("voice", ContentFile(content, name=f"{uuid.uuid4().hex}.{ending}"), None)


def _detect_audio_type(head: bytes) -> str | None:
    """Return the file ending for the audio type that begins with these bytes, or None."""
    if head[4:8] == b"ftyp" and head[8:12] not in _NOT_SOUND:
        return "m4a"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head:
        return "webm"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if head.startswith(b"OggS"):
        return "ogg"
    is_frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & _MP3_LAYER != 0
    return "mp3" if head.startswith(b"ID3") or is_frame else None


def _assign_random_name(picture: ContentFile[bytes]) -> ContentFile[bytes]:
    picture.name = f"{uuid.uuid4().hex}.{str(picture.name).rpartition('.')[2]}"
    return picture
