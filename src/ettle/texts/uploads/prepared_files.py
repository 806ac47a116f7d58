"""Recordings, pictures and PDF files as they are stored: checked by their content, and written without metadata."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from ettle.kit.files import images
from ettle.kit.refusal import Refused
from ettle.texts.sound import sound_file
from ettle.texts.uploads import pdf_file

RECORDING, PICTURE, DOCUMENT = "recording", "picture", "document"
MAX_FILE_SIZE = 10 * 1024 * 1024  # bytes of a picture or a PDF
THUMBNAIL_WIDTH = 400  # pixels
MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    **sound_file.MEDIA_TYPES,
}
ACCEPTED = f"{images.ACCEPTED},application/pdf"
TOO_LARGE = _("The file must be smaller than 10 MB")
NOT_ACCEPTED = _("Choose a picture (JPEG, PNG, WebP or HEIC) or a PDF")


@dataclass(frozen=True)
class PreparedAttachment:
    """A file ready for the store, under a name that nobody can guess. seconds: of a recording."""

    kind: str
    file: ContentFile[bytes]
    small: ContentFile[bytes] | None = None
    seconds: int = 0

    @property
    def size(self) -> int:
        return self.file.size + (self.small.size if self.small else 0)


def prepare_recording(content: bytes) -> PreparedAttachment:
    """Return the sound alone of a recording. Raises Refused."""
    sound = sound_file.rewrite_recording(content)
    return PreparedAttachment(RECORDING, _name_file(sound.content, sound.ending), seconds=sound.seconds)


def prepare_file(content: bytes) -> PreparedAttachment:
    """Return a picture drawn again, with a thumbnail, or a PDF without scripts. Raises Refused."""
    if len(content) > MAX_FILE_SIZE:
        raise Refused(TOO_LARGE, field="file")
    if pdf_file.is_pdf(content):
        return PreparedAttachment(DOCUMENT, _name_file(pdf_file.rewrite_pdf(content), "pdf"))
    try:
        picture = images.reencode_image(content)
    except Refused as refused:
        words = NOT_ACCEPTED if str(refused) == str(images.NOT_A_PICTURE) else str(refused)
        raise Refused(words, field="file") from None
    drawn, ending = picture.read(), str(picture.name).rpartition(".")[2]
    small = images.reencode_image(drawn, widest=THUMBNAIL_WIDTH)
    thumbnail = _name_file(small.read(), str(small.name).rpartition(".")[2])
    return PreparedAttachment(PICTURE, _name_file(drawn, ending), thumbnail)


def _name_file(content: bytes, ending: str) -> ContentFile[bytes]:
    return ContentFile(content, name=f"{uuid.uuid4().hex}.{ending}")
