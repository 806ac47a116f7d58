"""Pictures in several widths, so that a phone does not download what only a wide screen can show.

Renditions are created once, when a page with the picture is published; a reader's request only looks them up. A page
whose pictures have no renditions yet, such as a draft, shows the original.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from wagtail.images.models import Filter, Image, Rendition
from wagtail.models import Page

logger = logging.getLogger(__name__)
WIDTHS = (480, 960)
RENDITION_SPECS = {f"width-{width}|format-webp|webpquality-78": width for width in WIDTHS}
# As wide as the column of text: the whole of a narrow screen, then the measure.
COLUMN = "(min-width: 42rem) 40rem, 92vw"


@dataclass(frozen=True)
class ImageSizes:
    """The srcset and sizes attributes of an <img>. srcset is empty when there is only one size."""

    srcset: str
    sizes: str = COLUMN


def schedule_renditions(page: Page) -> None:
    """Create the missing renditions of a page's pictures, once the transaction that publishes it has committed."""
    pictures = {pk for pk in _picture_ids(page.body.get_prep_value()) if pk}
    if pictures:
        transaction.on_commit(partial(create_renditions, pictures))


def create_renditions(pictures: Iterable[int]) -> None:
    """Create the missing renditions. A picture that fails is logged and shown in its original size."""
    for picture in Image.objects.filter(pk__in=pictures):
        smaller = [Filter(spec) for spec, width in RENDITION_SPECS.items() if width < picture.width]
        try:
            picture.get_renditions(*smaller)
        except Exception:  # every decoder and storage raises its own errors
            logger.exception("The renditions of picture %s could not be created", picture.pk)


def attach_sizes(blocks: Iterable[Any]) -> None:
    """Set in_sizes on each picture among these blocks. One query, and none without a picture."""
    shown = [block.value["image"] for block in blocks if block.block_type == "image" and block.value["image"]]
    sources: dict[int, list[str]] = defaultdict(list)
    if shown:
        renditions = Rendition.objects.filter(image__in={image.pk for image in shown}, filter_spec__in=RENDITION_SPECS)
        for rendition in renditions.order_by("width"):
            sources[rendition.image_id].append(f"{rendition.url} {rendition.width}w")
    for picture in shown:
        own = sources.get(picture.pk, [])
        picture.in_sizes = ImageSizes(", ".join([*own, f"{picture.file.url} {picture.width}w"]) if own else "")


def delete_renditions(picture: Image) -> bool:
    """Delete the rendition rows of a picture whose file has changed. True when a page had it in several sizes.

    The files stay: a cached page may name them for a while.
    """
    renditions = picture.renditions.all()
    was_shown: bool = renditions.filter(filter_spec__in=RENDITION_SPECS).exists()
    renditions._raw_delete(using=renditions.db)
    return was_shown


def _picture_ids(blocks: Iterable[dict[str, Any]]) -> Iterator[int | None]:
    for block in blocks:
        if block["type"] == "image":
            yield (block["value"].get("image") or {}).get("image")
