"""Pictures in several widths, so that a telephone is not sent what only a wide screen can show.

Drawn once, when a page with the picture is published; a reader's request only looks up what there is. A page whose
pictures have no sizes yet, such as a draft, shows each as it was brought.
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
    """What an <img> says beside its own address. srcset is empty when there is one size only."""

    srcset: str
    sizes: str = COLUMN


def schedule_renditions(page: Page) -> None:
    """Draw what is missing for a page, once it is sure that it is published."""
    pictures = {pk for pk in _picture_ids(page.body.get_prep_value()) if pk}
    if pictures:
        transaction.on_commit(partial(create_renditions, pictures))


def create_renditions(pictures: Iterable[int]) -> None:
    """Draw the sizes that are missing. A picture that cannot be drawn stays as it is: it is no reason to fail."""
    for picture in Image.objects.filter(pk__in=pictures):
        smaller = [Filter(spec) for spec, width in RENDITION_SPECS.items() if width < picture.width]
        try:
            picture.get_renditions(*smaller)
        except Exception:  # each decoder and each store fails in its own way
            logger.exception("The sizes of picture %s could not be drawn", picture.pk)


def attach_sizes(blocks: Iterable[Any]) -> None:
    """Tell each picture among these blocks in which sizes it may be had. One query, and none without a picture."""
    shown = [block.value["image"] for block in blocks if block.block_type == "image" and block.value["image"]]
    found: dict[int, list[str]] = defaultdict(list)
    if shown:
        drawn = Rendition.objects.filter(image__in={picture.pk for picture in shown}, filter_spec__in=RENDITION_SPECS)
        for one in drawn.order_by("width"):
            found[one.image_id].append(f"{one.url} {one.width}w")
    for picture in shown:
        own = found.get(picture.pk, [])
        picture.in_sizes = ImageSizes(", ".join([*own, f"{picture.file.url} {picture.width}w"]) if own else "")


def delete_renditions(picture: Image) -> bool:
    """Say that nothing is drawn of a picture, since it shows something else now. True when a page had it in sizes.

    The files stay where they are: a page that is kept compiled may name them for a while.
    """
    drawn = picture.renditions.all()
    was_shown: bool = drawn.filter(filter_spec__in=RENDITION_SPECS).exists()
    drawn._raw_delete(using=drawn.db)
    return was_shown


def _picture_ids(blocks: Iterable[dict[str, Any]]) -> Iterator[int | None]:
    for block in blocks:
        if block["type"] == "image":
            yield (block["value"].get("image") or {}).get("image")
