"""SVG from outside: parsed without entities, and drawings of packs checked so that they can stand inside a page.

A drawing has no colours, sizes or identifiers of its own. Its shapes name classes, and `kit/css/drawing.css` gives the
classes colours: a drawing is right in the light, in the dark, in forced colours and in print, and cannot disturb the
page round it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from ettle.kit.refusal import Refused

NAMESPACE = "http://www.w3.org/2000/svg"
WIDTH, ICON_SIZE = 288, 48
MAX_HEIGHT = 480
MAX_DRAWING_BYTES, MAX_ICON_BYTES = 4096, 700
MAX_DEPTH = 12
TEXT_ELEMENTS = frozenset({"title", "desc", "text", "tspan"})
TEXT_SIZES = frozenset({"d-text", "d-text-strong"})
# fmt: off
CLASSES = frozenset({
    "d-line", "d-thin", "d-soft", "d-accent", "d-accent-line", "d-paper", "d-text", "d-text-strong", "d-text-middle",
})
SHAPES: dict[str, frozenset[str]] = {
    "g": frozenset(),
    "path": frozenset({"d"}),
    "line": frozenset({"x1", "y1", "x2", "y2"}),
    "circle": frozenset({"cx", "cy", "r"}),
    "rect": frozenset({"x", "y", "width", "height", "rx", "ry"}),
    "ellipse": frozenset({"cx", "cy", "rx", "ry"}),
    "polyline": frozenset({"points"}),
    "polygon": frozenset({"points"}),
    "text": frozenset({"x", "y", "dx", "dy"}),
    "tspan": frozenset({"x", "y", "dx", "dy"}),
}
# fmt: on
NUMBERS = re.compile(r"[MmZzLlHhVvCcSsQqTtAaEe0-9\s,.+-]*")
MOVES = re.compile(r"\s*(?:(?:translate|rotate)\([-0-9., ]+\)\s*)*")


def parse_svg(content: bytes) -> Element | None:
    """The root of an SVG file; None when it is no XML, or declares entities."""
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return None
    return root


def tag_name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def write_svg(root: Element) -> bytes:
    register_namespace("", NAMESPACE)
    return tostring(root)


def clean_drawing(content: bytes, *, is_icon: bool) -> bytes:
    """A drawing, or the small one of a list (is_icon), as it may stand inside a page. Raises Refused for any fault."""
    for fault in _find_faults(content, is_icon=is_icon):
        raise Refused(fault, field="drawing")
    root = fromstring(content, forbid_dtd=True)
    for element in root.iter():
        element.tail = element.tail if tag_name(element) == "tspan" else None
        if tag_name(element) not in TEXT_ELEMENTS:
            element.text = None
    for child in [child for child in root.iter() if tag_name(child) in {"title", "desc"}]:
        child.text = " ".join((child.text or "").split())
    return write_svg(root)


def _find_faults(content: bytes, *, is_icon: bool) -> Iterator[str]:
    most = MAX_ICON_BYTES if is_icon else MAX_DRAWING_BYTES
    if len(content) > most:
        yield _("The drawing has %(count)s bytes. Make it at most %(most)s") % {"count": len(content), "most": most}
    root = parse_svg(content)
    if root is None or root.tag != f"{{{NAMESPACE}}}svg":
        yield _("This is not an SVG drawing. Save it as plain SVG")
        return
    yield from _root_faults(root, is_icon=is_icon)
    for child in root:
        yield from _element_faults(child, is_icon=is_icon, depth=1)


def _root_faults(root: Element, *, is_icon: bool) -> Iterator[str]:
    for name in root.attrib.keys() - {"viewBox"}:
        yield _("Take ‘%(name)s’ out of the svg element. It needs only xmlns and viewBox") % {"name": name}
    words = root.attrib.get("viewBox", "").replace(",", " ").split()
    if is_icon and words != ["0", "0", f"{ICON_SIZE}", f"{ICON_SIZE}"]:
        yield f'Give the icon viewBox="0 0 {ICON_SIZE} {ICON_SIZE}"'
    has_height = len(words) == 4 and words[3].isascii() and words[3].isdecimal() and 0 < int(words[3][:9]) <= MAX_HEIGHT
    if not is_icon and not (words[:3] == ["0", "0", f"{WIDTH}"] and has_height):
        yield f'Give the drawing viewBox="0 0 {WIDTH} HEIGHT", with a height of at most {MAX_HEIGHT}'


def _element_faults(element: Element, *, is_icon: bool, depth: int) -> Iterator[str]:
    name = tag_name(element)
    if element.tag != f"{{{NAMESPACE}}}{name}" or name not in SHAPES.keys() | {"title", "desc"}:
        yield _("A drawing cannot contain ‘%(name)s’. Use %(allowed)s, title and desc") % {
            "name": name,
            "allowed": ", ".join(sorted(SHAPES)),
        }
        return
    if depth > MAX_DEPTH:
        yield _("The drawing has too many groups inside groups. Take some of them away")
        return
    if is_icon and name in TEXT_ELEMENTS:
        yield _("An icon cannot contain words. Draw it without")
    yield from _attribute_faults(element, name)
    loose = (element.text or "") if name not in TEXT_ELEMENTS else ""
    loose += (element.tail or "") if name != "tspan" else ""
    if loose.strip():
        yield _("Put the words ‘%(words)s’ into a text element") % {"words": loose.strip()[:40]}
    for child in element:
        yield from _element_faults(child, is_icon=is_icon, depth=depth + 1)


def _class_faults(names: list[str], name: str) -> Iterator[str]:
    for word in names:
        if word not in CLASSES:
            yield _("There is no class ‘%(word)s’ for drawings. Use %(allowed)s") % {
                "word": word,
                "allowed": ", ".join(sorted(CLASSES)),
            }
    if name == "text" and not TEXT_SIZES.intersection(names):
        yield _("Give each text the class d-text or d-text-strong, so that it can be read on a phone")


def _attribute_faults(element: Element, name: str) -> Iterator[str]:
    yield from _class_faults(element.attrib.get("class", "").split(), name)
    if not MOVES.fullmatch(element.attrib.get("transform", "")):
        yield _("A transform may only translate and rotate: words that are made smaller cannot be read on a phone")
    for attribute, value in element.attrib.items():
        if attribute in SHAPES.get(name, ()):
            if not NUMBERS.fullmatch(value):
                yield _("‘%(value)s’ cannot be the %(attribute)s of a %(name)s. Write numbers") % {
                    "value": value[:40],
                    "attribute": attribute,
                    "name": name,
                }
        elif attribute not in {"class", "transform"}:
            yield _("Take ‘%(attribute)s’ out of the %(name)s. Colours and widths come from its class") % {
                "attribute": attribute,
                "name": name,
            }
