"""The picture of a badge with a credential inside it, PNG and SVG. It says if it was withdrawn or is suspended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ettle.badges.credential.pictures import baked_image, svg_image
from ettle.badges.definition import badge_artwork, cancellation_mark

if TYPE_CHECKING:
    from ettle.badges.models import Credential


def bake_png(credential: Credential) -> bytes:
    version = credential.award.version
    picture = badge_artwork.draw_png(version.badge.number, version.emblem)
    if word := cancellation_mark.cancelled_word(credential):
        picture = cancellation_mark.mark_picture(picture, word)
    return baked_image.bake_credential(picture, bytes(credential.document).decode())


def bake_svg(credential: Credential) -> bytes:
    version = credential.award.version
    drawing = badge_artwork.draw_svg(version.badge.number, version.name, version.emblem)
    if word := cancellation_mark.cancelled_word(credential):
        drawing = cancellation_mark.mark_drawing(drawing, word)
    return svg_image.bake_credential(drawing, bytes(credential.document).decode())
