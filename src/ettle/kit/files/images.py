"""Uploaded pictures: decoded and re-encoded, so that only the visible pixels are stored, and look as they did.

A phone, a scanner and a drawing program make pictures in many modes, depths and colour spaces. Browsers show 8-bit sRGB
the same everywhere, so that is what every picture becomes; one that cannot keep its look that way is refused.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Collection
from typing import cast

import pillow_heif
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from PIL import Image, ImageCms, ImageOps

from ettle.kit.refusal import Refused

pillow_heif.register_heif_opener()

LARGEST_FILE = 10 * 1024 * 1024
# The most pixels each way, so that decoding takes under 100 MB. JPEG can be decoded at a smaller size; the others are
# in memory two to four times while they are scaled down.
MAX_SIDE_PIXELS = {"JPEG": 5_000, "PNG": 3_000, "HEIF": 3_500, "AVIF": 3_500}
MAX_SIDE_OTHERS = 2_200
MAX_WIDTH = 1600
# What is read, and what it is written as; a photograph with transparent parts is written as WebP.
_WRITTEN_AS = {
    "JPEG": "JPEG",
    "MPO": "JPEG",
    "HEIF": "JPEG",
    "AVIF": "JPEG",
    "WEBP": "WEBP",
    "PNG": "PNG",
    "GIF": "PNG",
    "BMP": "PNG",
    "TIFF": "PNG",
}
_READ = tuple(kind for kind in _WRITTEN_AS if kind != "MPO")  # opened as a JPEG
_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif,image/gif,image/bmp,image/tiff"
FIRST_FRAME_HINT = _lazy("Of a picture that moves, only its first frame is kept.")
NOT_A_PICTURE = _lazy("Choose a JPEG, PNG, WebP or HEIC picture that opens on your computer")
HEIC_HINT = _lazy(
    "We could not open this HEIC picture. On an iPhone, choose Settings, Camera, Formats, Most "
    "Compatible, and take it again; or open it in Photos, take a screenshot of it and choose that"
)
UNUSUAL_COLOURS = _lazy(
    "The colours of this picture are stored in a way we cannot show. Save it as a JPEG or PNG and try again"
)
_SRGB = ImageCms.createProfile("sRGB")
_SRGB_GAMMA = 1 / 2.2


class StoredPicture(ContentFile[bytes]):
    """A re-encoded picture. is_first_frame: whether the picture moved, and its first frame is what was kept."""

    is_first_frame = False


def reencode_image(content: bytes, *, widest: int = MAX_WIDTH) -> StoredPicture:
    """Return the picture re-encoded, at most 1,600 pixels wide by default, under a name made from its content.

    Raises Refused. Location and camera data are removed; a picture taken on its side is rotated.
    """
    drawn, kind, moves = decode_image(content, widest=(widest, 4 * widest))
    if kind == "JPEG" and drawn.mode == "RGBA":
        kind = "WEBP"
    out = io.BytesIO()
    drawn.info.clear()  # a comment would be written again
    drawn.save(out, kind, **({} if kind == "PNG" else {"quality": 82}), optimize=True)
    written = out.getvalue()
    picture = StoredPicture(written, name=f"{hashlib.sha256(written).hexdigest()[:32]}.{_ENDINGS[kind]}")
    picture.is_first_frame = moves
    return picture


def decode_image(
    content: bytes, *, widest: tuple[int, int], formats: Collection[str] = _READ, field: str = "file"
) -> tuple[Image.Image, str, bool]:
    """Return the picture in sRGB (mode RGB or RGBA) within a size, the format to write it in, and whether it moves.

    Raises Refused, for `field`: too large a file or picture, none at all, or colours that cannot be kept.
    """
    if len(content) > LARGEST_FILE:
        raise Refused(_("The picture must be smaller than 10 MB"), field=field)
    try:
        with warnings.catch_warnings():
            # What is only odd about a file is no reason to refuse it; what is too large is measured below.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=list(formats)) as picture:
                kind = str(picture.format)
                _check_size(picture, MAX_SIDE_PIXELS.get("JPEG" if kind == "MPO" else kind, MAX_SIDE_OTHERS), field)
                # A phone may put several pictures in one JPEG, which is then called MPO; the first is the picture.
                moves = kind not in {"MPO", "TIFF"} and getattr(picture, "n_frames", 1) > 1
                picture.draft("RGB", widest)
                turned = ImageOps.exif_transpose(_shrink(picture, widest))
                return to_screen_colours(turned), _WRITTEN_AS[kind], moves
    except Refused as refused:
        raise Refused(str(refused), field=field) from None
    except Exception:
        # On a broken or hostile file each decoder fails in its own way.
        raise Refused(HEIC_HINT if _is_heic(content) else NOT_A_PICTURE, field=field) from None


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}


def _check_size(picture: Image.Image, most: int, field: str) -> None:
    if picture.width * picture.height > most**2:
        raise Refused(
            _("The picture is too large. Make it less than %(most)s pixels each way") % {"most": f"{most:,}"},
            field=field,
        )


def _shrink(picture: Image.Image, widest: tuple[int, int]) -> Image.Image:
    """Scale a picture down. One with a palette or one bit a pixel is first made one whose neighbours can be mixed."""
    if picture.mode in {"1", "P", "PA"} and (picture.width > widest[0] or picture.height > widest[1]):
        picture = _convert_plain(picture)
    picture.thumbnail(widest)
    return picture


def to_screen_colours(picture: Image.Image) -> Image.Image:
    """Return a picture in 8-bit sRGB, mode RGB or RGBA, that looks as the given one does. Raises Refused."""
    profile, gamma = picture.info.get("icc_profile"), picture.info.get("gamma")
    picture = _to_eight_bits(picture)
    if picture.mode == "LAB":
        return ImageCms.profileToProfile(picture, ImageCms.createProfile("LAB"), _SRGB, outputMode="RGB") or picture
    if profile and picture.mode in {"L", "RGB", "RGBA", "CMYK"}:
        converted = _apply_profile(picture, profile)
        if converted is not None:
            return converted
    picture = picture.convert("RGBA" if _is_transparent(picture) else "RGB")
    return picture if profile or not gamma else _apply_gamma(picture, gamma)


def _is_transparent(picture: Image.Image) -> bool:
    return "A" in picture.getbands() or "a" in picture.getbands() or "transparency" in picture.info


def _to_eight_bits(picture: Image.Image) -> Image.Image:
    """Return a picture with at most 8 bits a channel and no palette; scanners store grey with 16. Raises Refused."""
    if picture.mode == "F":
        raise Refused(UNUSUAL_COLOURS)
    if picture.mode.startswith("I"):
        grey = picture.convert("I")
        lowest, highest = cast(tuple[int, int], grey.getextrema())  # of the one band there is
        if lowest < 0 or highest > 0xFFFF:
            raise Refused(UNUSUAL_COLOURS)
        return grey.point(lambda value: value * (1 / 256) + 0).convert("L")
    if picture.mode in {"1", "P", "PA", "LA", "La", "RGBa", "HSV", "YCbCr", "RGBX"} or "transparency" in picture.info:
        return _convert_plain(picture)
    return picture


def _convert_plain(picture: Image.Image) -> Image.Image:
    """Return a picture in mode RGB or RGBA that keeps its profile, which is still to be applied."""
    profile = picture.info.get("icc_profile")
    plain = picture.convert("RGBA" if _is_transparent(picture) else "RGB")
    plain.info["icc_profile"] = profile
    return plain


def _apply_profile(picture: Image.Image, profile: bytes) -> Image.Image | None:
    """Convert from the picture's own colour space; None where its profile is broken or for other colours."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        return ImageCms.profileToProfile(picture, io.BytesIO(profile), _SRGB, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _apply_gamma(picture: Image.Image, gamma: float) -> Image.Image:
    """Show a PNG that says how bright its values are meant to be as a browser does."""
    if not 0.1 < gamma < 10 or abs(gamma - _SRGB_GAMMA) < 0.02:
        return picture
    table = [round(255 * (value / 255) ** (_SRGB_GAMMA / gamma)) for value in range(256)]
    alpha = list(range(256)) if picture.mode == "RGBA" else []
    return picture.point([*table, *table, *table, *alpha])
