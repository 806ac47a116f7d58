"""XML of QTI 3.0: elements made, written, parsed safely and compared; texts as paragraphs and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ettle.activities.exchange.exchange_refusal import ExchangeRefused

QTI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
MAX_BYTES = 1_000_000  # of one file
MAX_DEPTH = 40
HEADER = b'<?xml version="1.0" encoding="UTF-8"?>\n'
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # characters that XML cannot hold
SPACES = re.compile(r"[ \t]+")
EMPTY_LINES = re.compile(r"\n{3,}")
LAYOUT = re.compile(r"[ \t\r\n]+")  # a browser shows all of it as one space

BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "qti-content-body"})
INLINE = frozenset({"span", "em", "strong", "b", "i", "sub", "sup", "small", "q", "cite", "abbr"})


def make_element(tag: str, attributes: Mapping[str, str] | None = None, *content: Element | str) -> Element:
    """Return an element with elements and texts inside, in their order."""
    made = Element(tag, dict(attributes or {}))
    for part in content:
        if isinstance(part, Element):
            made.append(part)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + part
        else:
            made.text = (made.text or "") + part
    return made


def write_xml(root: Element) -> bytes:
    """Return a file. Each part of the root has a line of its own. Raises ExchangeRefused."""
    for element in root.iter():
        for text in (element.text, element.tail, *element.attrib.values()):
            if text and (found := FORBIDDEN.search(text)):
                raise ExchangeRefused(f"XML cannot hold the character U+{ord(found[0]):04X}. Take it out of the text.")
    for part in root:
        part.tail = "\n"
    content: bytes = tostring(root, encoding="utf-8")
    return HEADER + content + b"\n"


def parse_xml(content: bytes, name: str, namespaces: Iterable[str] = (QTI,)) -> Element:
    """Return the root, with plain names for what is in the namespaces. name: of the file. Raises ExchangeRefused."""
    if len(content) > MAX_BYTES:
        raise ExchangeRefused(f"{name} is too big. {MAX_BYTES:,} bytes is the most.")
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise ExchangeRefused(f"{name} declares a document type or entities. Save it without them.") from fault
    except (ParseError, ValueError, LookupError) as fault:
        raise ExchangeRefused(f"{name} cannot be read as XML.") from fault
    _check_depth(root, name)
    known = tuple(f"{{{namespace}}}" for namespace in namespaces)
    for element in root.iter():
        for prefix in known:
            element.tag = element.tag.removeprefix(prefix)
    return root


def _check_depth(root: Element, name: str) -> None:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return
    raise ExchangeRefused(f"{name} is nested too deeply. {MAX_DEPTH} levels is the most.")


def local_name(tag: str) -> str:
    """The name of an element without its namespace, as it is said to people."""
    return tag.rpartition("}")[2]


def tidy_text(text: str) -> str:
    """Return a text as a page shows it: no spaces at the ends of lines, and one where there are several."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return EMPTY_LINES.sub("\n\n", "\n".join(SPACES.sub(" ", line).strip(" ") for line in lines)).strip("\n")


def write_paragraphs(text: str) -> list[Element]:
    """Return the paragraphs of a text, which has an empty line between them."""
    tidy = tidy_text(text)
    return [make_element("p", None, *write_lines(paragraph)) for paragraph in tidy.split("\n\n")] if tidy else []


def write_lines(text: str) -> list[Element | str]:
    """Return a text as it stands in one element, with a break for each end of line."""
    parts: list[Element | str] = []
    for number, line in enumerate(tidy_text(text).split("\n")):
        parts += [make_element("br"), line] if number else [line]
    return parts


def read_text(element: Element, where: str) -> str:
    """Return what an element says. where: named when there is something other than text. Raises ExchangeRefused."""
    return TextReader(where).read(element)


class TextReader:
    """Reads paragraphs up to what is not text. Subclasses take what they know in `take_element`."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.paragraphs: list[str] = []
        self.line = ""

    def read(self, element: Element) -> str:
        self._walk(element)
        self._end_paragraph()
        return tidy_text("\n\n".join(self.paragraphs))

    def take_element(self, element: Element) -> bool:
        """Whether the element is dealt with; what nobody takes is refused."""
        return False

    def add_text(self, text: str) -> None:
        self.line += LAYOUT.sub(" ", text)

    def _walk(self, element: Element) -> None:
        self.add_text(element.text or "")
        for child in element:
            if child.tag == "br":
                self.line += "\n"
            elif child.tag in BLOCKS:
                self._end_paragraph()
                self._walk(child)
                self._end_paragraph()
            elif child.tag in INLINE:
                self._walk(child)
            elif not self.take_element(child):
                raise ExchangeRefused(f"{self.where}: <{local_name(child.tag)}> cannot be taken over. Only text can.")
            self.add_text(child.tail or "")

    def _end_paragraph(self) -> None:
        # A break stands for a line of its own; layout around it is no part of the text.
        lines = [line.strip(" ") for line in self.line.split("\n")]
        if any(lines) or len(lines) > 1:
            self.paragraphs.append("\n".join(lines))
        self.line = ""


def sign_element(element: Element) -> tuple[object, ...]:
    """Return what is equal for two elements that mean the same: names, attributes, texts and order."""
    text = (element.text or "").strip()
    return (element.tag, tuple(sorted(element.attrib.items())), text, tuple(map(sign_element, element)))


def iter_values(element: Element | None) -> Iterator[str]:
    """The texts of the qti-value elements inside."""
    for value in element.iter("qti-value") if element is not None else ():
        yield (value.text or "").strip()
