"""Which comparisons end when an instrument is published: those of lines that would be asked otherwise than before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max

from ettle.framework import queries as framework
from ettle.framework.specs import ROLE_NAMES
from ettle.instruments import alike
from ettle.instruments.feedback_specs import FeedbackSpec
from ettle.instruments.models import Sheet
from ettle.instruments.types import Point

if TYPE_CHECKING:
    from ettle.instruments.specs import InstrumentSpec

    Spec = InstrumentSpec | FeedbackSpec


@dataclass(frozen=True)
class Anew:
    """is_all: with the question or the scale every line does. reworded: role -> lines that the framework words anew."""

    is_all: bool
    reworded: list[tuple[str, list[str]]]


def starting_anew(before: Spec, after: Spec) -> Anew | None:
    """What a new version would end, in two queries; None while nobody was asked anything, and for a 360.

    Two 360s of a person are never compared.
    """
    if isinstance(before, FeedbackSpec) or isinstance(after, FeedbackSpec):
        return None
    newest = Sheet.objects.filter(version__instrument__key=before.key).order_by().values("role")
    sheets = list(Sheet.objects.filter(pk__in=newest.annotate(newest=Max("pk")).values("newest")))
    if not sheets:
        return None
    is_all = _ground(before) != _ground(after)
    return Anew(is_all, [] if is_all else list(reworded(sheets, framework.indicators_by_role())))


def reworded(sheets: Iterable[Sheet], asked: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Of each role that was asked, the lines that are asked in other words now. asked: role -> line key -> words."""
    for sheet in sorted(sheets, key=lambda sheet: [*ROLE_NAMES].index(sheet.role)):
        before = {line.key: alike.in_words(line.wording) for line in sheet.lines()}
        lines = [words for key, words in asked.get(sheet.role, {}).items() if before.get(key) != alike.in_words(words)]
        if lines:
            yield ROLE_NAMES[sheet.role], lines


def _ground(spec: InstrumentSpec) -> str:
    points = [Point(point.value, point.label) for point in spec.scale]
    return alike.ground(role="", question=spec.question, points=points)
