"""The picture of a badge with a whole credential inside it, as PNG and as SVG. That of a withdrawn badge says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ettle.badges.credential.pictures import baked_image, svg_image
from ettle.badges.definition import badge_artwork, withdrawn_picture

if TYPE_CHECKING:
    from ettle.badges.models import Credential


def bake_png(credential: Credential) -> bytes:
    version = credential.award.version
    picture = badge_artwork.draw_png(version.badge.number, version.emblem)
    if credential.award.is_revoked:
        picture = withdrawn_picture.mark_withdrawn(picture)
    return baked_image.bake_credential(picture, bytes(credential.document).decode())


def bake_svg(credential: Credential) -> bytes:
    version = credential.award.version
    drawing = badge_artwork.draw_svg(version.badge.number, version.name, version.emblem)
    if credential.award.is_revoked:
        drawing = withdrawn_picture.mark_drawing_withdrawn(drawing)
    return svg_image.bake_credential(drawing, bytes(credential.document).decode())
