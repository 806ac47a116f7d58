"""Which comparisons end when an instrument is published: those of statements whose wording would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max

from ettle.framework import queries as framework
from ettle.instruments import fingerprints
from ettle.instruments.models import StatementSet
from ettle.instruments.types import Point
from ettle.instruments.types.feedback_specs import FeedbackSpec
from ettle.people.queries import role_titles

if TYPE_CHECKING:
    from ettle.instruments.types.specs import InstrumentSpec

    Spec = InstrumentSpec | FeedbackSpec


@dataclass(frozen=True)
class ComparisonBreak:
    """is_all: a new question or scale ends every comparison. reworded: role -> statements with a new wording."""

    is_all: bool
    reworded: list[tuple[str, list[str]]]


def find_comparison_break(before: Spec, after: Spec) -> ComparisonBreak | None:
    """Return what a new version would end, in two queries; None while no one was asked anything, and for a 360.

    Two 360s of a person are never compared.
    """
    if isinstance(before, FeedbackSpec) or isinstance(after, FeedbackSpec):
        return None
    newest = StatementSet.objects.filter(version__instrument__key=before.key).order_by().values("role")
    statement_sets = list(StatementSet.objects.filter(pk__in=newest.annotate(newest=Max("pk")).values("newest")))
    if not statement_sets:
        return None
    is_all = _spec_fingerprint(before) != _spec_fingerprint(after)
    return ComparisonBreak(
        is_all, [] if is_all else list(find_reworded_statements(statement_sets, framework.indicators_by_role()))
    )


def find_reworded_statements(
    statement_sets: Iterable[StatementSet], current_wording: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, list[str]]]:
    """Yield each role with its reworded statements. current_wording: role -> statement key -> words."""
    titles = role_titles()
    order = {role: place for place, role in enumerate(titles)}
    for statement_set in sorted(statement_sets, key=lambda statement_set: order.get(statement_set.role, len(order))):
        before = {line.key: fingerprints.normalise_text(line.wording) for line in statement_set.statements()}
        lines = [
            words
            for key, words in current_wording.get(statement_set.role, {}).items()
            if before.get(key) != fingerprints.normalise_text(words)
        ]
        if lines:
            yield titles.get(statement_set.role, statement_set.role), lines


def _spec_fingerprint(spec: InstrumentSpec) -> str:
    points = [Point(point.value, point.label) for point in spec.scale]
    return fingerprints.context_fingerprint(role="", question=spec.question, points=points)
