"""An operator's logo: a picture is decoded and written anew, a drawing is cut down to shapes and colours."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image, UnidentifiedImageError

from ettle.kit.refused import Refused

LARGEST_FILE = 1_000_000
MOST_PIXELS = 16_000_000
MOST_UNITS = 100_000
BOX = (720, 192)
SVG = "http://www.w3.org/2000/svg"
# fmt: off
SHAPES = frozenset((
    "svg", "g", "path", "circle", "rect", "ellipse", "line", "polyline", "polygon", "title", "desc", "defs",
    "linearGradient", "radialGradient", "stop", "clipPath",
))
SETTINGS = frozenset((
    "viewBox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "d",
    "points", "id", "transform", "gradientTransform", "gradientUnits", "spreadMethod", "clipPathUnits", "offset",
    "fill", "fill-rule", "fill-opacity", "clip-rule", "clip-path", "stroke", "stroke-width", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-dasharray", "opacity", "stop-color",
    "stop-opacity", "version",
))
# fmt: on
LEFT_OUT = frozenset({"metadata", "namedview"})
INSIDE = re.compile(r"url\(#[\w-]+\)\Z")


@dataclass(frozen=True)
class Logo:
    """Bytes that are safe to serve, and the size to draw them at."""

    content: bytes
    kind: str
    width: int
    height: int


def cleaned(content: bytes) -> Logo:
    """Return a logo made anew from what was handed in. Raises Refused with words when it cannot be shown."""
    if len(content) > LARGEST_FILE:
        raise Refused("The file must be smaller than 1 MB", field="logo")
    if content.lstrip()[:1] == b"<":
        return _drawing(content)
    return _picture(content)


def _picture(content: bytes) -> Logo:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["PNG", "JPEG", "WEBP"]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refused("The picture is too large. Make it less than 4,000 pixels each way", field="logo")
                drawn = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning):
        raise Refused("Choose a PNG, JPEG or SVG file that opens on your computer", field="logo") from None
    drawn.thumbnail(BOX)
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return Logo(out.getvalue(), "png", drawn.width, drawn.height)


def _drawing(content: bytes) -> Logo:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise Refused("The drawing could not be read. Save it as plain SVG, or use a PNG", field="logo") from None
    if _name(root) != "svg":
        raise Refused("The file is not a drawing. Use an SVG or a PNG", field="logo")
    _clean(root, 0)
    width, height = _size(root)
    register_namespace("", SVG)
    return Logo(tostring(root), "svg", width, height)


def _clean(element: Element, depth: int) -> None:
    if depth > 40:
        raise Refused("The drawing has too many groups inside groups. Save it as plain SVG, or use a PNG", field="logo")
    _settings_from_style(element)
    for setting in list(element.attrib):
        if setting not in SETTINGS or not _stays_inside(element.attrib[setting]):
            del element.attrib[setting]
    for child in list(element):
        name = _name(child)
        if name in LEFT_OUT or not str(child.tag).startswith(f"{{{SVG}}}"):
            element.remove(child)
        elif name not in SHAPES:
            raise Refused(f"The drawing holds a “{name}”, which we do not show. Use a PNG", field="logo")
        else:
            _clean(child, depth + 1)


def _settings_from_style(element: Element) -> None:
    """Drawing programs write style="fill:#123"; the same as an attribute needs no leave to style."""
    for part in element.attrib.pop("style", "").split(";"):
        name, _, value = part.partition(":")
        if name.strip() in SETTINGS:
            element.set(name.strip(), value.strip())


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _stays_inside(value: str) -> bool:
    return "url" not in value.lower() or bool(INSIDE.match(value.strip()))


def _size(root: Element) -> tuple[int, int]:
    numbers = root.attrib.get("viewBox", "").replace(",", " ").split()
    try:
        width, height = (float(part) for part in numbers[2:])
    except ValueError:
        width = height = 0
    if not (0 < width < MOST_UNITS and 0 < height < MOST_UNITS):
        raise Refused("The drawing does not say its size. Give it a viewBox, or use a PNG", field="logo")
    scale = min(BOX[0] / width, BOX[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))
