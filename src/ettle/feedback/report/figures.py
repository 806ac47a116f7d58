"""A report as drawings, tables and sentences: from what may be shown to what is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.feedback.observer_groups import COMBINED, Group
from ettle.feedback.report.analysis import JOINED, NEAR, CapabilityRatings, ReportAnalysis, StatementRatings
from ettle.feedback.report.disclosure import MIN_GROUP, GroupState
from ettle.instruments.types import Point
from ettle.kit.charts import RangeRow, range_rows

TOGETHER = _lazy("All together")
NOT_SEEN = _lazy("not seen")
FEW_ON_LINE = _lazy("fewer than 3: not shown apart")
TOO_FEW = _lazy("fewer than 4: not shown")
CAPTION = _lazy(
    "The bar is the middle half of the answers, the tick the middle one, the number how many there "
    "are, the dot what you marked. Groups of fewer than three are shown only together, and only "
    "where that shows nobody’s own answer."
)


def group_state_phrase(state: GroupState | None, *, asked: int) -> str:
    """How a group fares in the report, in words that are the same for every number of answers under three.

    state: None for a group that is not shown apart. asked: how many were invited.
    """
    if state is not None:
        return _(state.value)
    words = (
        _("fewer than %(number)s answered: not shown apart")
        if asked >= MIN_GROUP
        else _("fewer than %(number)s invited: not shown apart")
    )
    return words % {"number": MIN_GROUP}


def draw_overview(reading: ReportAnalysis, points: Sequence[Point]) -> SafeString:
    """One row a capability: everybody who is shown, together, beside one's own mark."""
    rows = [
        RangeRow(
            capability.title,
            capability.total.counts if capability.total else None,
            TOO_FEW,
            _fraction_to_float(capability.mine),
        )
        for capability in reading.capabilities
    ]
    return range_rows(
        rows, name="overview", says=summary_sentence(reading), caption=CAPTION, points=_point_labels(points)
    )


def draw_groups(
    heard: CapabilityRatings | StatementRatings, points: Sequence[Point], *, name: str, says: str = ""
) -> SafeString:
    """A row for each group that the report shows apart, and one for all together.

    Other groups have no row: words in their place would say whether anyone of a group of one or two has answered.
    """
    return range_rows(
        list(_group_rows(heard)), name=name, says=says, caption=_ratings_title(heard), points=_point_labels(points)
    )


def draw_total(heard: CapabilityRatings, points: Sequence[Point], *, name: str) -> SafeString:
    """Only what all said together, for a summary."""
    row = RangeRow(TOGETHER, heard.total.counts if heard.total else None, TOO_FEW, _fraction_to_float(heard.mine))
    return range_rows([row], name=name, says="", caption=heard.title, points=_point_labels(points), mine_word=_("Self"))


def summary_sentence(reading: ReportAnalysis) -> str:
    """The one plain sentence or two before the drawing: agreement first, then the widest gap."""
    known = [(capability.gap, capability.title) for capability in reading.capabilities if capability.gap is not None]
    if not known:
        return _("There is too little to put beside what you marked. What people wrote is kept below.")
    near, nearest = min(known, key=lambda pair: abs(pair[0]))
    far, farthest = max(known, key=lambda pair: abs(pair[0]))
    if abs(far) < NEAR:
        return _("You and others see %(nearest)s most alike. On no capability are you far apart.") % {
            "nearest": nearest
        }
    if abs(near) < NEAR:
        words = (
            _("You and others see %(nearest)s most alike. Others see %(farthest)s more often than you do.")
            if far > 0
            else _("You and others see %(nearest)s most alike. Others see %(farthest)s less often than you do.")
        )
        return words % {"nearest": nearest, "farthest": farthest}
    words = (
        _("The widest gap is on %(farthest)s: others see it more often than you do.")
        if far > 0
        else _("The widest gap is on %(farthest)s: others see it less often than you do.")
    )
    return words % {"farthest": farthest}


def gap_sentence(heard: StatementRatings) -> str:
    """One line's gap in words."""
    if heard.gap is None or heard.mine is None:
        return ""
    if abs(heard.gap) <= NEAR:
        return _("You and others see this alike.")
    if heard.gap > 0:
        return _("Others see this more often than you marked.")
    return _("Others see this less often than you marked.")


def counts_to_sentences(heard: CapabilityRatings | StatementRatings, points: Sequence[Point]) -> Iterator[str]:
    """The rows of a drawing as sentences: how many of a group gave which answer, or why that is not shown."""
    labels = [str(label).lower() for label in _point_labels(points)]
    for row in _group_rows(heard):
        if row.counts is None:
            yield f"{row.label}: {row.note}"
        else:
            phrases = (f"{label} {count}" for label, count in zip(labels, row.counts, strict=True) if count)
            yield f"{row.label}: {'; '.join(phrases)}"


def _group_rows(heard: CapabilityRatings | StatementRatings) -> Iterator[RangeRow]:
    mine = _fraction_to_float(heard.mine)
    for group in Group:
        if group.value in heard.units:
            yield RangeRow(str(group.label), heard.units[group.value].counts, mine=mine)
        elif group.value in heard.states:
            is_seen = heard.states[group.value] not in {GroupState.ALONE, GroupState.APART}
            note = FEW_ON_LINE if is_seen else NOT_SEEN
            yield RangeRow(str(group.label), None, note, mine)
    if JOINED in heard.units:
        yield RangeRow(COMBINED, heard.units[JOINED].counts, mine=mine)
    yield RangeRow(TOGETHER, heard.total.counts if heard.total else None, TOO_FEW, mine)


def _ratings_title(heard: CapabilityRatings | StatementRatings) -> str:
    return heard.title if isinstance(heard, CapabilityRatings) else heard.statement.wording


def _point_labels(points: Sequence[Point]) -> list[str]:
    return [point.label.partition(",")[0] for point in points]


def _fraction_to_float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
