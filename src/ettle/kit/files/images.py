"""Pictures that people bring: decoded and written anew, so that nothing is kept but what can be seen."""

from __future__ import annotations

import hashlib
import io
import warnings

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from ettle.kit.refusal import Refused

LARGEST_FILE = 10 * 1024 * 1024
# How many pixels each way, by what reading them takes: under 100 MB. JPEG can be read small from the start, the others
# stand in memory two to four times while they are made smaller.
MAX_SIDE_PIXELS = {"JPEG": 5_000, "PNG": 3_000, "WEBP": 2_200}
MAX_WIDTH = 1600
_FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def reencode_image(content: bytes, *, widest: int = MAX_WIDTH) -> ContentFile[bytes]:
    """The picture, at most 1,600 pixels wide unless told, under a name made from what it shows.

    Raises Refused with words. Where it was taken and with what is left out; a picture taken on its side is turned.
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
        # A telephone may put several pictures in one JPEG, which is then called MPO; the first is the picture.
        kind = "JPEG" if picture.format == "MPO" else str(picture.format)
        most = MAX_SIDE_PIXELS[kind]
        if picture.width * picture.height > most**2:
            raise Refused(f"The picture is too large. Make it less than {most:,} pixels each way", field="file")
        picture.draft("RGB", (widest, widest))
        picture.thumbnail((widest, 4 * widest))
        turned = ImageOps.exif_transpose(picture)
    clear = "A" in turned.getbands() or "transparency" in turned.info
    return turned.convert("RGBA" if clear and kind != "JPEG" else "RGB"), kind
