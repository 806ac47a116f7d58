"""Uploaded pictures: decoded and re-encoded, so that only the visible pixels are stored."""

from __future__ import annotations

import hashlib
import io
import warnings

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from ettle.kit.refusal import Refused

LARGEST_FILE = 10 * 1024 * 1024
# The most pixels each way, so that decoding takes under 100 MB. JPEG can be decoded at a smaller size; the others are
# in memory two to four times while they are scaled down.
MAX_SIDE_PIXELS = {"JPEG": 5_000, "PNG": 3_000, "WEBP": 2_200}
MAX_WIDTH = 1600
_FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def reencode_image(content: bytes, *, widest: int = MAX_WIDTH) -> ContentFile[bytes]:
    """Return the picture re-encoded, at most 1,600 pixels wide by default, under a name made from its content.

    Raises Refused. Location and camera data are removed; a picture taken on its side is rotated.
    """
    if len(content) > LARGEST_FILE:
        raise Refused("The picture must be smaller than 10 MB", field="file")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            drawn, kind = _decode_image(content, widest)
    except Refused:
        raise
    except Exception:
        # On a broken or hostile file each decoder fails in its own way.
        raise Refused("Choose a PNG, JPEG or WebP picture that opens on your computer", field="file") from None
    out = io.BytesIO()
    drawn.save(out, kind, **({} if kind == "PNG" else {"quality": 82}), optimize=True)
    written = out.getvalue()
    return ContentFile(written, name=f"{hashlib.sha256(written).hexdigest()[:32]}.{_FORMATS[kind]}")


def _decode_image(content: bytes, widest: int) -> tuple[Image.Image, str]:
    with Image.open(io.BytesIO(content), formats=list(_FORMATS)) as picture:
        # A phone may put several pictures in one JPEG, which is then called MPO; the first is the picture.
        kind = "JPEG" if picture.format == "MPO" else str(picture.format)
        most = MAX_SIDE_PIXELS[kind]
        if picture.width * picture.height > most**2:
            raise Refused(f"The picture is too large. Make it less than {most:,} pixels each way", field="file")
        picture.draft("RGB", (widest, widest))
        picture.thumbnail((widest, 4 * widest))
        turned = ImageOps.exif_transpose(picture)
    clear = "A" in turned.getbands() or "transparency" in turned.info
    return turned.convert("RGBA" if clear and kind != "JPEG" else "RGB"), kind
