"""The entries of an author's form for an instrument, and the spec that they make.

Entries are the fields of the author's page by their names, exactly as they were typed, faults included: a text, or a
list of keys where several may be chosen. Only publishing needs them to make a valid spec.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.instruments.types.specs import LONGEST_QUESTION, LONGEST_TITLE, PointSpec
from ettle.kit.values.problems import Problem

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MIN_POINT_FIELDS = 7
LONGEST_LABEL = 120
LONGEST_NUMBER = 6
MOST_LETTERS = 60_000
TOO_LONG = "Keep this to {longest} letters or fewer; it has {length}"
DRAFT_TOO_LONG = _lazy("This is more than a draft can hold. Keep it to 60,000 letters in all")
CONTROL_CHARACTERS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
SCALE_HINT = "From the least to the most. Each point needs words of its own; points at the end may stay empty."

ROW_PATH = re.compile(r"([a-z_.]+)\.(\d+)\.([a-z_]+)")
# Where the fields have other names than the parts of the spec.
FIELD_NAMES = {
    "scale": "point-1",
    "importance_scale": "importance-1",
    "easy.answers": "answer-1",
    "easy.minutes": "easy_minutes",
    "easy.dont_know": "dont_know",
}
ROW_FIELD_NAMES = {
    ("scale", "label"): "point",
    ("importance_scale", "label"): "importance",
    ("easy.answers", "label"): "answer",
    ("easy.answers", "counts_as"): "counts",
}

Entry = str | list[str]


@dataclass(frozen=True)
class EntryField:
    """One field of the author's page.

    longest: letters. rows: height of a field of many lines, 0 for a single line. choices: key to title, where several
    may be chosen.
    """

    name: str
    label: StrOrPromise
    hint: StrOrPromise = ""
    longest: int = LONGEST_LABEL
    rows: int = 0
    choices: Mapping[str, str] | None = None


@dataclass(frozen=True)
class FieldGroup:
    """Some of the fields under a heading."""

    heading: StrOrPromise
    fields: tuple[EntryField, ...]
    hint: StrOrPromise = ""


class InstrumentEntries:
    """The entries of one page. Subclasses know the fields of one kind of instrument.

    before: the published spec that the new version follows; what the page has no field for is taken from it.
    """

    def __init__(self, values: Mapping[str, Any], before: Any) -> None:
        self.values = values
        self.before = before

    @classmethod
    def from_spec(cls, spec: Any) -> dict[str, Entry]:
        """Return the entries that make this spec."""
        raise NotImplementedError

    def groups(self) -> list[FieldGroup]:
        """Return the fields in the order of the page, under headings."""
        raise NotImplementedError

    def to_spec(self) -> Any:
        """Return the spec that these entries make; it may break the rules of specs."""
        raise NotImplementedError

    def find_spec_problems(self) -> Iterable[Problem]:
        """Return what the rules of specs say; the paths are names of fields."""
        raise NotImplementedError

    def fields(self) -> list[EntryField]:
        return [field for group in self.groups() for field in group.fields]

    def find_problems(self) -> list[Problem]:
        """Return what must be corrected before this can be published, the first problem of each field."""
        first_problems: dict[str, Problem] = {}
        for problem in [*self._find_long_entries(), *self.find_spec_problems()]:
            first_problems.setdefault(problem.path, problem)
        return list(first_problems.values())

    def _find_long_entries(self) -> Iterator[Problem]:
        for field in self.fields():
            length = len(self.text(field.name))
            if field.choices is None and length > field.longest:
                yield Problem(field.name, TOO_LONG.format(longest=field.longest, length=length))

    def text(self, name: str) -> str:
        return str(self.values.get(name) or "").strip(" ")

    def number(self, name: str) -> int:
        """Return the number in a field; 0, which no rule accepts, when there is none."""
        typed = self.text(name)
        try:
            return int(typed) if len(typed) <= LONGEST_NUMBER else 0
        except ValueError:
            return 0

    def keys(self, name: str) -> tuple[str, ...]:
        """Return what is chosen in a field of several choices."""
        chosen = self.values.get(name) or []
        return tuple(map(str, [chosen] if isinstance(chosen, str) else chosen))

    def point_fields(self) -> tuple[EntryField, ...]:
        rows = max(MIN_POINT_FIELDS, len(self.before.scale))
        return tuple(
            EntryField(f"point-{number}", _("Point %(number)s") % {"number": number}) for number in range(1, rows + 1)
        )

    def scale(self) -> tuple[PointSpec, ...]:
        """Return the points up to the last that has words: only before it is an empty one a fault."""
        labels = [self.text(field.name) for field in self.point_fields()]
        while labels and not labels[-1]:
            labels.pop()
        return tuple(PointSpec(value=value, label=label) for value, label in enumerate(labels, 1))

    def filled_groups(self) -> list[tuple[StrOrPromise, list[tuple[StrOrPromise, list[str]]]]]:
        """Return headings, labels and what is in the fields, for a page that only shows it, without empty fields."""
        groups = [(group.heading, list(self._filled_fields(group.fields))) for group in self.groups()]
        return [(heading, fields) for heading, fields in groups if fields]

    def _filled_fields(self, fields: Iterable[EntryField]) -> Iterator[tuple[StrOrPromise, list[str]]]:
        for field in fields:
            if lines := self.lines(field):
                yield field.label, lines

    def lines(self, field: EntryField) -> list[str]:
        """Return what is in a field, line by line; titles for keys that were chosen."""
        if field.choices is not None:
            return [field.choices.get(key, key) for key in self.keys(field.name)]
        return [line for line in self.text(field.name).splitlines() if line]


def title_field() -> EntryField:
    return EntryField("title", "Title", longest=LONGEST_TITLE)


def question_field(name: str, label: str, hint: str = "") -> EntryField:
    return EntryField(name, label, hint, LONGEST_QUESTION)


def scale_entries(scale: Sequence[PointSpec], name: str = "point") -> dict[str, Entry]:
    return {f"{name}-{point.value}": point.label for point in scale}


def clean_entry(typed: Any) -> Entry:
    """Return what was typed without characters that neither a page nor the database may hold."""
    if isinstance(typed, list):
        return [str(clean_entry(entry)) for entry in typed]
    return CONTROL_CHARACTERS.sub(" ", str(typed or "").replace("\r\n", "\n"))


def field_name(path: str) -> str:
    """Return the name of the field for a path in a spec, such as "point-3" for "scale.2.label"."""
    row = ROW_PATH.fullmatch(path)
    if row is not None:
        return f"{ROW_FIELD_NAMES.get((row[1], row[3]), '')}-{int(row[2]) + 1}"
    return FIELD_NAMES.get(path, path.split(".", maxsplit=1)[0])
