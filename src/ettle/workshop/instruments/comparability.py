"""Which comparisons end when an instrument is published: those of lines that would be asked otherwise than before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max

from ettle.framework import queries as framework
from ettle.framework.specs import ROLE_NAMES
from ettle.instruments import fingerprints
from ettle.instruments.feedback_specs import FeedbackSpec
from ettle.instruments.models import StatementSet
from ettle.instruments.types import Point

if TYPE_CHECKING:
    from ettle.instruments.specs import InstrumentSpec

    Spec = InstrumentSpec | FeedbackSpec


@dataclass(frozen=True)
class ComparisonBreak:
    """is_all: with the question or the scale every line does. reworded: role -> lines that the framework words anew."""

    is_all: bool
    reworded: list[tuple[str, list[str]]]


def find_comparison_break(before: Spec, after: Spec) -> ComparisonBreak | None:
    """What a new version would end, in two queries; None while nobody was asked anything, and for a 360.

    Two 360s of a person are never compared.
    """
    if isinstance(before, FeedbackSpec) or isinstance(after, FeedbackSpec):
        return None
    newest = StatementSet.objects.filter(version__instrument__key=before.key).order_by().values("role")
    sheets = list(StatementSet.objects.filter(pk__in=newest.annotate(newest=Max("pk")).values("newest")))
    if not sheets:
        return None
    is_all = _spec_fingerprint(before) != _spec_fingerprint(after)
    return ComparisonBreak(
        is_all, [] if is_all else list(find_reworded_statements(sheets, framework.indicators_by_role()))
    )


def find_reworded_statements(
    sheets: Iterable[StatementSet], asked: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, list[str]]]:
    """Of each role that was asked, the lines that are asked in other words now. asked: role -> line key -> words."""
    for sheet in sorted(sheets, key=lambda sheet: [*ROLE_NAMES].index(sheet.role)):
        before = {line.key: fingerprints.normalise_text(line.wording) for line in sheet.statements()}
        lines = [
            words
            for key, words in asked.get(sheet.role, {}).items()
            if before.get(key) != fingerprints.normalise_text(words)
        ]
        if lines:
            yield ROLE_NAMES[sheet.role], lines


def _spec_fingerprint(spec: InstrumentSpec) -> str:
    points = [Point(point.value, point.label) for point in spec.scale]
    return fingerprints.context_fingerprint(role="", question=spec.question, points=points)
