"""Pictures that people bring: decoded and written anew, so that nothing is kept but what can be seen."""

from __future__ import annotations

import hashlib
import io
import warnings

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from ettle.kit.refused import Refused

LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
WIDEST = 1600
_FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def anew(content: bytes, *, widest: int = WIDEST) -> ContentFile[bytes]:
    """The picture, at most 1,600 pixels wide unless told, under a name made from what it shows.

    Raises Refused with words. Where it was taken and with what is left out; a picture taken on its side is turned.
    """
    if len(content) > LARGEST_FILE:
        raise Refused("The picture must be smaller than 10 MB", field="file")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            drawn, kind = _decoded(content, widest)
    except Refused:
        raise
    except Exception:
        raise Refused("Choose a PNG, JPEG or WebP picture that opens on your computer", field="file") from None
    out = io.BytesIO()
    drawn.save(out, kind, **({} if kind == "PNG" else {"quality": 82}), optimize=True)
    written = out.getvalue()
    return ContentFile(written, name=f"{hashlib.sha256(written).hexdigest()[:32]}.{_FORMATS[kind]}")


def _decoded(content: bytes, widest: int) -> tuple[Image.Image, str]:
    with Image.open(io.BytesIO(content), formats=list(_FORMATS)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused("The picture is too large. Make it less than 5,000 pixels each way", field="file")
        kind = str(picture.format)
        picture.draft("RGB", (widest, widest))
        picture.thumbnail((widest, 4 * widest))
        turned = ImageOps.exif_transpose(picture)
    clear = "A" in turned.getbands() or "transparency" in turned.info
    return turned.convert("RGBA" if clear and kind != "JPEG" else "RGB"), kind
