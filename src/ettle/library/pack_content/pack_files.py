"""The pictures, drawings, films and captions of a pack: stored, and looked up by the blocks that name them."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images.models import Image

from ettle.kit import audit
from ettle.kit.files import images, svg
from ettle.kit.refusal import Refused
from ettle.library.markup import block_markdown
from ettle.library.media_files import film_files, image_sizes
from ettle.library.media_files.models import Film, PackFile
from ettle.library.types import illustrations
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def load_file(path: str, content: bytes, *, by: User | None, now: datetime) -> PackFile:
    """Store or update a picture, a drawing, a film or captions. Loading the same file again changes nothing.

    path: in its pack, such as pictures/table.jpg, by which areas name it. Raises Refused.
    """
    digest = hashlib.sha256(content).hexdigest()
    row = PackFile.objects.filter(path=path).first() or PackFile(path=path)
    if row.digest == digest:
        return row
    row.digest = digest
    file = convert_file(path, content)
    if block_markdown.PICTURE.fullmatch(path):
        row.picture = _save_picture(row, file)
    else:
        row.file = file
    row.save()
    audit.record(by, "put a file from a pack", row, now=now)
    return row


def is_file(path: str) -> bool:
    """Whether load_file accepts a file with this path."""
    kinds = (block_markdown.PICTURE, block_markdown.FILM, block_markdown.CAPTIONS, illustrations.DRAWING)
    return any(kind.fullmatch(path) for kind in kinds)


def convert_file(path: str, content: bytes) -> ContentFile[bytes]:
    """The file as it will be stored. Raises Refused when its content does not match its name."""
    if block_markdown.PICTURE.fullmatch(path):
        return images.reencode_image(content)
    if illustrations.DRAWING.fullmatch(path):
        drawing = svg.clean_drawing(content, is_icon=illustrations.is_icon(path))
        return ContentFile(drawing, name=film_files.content_file_name(drawing, "svg"))
    if is_file(path):
        return _convert_film_or_captions(path, content)
    words = "Use a PNG, JPEG or WebP picture, an SVG drawing in drawings/, an MP4 or WebM film, or WebVTT captions"
    raise Refused(words, field="file")


def _save_picture(row: PackFile, file: ContentFile[bytes]) -> Image:
    picture = row.picture or Image(title=row.path)
    picture.file = file
    picture._set_image_file_metadata()
    picture.save()
    if image_sizes.delete_renditions(picture):
        transaction.on_commit(partial(image_sizes.create_renditions, [picture.pk]))
    return picture


def _convert_film_or_captions(path: str, content: bytes) -> ContentFile[bytes]:
    if block_markdown.CAPTIONS.fullmatch(path):
        captions = film_files.validate_captions(content).encode()
        return ContentFile(captions, name=film_files.content_file_name(captions, "vtt"))
    ending = film_files.detect_suffix(content, len(content))
    content = texts.strip_location(content) if ending == "mp4" else content
    return ContentFile(content, name=film_files.content_file_name(content, ending))


def resolve_block(block: block_markdown.Block) -> block_markdown.Block:
    """A block as a page stores it. Raises Refused for a picture or a film that is not stored."""
    kind, value = block
    if kind == "image":
        image = {
            "image": _find_file(value["file"]).picture_id,
            "alt_text": value["alt"],
            "decorative": value["decorative"],
        }
        return kind, {"image": image, "caption": value["caption"]}
    if kind == "video":
        return kind, {"film": _save_film(value).pk}
    return block


def _find_file(path: str) -> PackFile:
    row = PackFile.objects.filter(path=path).first()
    if row is None:
        raise Refused(f"There is no {path} here. Put it into the pack, or correct its name.", field="body")
    return row


def _save_film(value: dict[str, Any]) -> Film:
    details = {"captions": _find_file(value["captions"]).file.name, "transcript": value["transcript"]}
    film, _ = Film.objects.update_or_create(
        title=value["title"], file=_find_file(value["file"]).file.name, defaults=details
    )
    return film
