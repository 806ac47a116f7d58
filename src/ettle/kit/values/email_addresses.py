"""Email addresses as people type and paste them: one in a field, or a list from an email program or a spreadsheet.

The standard library's `email.utils.getaddresses` reads headers that a program wrote. It gives up on what people paste:
semicolons, ‘Bell, Ruth <ruth@example.org>’ without quotes, tabs, invisible characters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from ettle.kit.values.problems import Problem

MAX_LENGTH = 254
LONGEST_SHOWN = 60
# Letters and marks that show nothing; Unicode's format characters (Cf) are found by their category.
BLANK_CHARACTERS = {0x034F, 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10)}
# Persian, Urdu and Indic names are written with these two.
JOINERS = "\u200c\u200d"
# As keyboards for other scripts and word processors write them.
AS_ASCII = str.maketrans({
    "\uff1b": ";", "\u061b": ";", "\uff0c": ",", "\u3001": ",", "\u060c": ",", "\uff1c": "<", "\uff1e": ">",
    "\uff20": "@", "\ufe6b": "@", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u00ab": '"',
    "\u00bb": '"', "\u2010": "-", "\u2011": "-",
})  # fmt: skip
AROUND_ADDRESS = " \t\"'`<>()[]{}.,;:!\u2018\u2019\u201a\u2039\u203a"
AROUND_NAME = " \t\"'`<>[]{},;:!*|=-\u2013\u2014\u2022\u2018\u2019"
GOOGLE_DOMAINS = ("gmail.com", "googlemail.com")
SCHEME = re.compile(r"^(?:mailto|smtp):", re.IGNORECASE)
# The name of a header, or the number in a list.
LINE_START = re.compile(r"^\s*(?:(?:to|cc|bcc|from|reply-to)\s*:|\d{1,4}[.)]\s)", re.IGNORECASE)
IN_BRACKETS = re.compile(r"<([^<>]*@[^<>]*)>\W*$")
WORD = re.compile(r"[^\s<>()\[\]\",;]+")
ADDITION = re.compile(r" ?(\([^()]*\))$")
EMPTY_BRACKETS = re.compile(r"\( ?\)|[\[\]]")


@dataclass(frozen=True)
class Mailbox:
    """An address, and the name that stood beside it; the name is empty when there was none, and never has an @."""

    name: str
    address: str


def clean_address(text: str) -> str:
    """An address without what comes with it when it is pasted; it need not be a valid one.

    Removes invisible characters, spaces at the ends, ‘mailto:’, quotes and brackets around it and a full stop after it.
    Of ‘Ruth Bell <ruth@example.org>’ the address is left.
    """
    if len(text) > 4 * MAX_LENGTH:
        return text.strip()
    visible = unicodedata.normalize("NFKC", _remove_invisible(text).translate(AS_ASCII))
    in_brackets = IN_BRACKETS.search(visible)
    bare = (in_brackets[1] if in_brackets else visible).strip(AROUND_ADDRESS)
    if SCHEME.match(bare):
        bare = unquote(SCHEME.sub("", bare).partition("?")[0]).strip(AROUND_ADDRESS)
    return bare


def is_same_mailbox(first: str, second: str) -> bool:
    """Whether two addresses reach one mailbox, in any letter case, with or without a tag: "isla+work@example.org"."""
    return mailbox_of(first) == mailbox_of(second)


def mailbox_of(address: str) -> str:
    """The address in lower case and without a tag, which is the same for all addresses of one mailbox.

    Google reads no full stops before the @, and has two domains; of other providers nothing of that kind is known.
    """
    local, _at, domain = address.strip().casefold().rpartition("@")
    local = local.partition("+")[0] or local
    if domain in GOOGLE_DOMAINS:
        local, domain = local.replace(".", "") or local, GOOGLE_DOMAINS[0]
    return f"{local}@{domain}"


def is_valid_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= MAX_LENGTH


def parse_mailboxes(text: str) -> tuple[list[Mailbox], list[Problem]]:
    """Return the people of a pasted list in order, and the problems with their lines (from 1).

    Addresses are separated by line ends, semicolons, tabs, and commas outside quotes and angle brackets, or by spaces
    alone. Every address is one person. A name stands before its address, or after it when it is alone on the line;
    ‘Bell, Ruth <ruth@example.org>’ is Ruth Bell. Every piece of the text belongs to a person or is a problem.
    """
    people: list[Mailbox] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.translate(AS_ASCII).splitlines(), start=1):
        row = _Row()
        for chunk in _split_outside(LINE_START.sub("", line), ";\t"):
            row.read_chunk(_split_outside(chunk, ","))
        row.end()
        people += row.people
        problems += (
            Problem(str(number), _("Line %(number)s: %(fault)s") % {"number": number, "fault": fault})
            for fault in row.faults
        )
    return people, problems


@dataclass
class _Row:
    """One line of a list while it is read. waiting: pieces without an address, which may be the name of the next."""

    people: list[Mailbox] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def read_chunk(self, pieces: list[str]) -> None:
        before, self.waiting = self.waiting, []
        for piece in pieces:
            if "@" not in piece:
                self.waiting.append(piece)
                continue
            found, after = _find_mailboxes(piece)
            if found:
                found[0] = Mailbox(self._take_name(before, found[0].name), found[0].address)
            before = []
            if after:
                self.waiting.append(after)
            self._add(found)
        self.waiting = [*before, *self.waiting]

    def _take_name(self, before: list[str], own: str) -> str:
        """The name of the next person: their own, with what waits in front of it. before: from an earlier cell."""
        waiting, self.waiting = self.waiting, []
        if own:
            self._refuse([*before, *waiting[:-1]])
            return _join_name(waiting[-1], own) if waiting else own
        cells = [*before, *waiting]
        if len(cells) == 1 or not any(" " in cell.strip() for cell in cells):
            return _clean_name(" ".join(cells))
        self._refuse(cells[:-1])
        return _clean_name(cells[-1])

    def _add(self, found: list[Mailbox]) -> None:
        for mailbox in found:
            if len(mailbox.address) > MAX_LENGTH:
                self.faults.append(_("An email address has %(most)s characters at most") % {"most": MAX_LENGTH})
            elif is_valid_address(mailbox.address):
                self.people.append(mailbox)
            else:
                self._refuse([mailbox.address])

    def end(self) -> None:
        """What waits at the end of the line is the name of the only person on it, or of nobody."""
        if self.waiting and len(self.people) == 1 and not self.people[0].name and not self.faults:
            self.people = [Mailbox(_clean_name(" ".join(self.waiting)), self.people[0].address)]
        else:
            self._refuse(self.waiting)

    def _refuse(self, pieces: list[str]) -> None:
        self.faults += [
            _("‘%(words)s’ is not an email address. Change it or remove it") % {"words": _shorten(piece)}
            for piece in pieces
        ]


def _split_outside(line: str, separators: str) -> list[str]:
    """Split at separators outside quotes and angle brackets; blank pieces are left out.

    A quote or a bracket that is never closed is an ordinary character. A semicolon or tab ends a bracket.
    """
    pieces, piece, close = [], "", ""
    for place, letter in enumerate(line):
        if letter == close:
            close = ""
        elif not close and letter in '"<':
            end = {'"': '"', "<": ">"}[letter]
            close = end if line.rfind(end) > place else ""
        if letter in separators and not close:
            pieces.append(piece)
            piece = ""
        else:
            piece += letter
    return [piece for piece in [*pieces, piece] if _remove_invisible(piece).strip()]


def _find_mailboxes(piece: str) -> tuple[list[Mailbox], str]:
    """The people in a piece, each with the words before the address; and the words after the last."""
    found: dict[str, Mailbox] = {}
    start = 0
    for match in (word for word in WORD.finditer(piece) if "@" in word.group()):
        address = clean_address(match.group())
        name = _clean_name(_flip_name(piece[start : match.start()]))
        if address.lower() not in found:
            found[address.lower()] = Mailbox(name, address or match.group())
        start = match.end()
    after = _clean_name(piece[start:])
    if after and len(found) == 1:
        [only] = found.values()
        return [Mailbox(_clean_name(f"{only.name} {after}"), only.address)], ""
    return list(found.values()), after


def _flip_name(words: str) -> str:
    """A quoted ‘Bell, Ruth’ as it is spoken."""
    family, comma, given = words.strip(AROUND_NAME).partition(",")
    return _join_name(family, given) if comma and "," not in given else words


def _join_name(family: str, given: str) -> str:
    """‘Bell’ and ‘Ruth (Elm House)’ as Ruth Bell (Elm House)."""
    spoken = _clean_name(given)
    addition = ADDITION.search(spoken)
    words = [spoken[: addition.start()], family, addition[1]] if addition else [spoken, family]
    return _clean_name(" ".join(words))


def _clean_name(words: str) -> str:
    visible = " ".join(EMPTY_BRACKETS.sub(" ", _remove_invisible(words, but=JOINERS)).split())
    visible = EMPTY_BRACKETS.sub("", visible).strip(AROUND_NAME)
    inside = visible[1:-1]
    return inside if visible[:1] + visible[-1:] == "()" and "(" not in inside else visible


def _remove_invisible(text: str, but: str = "") -> str:
    return "".join(letter for letter in text if letter in but or not _is_invisible(letter))


def _is_invisible(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category == "Cf" or ord(letter) in BLANK_CHARACTERS or (category == "Cc" and not letter.isspace())


def _shorten(piece: str) -> str:
    words = piece.strip()
    return words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"
