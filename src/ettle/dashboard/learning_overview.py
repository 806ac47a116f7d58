"""What a person has of each capability: areas read, log entries, goals, evidence and badges. No score and no rank."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from ettle.badges import queries as badges
from ettle.evidence import queries as evidence
from ettle.framework import queries as framework
from ettle.journey import queries as journey
from ettle.kit.database.prepared_queries import prepared_query
from ettle.kit.translations.pack_texts import PackText
from ettle.learning_log import queries as learning_log
from ettle.library import queries as library
from ettle.people import queries as people

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ettle.people.models import User

# The kinds of rows that rooms give, and what they are called above a column.
KINDS: dict[str, StrOrPromise] = {
    "read": _("Read"),
    "log": _("Log"),
    "goal": _("Goals"),
    "evidence": _("Evidence"),
    "badge": _("Badges"),
}
Row = tuple[str, str, str, int]
# Of the drawing, in units of about a pixel.
COLUMN, FIRST, LINE, TOP = 58, 24, 46, 24


@dataclass(frozen=True)
class CapabilityLearning:
    """counts: how many things of each kind, in the order of KINDS."""

    key: str
    title: str
    counts: Sequence[int]

    @property
    def words(self) -> str:
        """What there is, in words, for those who do not see the drawing; "" for nothing."""
        named = zip(KINDS.values(), self.counts, strict=True)
        return ", ".join(f"{kind} {count}" for kind, count in named if count)


@dataclass(frozen=True)
class Learning:
    """A person's learning by capability, in the order of the framework."""

    capabilities: Sequence[CapabilityLearning]

    def __bool__(self) -> bool:
        return any(any(capability.counts) for capability in self.capabilities)

    @property
    def kinds(self) -> list[tuple[int, StrOrPromise]]:
        """Where the heading of each column stands in the drawing, and what it says."""
        return [(FIRST + COLUMN * place, words) for place, words in enumerate(KINDS.values())]

    @property
    def rows(self) -> list[tuple[CapabilityLearning, int, SafeString]]:
        """Each capability with where its name stands and its circles."""
        return [
            (capability, TOP + LINE * line + 18, _draw_circles(capability.counts, TOP + LINE * line + 34))
            for line, capability in enumerate(self.capabilities)
        ]

    @property
    def height(self) -> int:
        return TOP + LINE * len(self.capabilities) + 4


def _draw_circles(counts: Sequence[int], y: int) -> SafeString:
    """A circle for each kind, filled where there is something. In a template thirty took a tenth of the page."""
    circles = (
        f'<circle class="{"chart-now" if count else "chart-empty"}" cx="{FIRST + COLUMN * place}" cy="{y}"'
        f' r="{7 if count else 5}"/>'
        for place, count in enumerate(counts)
    )
    return mark_safe("".join(circles))  # noqa: S308 - numbers


def read_learning(person: User) -> Learning:
    """Return a person's learning by capability, and remember their roles, which the same query reads.

    My journey reads ten things; this is one query more, so it reads one of the others too.
    """
    rows: list[Row] = _learning_rows(person)
    person.current_roles = frozenset(key for kind, key, _words, _number in rows if kind == "role")
    return _build_learning(rows)


@prepared_query
def _learning_rows(person: User) -> QuerySet[Any, Any]:
    return people.role_rows(person).union(
        framework.capability_rows(),
        library.capability_rows(person),
        learning_log.capability_rows(person),
        journey.capability_rows(person),
        evidence.capability_rows(person),
        badges.capability_rows(person),
        all=True,
    )


def _build_learning(rows: Iterable[Row]) -> Learning:
    rows = list(rows)
    titles = sorted((number, key, words) for kind, key, words, number in rows if kind == "capability")
    capability_of = {key: key for _position, key, _title in titles}
    capability_of |= {key: words for kind, key, words, _number in rows if kind == "theme"}
    things: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for kind, key, words, number in rows:
        if kind in KINDS:
            for named in json.loads(words) if kind == "read" else [key]:
                things[kind, capability_of.get(named, "")].add(number)
    return Learning(
        [
            CapabilityLearning(key, PackText(title), [len(things[kind, key]) for kind in KINDS])
            for _, key, title in titles
        ]
    )
