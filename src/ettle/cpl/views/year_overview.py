"""A person's year as its page shows it: a sentence, a ring, the topics in a table, and what counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ettle.cpl.queries import LinkedAnswer, TopicProgress, topic_progress
from ettle.kit.charts.rings import RingSegment, draw_ring

if TYPE_CHECKING:
    from ettle.cpl.models import Learning
    from ettle.cpl.queries import PersonalScheme
    from ettle.cpl.types import LearningYear


@dataclass(frozen=True)
class LearningRow:
    """A piece of learning with the titles of what it counts for."""

    learning: Learning
    topics: list[str]


@dataclass(frozen=True)
class YearOverview:
    """says: where the person is, in one sentence. missing: titles of what is still to come. ring: "" without topics.

    answers: those that count because they are linked to topics, without those that are a piece of learning.
    """

    year: LearningYear
    says: str
    missing: list[str]
    ring: SafeString | str
    progress: list[TopicProgress]
    rows: list[LearningRow]
    answers: list[tuple[LinkedAnswer, list[str]]]

    @property
    def earlier(self) -> int:
        return self.year.number - 1

    @property
    def later(self) -> int:
        return self.year.number + 1


def build_overview(
    scheme: PersonalScheme, year: LearningYear, learning: Sequence[Learning], answers: Sequence[LinkedAnswer]
) -> YearOverview:
    progress, titles = topic_progress(scheme.topics, learning, answers), scheme.titles()
    counted = {piece.account for piece in learning}
    says = _sentence(progress, len(learning))
    rows = [LearningRow(piece, [titles[key] for key in piece.counts_for if key in titles]) for piece in learning]
    return YearOverview(
        year=year,
        says=says,
        missing=list(_list_missing(progress)),
        ring=_draw(progress) if progress else "",
        progress=progress,
        rows=rows,
        answers=[
            (answer, [titles[key] for key in answer.topics])
            for answer in answers
            if answer.topics and not answer.accounts & counted
        ],
    )


def _sentence(progress: Sequence[TopicProgress], many: int) -> str:
    if not progress:
        words = ngettext(
            "You have counted %(many)s piece of learning", "You have counted %(many)s pieces of learning", many
        )
        return words % {"many": many}
    covered, topics = sum(topic.is_covered for topic in progress), len(progress)
    if covered == topics:
        return _("You have learning in all %(topics)s topics, with every part that must be in them") % {
            "topics": topics
        }
    return _("You have completed %(covered)s of %(topics)s topics") % {"covered": covered, "topics": topics}


def _list_missing(progress: Sequence[TopicProgress]) -> list[str]:
    missing = []
    for topic in progress:
        if topic.missing_parts:
            missing += [f"{topic.topic.title}: {part}" for part in topic.missing_parts]
        elif not topic.many:
            missing.append(topic.topic.title)
    return missing


def _draw(progress: Sequence[TopicProgress]) -> SafeString:
    segments = [RingSegment(topic.topic.title, topic.share, _describe_state(topic)) for topic in progress]
    covered = sum(topic.is_covered for topic in progress)
    centre = (str(covered), _("of %(topics)s topics") % {"topics": len(progress)})
    return draw_ring(segments, name="topics", says=_("How far each topic is"), centre=centre)


def _describe_state(topic: TopicProgress) -> str:
    if topic.is_covered:
        return _("complete")
    return _("started") if topic.share else _("nothing yet")
