"""A catalogue made from the source: every message in brackets, with other letters, and at least 40 % longer.

It is compiled as the catalogue of a language that Django knows, because pages need its name and its direction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from launcher.inside import messages

OPENS, CLOSES = "⟦", "⟧"
LETTERS = str.maketrans("aAcCeEgGiIlLnNoOsSuUwWyYzZ", "åÅçÇéÉĝĜîÎļĻñÑöÖšŠüÜŵŴýÝžŽ")
# What is not words: placeholders, tags, entities, and the formats of dates.
APART = re.compile(r"(\]\([^)]*\)|%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]*>|&#?\w+;)")
FORMAT = re.compile(r"[a-zA-Z](?:[,.: /-]+[a-zA-Z])*")
PADDING = "·ẍ"
LENGTHEN = 1.4
LONGEST_WORD = 24  # letters; a sentence is longer by several words, as in a language that people speak


def translate_message(text: str) -> str:
    """Return the message in the pseudo-language; a format of dates stays as it is."""
    if FORMAT.fullmatch(text):
        return text
    pieces = APART.split(text)
    pieces[::2] = [piece.translate(LETTERS) for piece in pieces[::2]]
    words = sum(len(piece) for piece in pieces[::2])
    lead, core, trail = re.fullmatch(r"(\s*)(.*?)(\s*)", "".join(pieces), re.DOTALL).groups()  # type: ignore[union-attr]  # it matches every text
    padding = PADDING * max(1, round(words * (LENGTHEN - 1) / len(PADDING)))
    longer = " ".join(padding[start : start + LONGEST_WORD] for start in range(0, len(padding), LONGEST_WORD))
    return f"{lead}{OPENS}{core} {longer}{CLOSES}{trail}"


def build_catalog() -> Catalog:
    """Every message of ours, of Django and of allauth in the pseudo-language."""
    catalog = Catalog(locale="en")
    for message in _every_message():
        if not message.id:
            continue
        forms = tuple(map(translate_message, messages.list_forms(message.id)))
        translated = forms[0] if isinstance(message.id, str) else forms
        catalog.add(message.id, translated, context=message.context)
    return catalog


def _every_message() -> Iterator[Message]:
    library = Path(django.__file__).parents[1]
    for path in sorted(library.glob("django/conf/locale/en/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            yield from read_po(file)
    for path in sorted(library.glob("django/contrib/[!g]*/locale/en/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            yield from read_po(file)
    yield from messages.read_messages()


def write_catalog(folder: Path, *languages: str) -> None:
    """Write the catalogue as that of each language: folder/<language>/LC_MESSAGES/django.mo."""
    compiled = messages.compile_catalogue(build_catalog())
    for language in languages:
        path = folder / language / "LC_MESSAGES" / "django.mo"
        path.parent.mkdir(parents=True)
        path.write_bytes(compiled)


def find_outside(text: str, depth: int = 0) -> tuple[str, int]:
    """Return what is outside the brackets, and how many brackets are still open at the end."""
    outside = []
    for letter in text:
        depth += {OPENS: 1, CLOSES: -1}.get(letter, 0)
        if depth <= 0 and letter not in OPENS + CLOSES:
            outside.append(letter)
    return "".join(outside), max(depth, 0)
