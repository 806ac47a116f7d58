"""Count learning for a person's year, change it, and take it out again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.cpl.models import Learning
from ettle.cpl.types import Source
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.cpl.suggestion_sources import Suggestion
    from ettle.people.models import User

# Of one person in all years, so that nobody fills the database.
MOST_LEARNING = 5_000


@dataclass(frozen=True)
class LearningDetails:
    """What a person says of a piece of learning. counts_for: keys of topics and parts."""

    happened_on: date
    title: str
    learned: str
    changed: str
    counts_for: list[str]


@transaction.atomic
def add_learning(details: LearningDetails, *, person: User, now: datetime) -> Learning:
    """Count something that the person writes themself."""
    _refuse_too_many(person, 1)
    return Learning.objects.create(person=person, source=Source.OWN.value, counted_at=now, **asdict(details))


@transaction.atomic
def change_learning(learning: Learning, details: LearningDetails) -> None:
    """Change what is said of a piece of learning. What was shown to someone before does not change."""
    Learning.objects.filter(pk=learning.pk).update(**asdict(details))


@transaction.atomic
def remove_learning(learning: Learning) -> None:
    """Count it no more. What it was made from stays, and is suggested again."""
    learning.delete()


@transaction.atomic
def count_suggestions(suggestions: Iterable[Suggestion], *, person: User, now: datetime) -> int:
    """Count these for their topics; return how many. One that is counted already is not counted twice, nor the log
    entry or the badge behind an answer that is counted with it."""
    chosen = list(_without_repeats(suggestions))
    rows = [
        Learning(
            person=person,
            source=suggestion.source.value,
            source_key=suggestion.key,
            happened_on=suggestion.happened_on,
            title=suggestion.title,
            learned=suggestion.learned,
            changed=suggestion.changed,
            counts_for=list(suggestion.topics),
            counted_at=now,
        )
        for suggestion in chosen
    ]
    _refuse_too_many(person, len(rows))
    Learning.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _without_repeats(suggestions: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Answers first. Two answers of one badge are two accounts."""
    taken = set[str]()
    for suggestion in sorted(suggestions, key=lambda suggestion: suggestion.source != Source.ANSWER):
        names = {name for name in suggestion.accounts if not name.startswith("badge:")} | {suggestion.account}
        if not names & taken:
            taken |= names | suggestion.accounts
            yield suggestion


def _refuse_too_many(person: User, more: int) -> None:
    if Learning.objects.of(person).count() + more > MOST_LEARNING:
        raise Refused(_("Your record is full. Remove some old entries first"))
