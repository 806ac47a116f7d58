"""The items of one framework, each with what a person has for it. No totals: it is their own view, and not proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ettle.framework.types import LinkTarget, PersonalKind, PersonalLink

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The columns, from the weakest state to the strongest, and what they are called.
STATES: dict[PersonalKind, StrOrPromise] = {
    PersonalKind.LOG: _("In my log"),
    PersonalKind.ANSWER: _("In an application"),
    PersonalKind.MET: _("Met by an assessor"),
    PersonalKind.BADGE: _("Badge"),
}
NOTHING = _("Nothing yet")


@dataclass(frozen=True)
class Cell:
    """What a person has for one item in one state, each account once."""

    words: StrOrPromise
    links: Sequence[PersonalLink]


@dataclass(frozen=True)
class MatrixRow:
    """One item. cells: in the order of STATES. is_heading: the item has the name of its group and stands above it."""

    target: LinkTarget
    cells: Sequence[Cell]

    @property
    def state(self) -> StrOrPromise:
        """The strongest state, in words."""
        return next((cell.words for cell in reversed(self.cells) if cell.links), NOTHING)

    @property
    def is_empty(self) -> bool:
        return not any(cell.links for cell in self.cells)

    @property
    def has_several_states(self) -> bool:
        """Whether a list has to say of each account which state it is in."""
        return sum(bool(cell.links) for cell in self.cells) > 1

    @property
    def is_heading(self) -> bool:
        return self.target.title == self.target.group


@dataclass(frozen=True)
class Matrix:
    """groups: heading and rows. earlier: what is linked to items that this edition does not have."""

    groups: Sequence[tuple[str, Sequence[MatrixRow]]]
    earlier: Sequence[PersonalLink]

    def __bool__(self) -> bool:
        return bool(self.earlier) or any(not row.is_empty for _group, rows in self.groups for row in rows)


def build_matrix(targets: Sequence[LinkTarget], links: Iterable[PersonalLink]) -> Matrix:
    """Put what a person linked beside the items. Goals are left out: they are no evidence."""
    evidence = [link for link in links if link.kind in STATES]
    rows = [_build_row(target, evidence) for target in targets]
    groups = [(group, list(found)) for group, found in groupby(rows, lambda row: row.target.group)]
    frameworks = {target.framework for target in targets}
    earlier = [
        link
        for link in evidence
        if link.framework in frameworks and not any(target.is_meant_by(link) for target in targets)
    ]
    return Matrix(groups, list(dict.fromkeys(earlier)))


def _build_row(target: LinkTarget, evidence: Iterable[PersonalLink]) -> MatrixRow:
    here = [link for link in evidence if target.is_meant_by(link)]
    cells = [
        Cell(words, _without_repeats(link for link in here if link.kind == kind)) for kind, words in STATES.items()
    ]
    return MatrixRow(target, cells)


def _without_repeats(links: Iterable[PersonalLink]) -> list[PersonalLink]:
    """Each account once, though it is linked to a capability and to a theme of it."""
    found: dict[str, PersonalLink] = {}
    for link in links:
        found.setdefault(link.path, link)
    return list(found.values())
