"""A badge inside its drawing: one element of an SVG, as Open Badges 3.0 says. defusedxml parses the drawing."""

from __future__ import annotations

from typing import Any
from xml.parsers.expat import ExpatError

from defusedxml.common import DefusedXmlException
from defusedxml.minidom import parseString
from django.utils.translation import gettext as _

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
SVG = "http://www.w3.org/2000/svg"
ELEMENT = "credential"


class InvalidSvg(ValueError):
    """Not an SVG drawing that we read."""


def bake_credential(drawing: str, credential: str) -> bytes:
    """Return the drawing with the credential, a JSON document, in it. It replaces an earlier one. Raises InvalidSvg."""
    document, root = _parse_drawing(drawing)
    for earlier in list(document.getElementsByTagNameNS(NAMESPACE, ELEMENT)):
        earlier.parentNode.removeChild(earlier)
    element = document.createElementNS(NAMESPACE, f"openbadges:{ELEMENT}")
    element.setAttribute("xmlns:openbadges", NAMESPACE)
    # The end of a CDATA section cannot be inside it, so such a text is in several.
    for part in credential.replace("]]>", "]]]]><![CDATA[>").split("]]><![CDATA["):
        element.appendChild(document.createCDATASection(part))
    root.insertBefore(element, root.firstChild)
    baked: bytes = document.toxml(encoding="utf-8")
    return baked


def _parse_drawing(drawing: str) -> tuple[Any, Any]:
    """Return the document and its root, as minidom has them: its nodes have no useful types."""
    try:
        document = parseString(drawing, forbid_dtd=True)
    except (DefusedXmlException, ExpatError, ValueError):
        raise InvalidSvg(_("This SVG picture cannot be read")) from None
    root = document.documentElement
    if root is None or root.namespaceURI != SVG or root.localName != "svg":
        raise InvalidSvg(_("This is not an SVG picture"))
    return document, root
