"""Take the badge out of a picture that any issuer baked: PNG or SVG, Open Badges 3.0, 2.0 or older."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from ettle.badges.credential.pictures import baked_image

KEYWORDS = (b"openbadgecredential", b"openbadges")
NAMESPACES = {
    "https://purl.imsglobal.org/ob/v3p0": "credential",
    "http://openbadges.org": "assertion",
    "https://w3id.org/openbadges": "assertion",
}
MAX_SVG_BYTES = 1_000_000
MAX_TEXT_BYTES = 500_000


class UnreadablePicture(Exception):
    """The picture is damaged, or has no badge inside that can be read. The message is for the person."""


def is_picture(content: bytes) -> bool:
    """Whether a file is a PNG or an SVG, whatever is inside."""
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return content.startswith(baked_image.SIGNATURE) or (start.startswith(b"<") and b"<svg" in content[:10_000])


def extract_badge(content: bytes) -> str:
    """Return the text of the badge in a picture: JSON, a token or an address. Raises UnreadablePicture."""
    is_png = content.startswith(baked_image.SIGNATURE)
    found = list(dict.fromkeys(_texts_of_png(content) if is_png else _texts_of_svg(content)))
    if not found:
        raise UnreadablePicture(_("This picture has no badge inside. Ask for the file as it was downloaded."))
    if len(found) > 1:
        raise UnreadablePicture(_("There is more than one badge in this picture."))
    return found[0].strip()


def _texts_of_png(content: bytes) -> Iterator[str]:
    try:
        for kind, data in baked_image.read_chunks(content):
            keyword, _zero, rest = data.partition(b"\0")
            if kind in {b"iTXt", b"tEXt"} and keyword in KEYWORDS:
                yield _decode_text(_read_international_text(rest) if kind == b"iTXt" else rest)
    except baked_image.InvalidPng as fault:
        raise UnreadablePicture(f"{fault}.") from None


def _read_international_text(rest: bytes) -> bytes:
    """The text of an iTXt chunk after its keyword: flag, method, language, translated keyword, text."""
    is_compressed, parts = rest[:1] == b"\1", rest[2:].split(b"\0", 2)
    if len(parts) != 3:
        raise UnreadablePicture(_("The badge in this picture cannot be read."))
    if not is_compressed:
        return parts[2]
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(parts[2], MAX_TEXT_BYTES)
    except zlib.error:
        raise UnreadablePicture(_("The badge in this picture cannot be read.")) from None
    if unpacker.unconsumed_tail:
        raise UnreadablePicture(_("This file is larger than a badge can be."))
    return text


def _decode_text(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise UnreadablePicture(_("The badge in this picture cannot be read.")) from None


def _texts_of_svg(content: bytes) -> Iterator[str]:
    if len(content) > MAX_SVG_BYTES:
        raise UnreadablePicture(_("This file is larger than a badge can be."))
    try:
        root: Element = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError):
        raise UnreadablePicture(_("This SVG picture cannot be read.")) from None
    for element in root.iter():
        namespace, _brace, name = str(element.tag).removeprefix("{").partition("}")
        if NAMESPACES.get(namespace.rstrip("/")) == name:
            # The text is the whole badge. A token or an address is in the attribute alone.
            text = (element.text or "").strip() or element.attrib.get("verify", "").strip()
            if text:
                yield text
