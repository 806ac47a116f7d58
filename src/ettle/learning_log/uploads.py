"""Prepare pictures and voice notes for storage. Their type is detected from their content, never their name."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.core.files.base import ContentFile

from ettle.kit.files import images
from ettle.texts import queries as texts

MAX_PICTURE_SIZE = 10 * 1024 * 1024  # bytes
THUMBNAIL_WIDTH = 400  # pixels
MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    **texts.MEDIA_TYPES,
}


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
    """Check a voice note, and write its sound alone into a new file. Raises Refused."""
    sound = texts.rewrite_recording(content, field="voice")
    return PreparedFile("voice", ContentFile(sound.content, name=f"{uuid.uuid4().hex}.{sound.ending}"), None)


def _assign_random_name(picture: ContentFile[bytes]) -> ContentFile[bytes]:
    picture.name = f"{uuid.uuid4().hex}.{str(picture.name).rpartition('.')[2]}"
    return picture
