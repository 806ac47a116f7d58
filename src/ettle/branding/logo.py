"""An operator's logo: a picture is decoded and re-encoded, an SVG is reduced to shapes and colours."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ettle.kit.files.images import NOT_A_PICTURE, decode_image
from ettle.kit.files.svg import NAMESPACE, parse_svg, tag_name, write_svg
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_FILE = 1_000_000
MOST_UNITS = 100_000
MAX_SIZE = (720, 192)
# fmt: off
ALLOWED_ELEMENTS = frozenset((
    "svg", "g", "path", "circle", "rect", "ellipse", "line", "polyline", "polygon", "title", "desc", "defs",
    "linearGradient", "radialGradient", "stop", "clipPath",
))
ALLOWED_ATTRIBUTES = frozenset((
    "viewBox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "d",
    "points", "id", "transform", "gradientTransform", "gradientUnits", "spreadMethod", "clipPathUnits", "offset",
    "fill", "fill-rule", "fill-opacity", "clip-rule", "clip-path", "stroke", "stroke-width", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-dasharray", "opacity", "stop-color",
    "stop-opacity", "version",
))
# fmt: on
IGNORED_ELEMENTS = frozenset({"metadata", "namedview"})
INTERNAL_URL = re.compile(r"url\(#[\w-]+\)\Z")


@dataclass(frozen=True)
class Logo:
    """Bytes that are safe to serve, and the size to draw them at."""

    content: bytes
    kind: str
    width: int
    height: int


def sanitise_logo(content: bytes) -> Logo:
    """Return a safe logo made from an uploaded file. Raises Refused when it cannot be shown."""
    if len(content) > LARGEST_FILE:
        raise Refused(_("The file must be smaller than 1 MB"), field="logo")
    if content.lstrip()[:1] == b"<":
        return _sanitise_drawing(content)
    return _sanitise_picture(content)


def _sanitise_picture(content: bytes) -> Logo:
    try:
        drawn, _kind, _moves = decode_image(content, widest=MAX_SIZE, formats=("PNG", "JPEG", "WEBP"), field="logo")
    except Refused as refused:
        words = (
            _("Choose a PNG, JPEG or SVG file that opens on your computer")
            if str(refused) == str(NOT_A_PICTURE)
            else refused
        )
        raise Refused(str(words), field="logo") from None
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return Logo(out.getvalue(), "png", drawn.width, drawn.height)


def _sanitise_drawing(content: bytes) -> Logo:
    root = parse_svg(content)
    if root is None:
        raise Refused(_("The drawing could not be read. Save it as plain SVG, or use a PNG"), field="logo")
    if tag_name(root) != "svg":
        raise Refused(_("The file is not a drawing. Use an SVG or a PNG"), field="logo")
    _sanitise_element(root, 0)
    width, height = _drawing_size(root)
    return Logo(write_svg(root), "svg", width, height)


def _sanitise_element(element: Element, depth: int) -> None:
    if depth > 40:
        raise Refused(
            _("The drawing has too many groups inside groups. Save it as plain SVG, or use a PNG"), field="logo"
        )
    _style_to_attributes(element)
    for setting in list(element.attrib):
        if setting not in ALLOWED_ATTRIBUTES or not _is_internal_reference(element.attrib[setting]):
            del element.attrib[setting]
    for child in list(element):
        name = tag_name(child)
        if name in IGNORED_ELEMENTS or not str(child.tag).startswith(f"{{{NAMESPACE}}}"):
            element.remove(child)
        elif name not in ALLOWED_ELEMENTS:
            raise Refused(
                _("The drawing holds a ‘%(name)s’, which we do not show. Use a PNG") % {"name": name}, field="logo"
            )
        else:
            _sanitise_element(child, depth + 1)


def _style_to_attributes(element: Element) -> None:
    """Drawing programs write style="fill:#123"; as attributes it is allowed by the content security policy."""
    for part in element.attrib.pop("style", "").split(";"):
        name, _, value = part.partition(":")
        if name.strip() in ALLOWED_ATTRIBUTES:
            element.set(name.strip(), value.strip())


def _is_internal_reference(value: str) -> bool:
    return "url" not in value.lower() or bool(INTERNAL_URL.match(value.strip()))


def _drawing_size(root: Element) -> tuple[int, int]:
    numbers = root.attrib.get("viewBox", "").replace(",", " ").split()
    try:
        width, height = (float(part) for part in numbers[2:])
    except ValueError:
        width = height = 0
    if not (0 < width < MOST_UNITS and 0 < height < MOST_UNITS):
        raise Refused(_("The drawing does not say its size. Give it a viewBox, or use a PNG"), field="logo")
    scale = min(MAX_SIZE[0] / width, MAX_SIZE[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))
