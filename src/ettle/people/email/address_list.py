"""Parse email addresses pasted from a list, a spreadsheet or an email."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ettle.kit.values.problems import Problem

MAX_ADDRESSES = 200
IN_BRACKETS = re.compile(r"<([^<>]*)>\s*$")


def parse_addresses(text: str) -> tuple[list[str], list[Problem]]:
    """Return the addresses, each once and in lower case, and the problems with their lines.

    One or several on a line, separated by commas, semicolons or tabs; "Isla Reid <isla@example.org>" is read too.
    At most 200 addresses. Every piece of the text is either an address or a problem.
    """
    addresses: dict[str, None] = {}
    problems: list[Problem] = []
    for number, piece in _split_text(text):
        address = _parse_address(piece)
        if address:
            addresses[address] = None
        else:
            words = f"Line {number}: “{_shorten_text(piece)}” is not an e-mail address. Mend it or take it out"
            problems.append(Problem(str(number), words))
    if len(addresses) > MAX_ADDRESSES:
        problems.append(Problem("", f"You gave {len(addresses)} addresses. Invite {MAX_ADDRESSES} or fewer at a time"))
    return list(addresses), problems


def _split_text(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        for piece in re.split(r"[,;\t]", line):
            if piece.strip():
                yield number, piece.strip()


def _parse_address(piece: str) -> str | None:
    in_brackets = IN_BRACKETS.search(piece)
    address = (in_brackets[1] if in_brackets else piece).strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        return None
    return address if len(address) <= 254 else None


def _shorten_text(piece: str) -> str:
    return piece if len(piece) <= 40 else piece[:39] + "…"
