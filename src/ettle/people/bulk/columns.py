"""Which columns of a file mean what. The words are those that spreadsheets of people use; a head may stand lower."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ettle.kit.input.spreadsheets import TableRow

HEAD_WITHIN = 5  # rows
FIELD_TITLES = {
    "email": _("Email"),
    "name": _("Name"),
    "given": _("First name"),
    "family": _("Last name"),
    "role": _("Role"),
    "organisation": _("Organisation"),
}
FIELD_WORDS = {
    "email": (
        "email", "mail", "email address", "emailaddress", "address", "work email",
        "work email address", "email work", "contact email", "primary email", "user principal name", "username", "upn",
    ),
    "name": ("name", "full name", "fullname", "person", "display name", "employee", "employee name", "staff name"),
    "given": ("first name", "firstname", "given name", "givenname", "forename", "forenames", "first names"),
    "family": ("last name", "lastname", "family name", "surname", "second name"),
    "role": ("role", "roles", "role here", "what they do", "membership", "member type", "permission"),
    "organisation": (
        "organisation", "organization", "organisation name", "organization name", "employer", "org", "provider",
        "company", "service provider",
    ),
}  # fmt: skip
MEANING = {word: field for field, words in FIELD_WORDS.items() for word in words}


@dataclass(frozen=True)
class Columns:
    """heads: of all columns. places: field -> which column, from 0. row: the number of the row of heads."""

    heads: tuple[str, ...]
    places: Mapping[str, int]
    row: int

    def values_of(self, cells: tuple[str, ...]) -> dict[str, str]:
        """Return the values of a row by field, with the name in one piece."""
        found = {field: cells[place] if place < len(cells) else "" for field, place in self.places.items()}
        given, family = found.pop("given", ""), found.pop("family", "")
        return {**found, "name": found.get("name") or " ".join(filter(None, (given, family)))}


def find_columns(rows: Iterable[TableRow]) -> Columns | None:
    """Return the columns of the first row, of the first five, that has one for the address; None without one."""
    for row in rows:
        places: dict[str, int] = {}
        for place, head in enumerate(row.cells):
            field = MEANING.get(_plain(head))
            if field is not None:
                places.setdefault(field, place)
        if "email" in places:
            return Columns(row.cells, places, row.number)
    return None


def _plain(head: str) -> str:
    return " ".join(re.sub(r"[^a-z]+", " ", head.casefold()).replace("e mail", "email").split())
