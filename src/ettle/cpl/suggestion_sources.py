"""What a person did here in a year that they may count: log entries, answers, areas read, activities, badges.

Nothing counts until the person says so. Seven queries at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ettle.activities import queries as activities
from ettle.badges import queries as badges
from ettle.cpl import queries
from ettle.cpl.types import LearningYear, Source
from ettle.kit.values.dates import operator_date
from ettle.learning_log import queries as learning_log
from ettle.library import queries as library

if TYPE_CHECKING:
    from ettle.cpl.queries import PersonalScheme
    from ettle.people.models import User

LONGEST_TITLE = 300


@dataclass(frozen=True)
class Suggestion:
    """Something that may be counted. topics: the keys of the topics that it seems to be about.

    accounts: the names of all that it is, of which one may be counted already; empty for itself alone.
    """

    source: Source
    key: str
    happened_on: date
    title: str
    learned: str = ""
    changed: str = ""
    topics: tuple[str, ...] = ()
    accounts: frozenset[str] = frozenset()

    @property
    def account(self) -> str:
        return f"{self.source}:{self.key}"

    @property
    def value(self) -> str:
        """As a form sends it."""
        return f"{self.source}:{self.key}"


def list_suggestions(person: User, scheme: PersonalScheme, year: LearningYear) -> list[Suggestion]:
    """What is in the year and not counted yet, the newest first. What is counted as an answer is left out as the log
    entry or the badge behind it too, and the reverse."""
    counted = {f"{source}:{key}" for source, key in queries.counted_sources(person)}
    found = [each for each in _all_suggestions(person, scheme, year) if year.includes(each.happened_on)]
    in_answers = {name for each in found if each.account in counted for name in each.accounts}
    left = [each for each in found if each.account not in counted | in_answers and not each.accounts & counted]
    return sorted(left, key=lambda suggestion: suggestion.happened_on, reverse=True)


def _all_suggestions(person: User, scheme: PersonalScheme, year: LearningYear) -> Iterator[Suggestion]:
    for answer in queries.linked_answers(person, scheme, year):
        yield Suggestion(
            Source.ANSWER,
            answer.key,
            answer.happened_on,
            _shorten(answer.title),
            topics=answer.topics,
            accounts=answer.accounts,
        )
    for entry in learning_log.entries_between(person, first=year.first, last=year.last):
        topics = _topics_named(scheme, entry.references)
        title = entry.happened.strip() or _("An entry in your log")
        yield Suggestion(
            Source.LOG, str(entry.uuid), entry.happened_on, _shorten(title), entry.learned, entry.changed, topics
        )
    for area in library.areas_read(person):
        title = _("Read ‘%(title)s’") % {"title": area.title}
        topics = _topics_named(scheme, area.alignments)
        yield Suggestion(Source.AREA, str(area.pk), operator_date(area.read_at), _shorten(title), topics=topics)
    for activity in activities.completed_activities(person):
        title = _("Completed the activity ‘%(title)s’") % {"title": activity.title}
        topics = _topics_named(scheme, activity.alignments)
        yield Suggestion(Source.ACTIVITY, activity.key, operator_date(activity.at), _shorten(title), topics=topics)
    for badge in badges.earned_badges(person):
        title = _("Earned the badge ‘%(title)s’") % {"title": badge.name}
        topics = _topics_named(scheme, badge.alignments)
        yield Suggestion(Source.BADGE, str(badge.uuid), operator_date(badge.awarded_at), _shorten(title), topics=topics)


def _topics_named(scheme: PersonalScheme, references: Iterable[str]) -> tuple[str, ...]:
    """The topics of the scheme that these references name. "cpl:7" and "cpl@2024:7" name the same."""
    if scheme.spec is None:
        return ()
    named = set()
    for reference in references:
        place, _colon, key = reference.partition(":")
        if place.partition("@")[0] == scheme.spec.framework:
            named.add(key)
    return tuple(topic.key for topic in scheme.topics if topic.key in named)


def _shorten(title: str) -> str:
    line = " ".join(str(title).split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
