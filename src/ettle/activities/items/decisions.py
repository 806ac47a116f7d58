"""What a decision teaches apart from its words: which option is best, how long it is, where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

BOTH, MANAGEMENT = "both", "management"


@dataclass(frozen=True)
class OfferedOption:
    """was: management, leadership or both. length: of its words, in characters. effect: the sum of what it changes."""

    was: str
    length: int
    effect: int


@dataclass(frozen=True)
class Decision:
    """The options of one decision in the order in which they are shown. One of them has the highest effect.

    place: the key of where it is in its activity. variant: the key of the variant whose words it has; "" without one.
    """

    options: tuple[OfferedOption, ...]
    place: str = ""
    variant: str = ""

    @property
    def has_clear_best(self) -> bool:
        """Whether there is something to choose from and one option is better than all others."""
        effects = [option.effect for option in self.options]
        return len(effects) > 1 and effects.count(max(effects)) == 1

    @property
    def best_place(self) -> int:
        return max(range(len(self.options)), key=lambda place: self.options[place].effect)

    @property
    def is_best_longest(self) -> bool:
        return self.best.length == max(option.length for option in self.options)

    @property
    def best(self) -> OfferedOption:
        return self.options[self.best_place]

    @property
    def is_both_vain(self) -> bool:
        """An option that wants to be management and leadership in one is the worst here, and does harm."""
        least = min(option.effect for option in self.options)
        return least < 0 and any(option.was == BOTH and option.effect == least for option in self.options)


@dataclass(frozen=True)
class LessonRules:
    """What all decisions of a pack must show together, so that nobody learns to press an option by its look.

    Shares are of all decisions, from 0 to 1. fewest_decisions: below it a share says nothing, so nothing is checked.
    """

    version: int
    fewest_decisions: int
    most_best_is_longest: float
    most_best_in_same_place: float
    least_best_is_management: float
    least_vain_both: int


RULES = LessonRules(
    version=1,
    fewest_decisions=10,
    most_best_is_longest=0.4,
    most_best_in_same_place=0.5,
    least_best_is_management=0.25,
    least_vain_both=2,
)


class LessonRule(Enum):
    """What is compared over all decisions."""

    LONGEST = "the best option is often the longest"
    SAME_PLACE = "the best option is often in the same place"
    MANAGEMENT = "the best option is rarely management"
    VAIN_BOTH = "‘both’ never does harm"


@dataclass(frozen=True)
class BrokenRule:
    """A rule that decisions break together. words: what to change. place: that of most best options, for SAME_PLACE."""

    rule: LessonRule
    words: str
    place: int = 0

    def is_broken_by(self, decision: Decision) -> bool:
        """Whether a decision is one of those that break it; none alone leaves out a ‘both’ that does harm."""
        return {
            LessonRule.LONGEST: decision.is_best_longest,
            LessonRule.SAME_PLACE: decision.best_place == self.place,
            LessonRule.MANAGEMENT: decision.best.was != MANAGEMENT,
            LessonRule.VAIN_BOTH: False,
        }[self.rule]


def check_lessons(decisions: Sequence[Decision], rules: LessonRules = RULES) -> Iterator[str]:
    """Return a sentence for each rule that the decisions of a pack break together."""
    yield from (broken.words for broken in find_broken_rules(decisions, rules))


def find_broken_rules(decisions: Sequence[Decision], rules: LessonRules = RULES) -> Iterator[BrokenRule]:
    """Return each rule that decisions break together; nothing for fewer than say something."""
    if len(decisions) >= rules.fewest_decisions:
        yield from _check_looks(decisions, rules)
        yield from _check_meaning(decisions, rules)


def _check_looks(decisions: Sequence[Decision], rules: LessonRules) -> Iterator[BrokenRule]:
    total = len(decisions)
    longest = _count(decision.is_best_longest for decision in decisions)
    if longest > rules.most_best_is_longest * total:
        yield BrokenRule(
            LessonRule.LONGEST,
            f"The best option is the longest in {longest} of {total} decisions, and may be in "
            f"{rules.most_best_is_longest:.0%} at most. Shorten best options, or write the others out.",
        )
    places = [decision.best_place for decision in decisions]
    place = max(set(places), key=places.count)
    if places.count(place) > rules.most_best_in_same_place * total:
        yield BrokenRule(
            LessonRule.SAME_PLACE,
            f"The best option is number {place + 1} in {places.count(place)} of {total} decisions, and may be in "
            f"{rules.most_best_in_same_place:.0%} at most. Change the order of options.",
            place,
        )


def _check_meaning(decisions: Sequence[Decision], rules: LessonRules) -> Iterator[BrokenRule]:
    total = len(decisions)
    management = _count(decision.best.was == MANAGEMENT for decision in decisions)
    if management < rules.least_best_is_management * total:
        yield BrokenRule(
            LessonRule.MANAGEMENT,
            f"The best option is sound management in {management} of {total} decisions, and must be in "
            f"{rules.least_best_is_management:.0%} at least: what is safe first, write it down, follow the procedure, "
            "ask for help.",
        )
    vain = _count(decision.is_both_vain for decision in decisions)
    if vain < rules.least_vain_both:
        yield BrokenRule(
            LessonRule.VAIN_BOTH,
            f"In {vain} of {total} decisions ‘both’ is vanity and does harm. Write at least {rules.least_vain_both}, "
            "because the answer is not always ‘both’.",
        )


def _count(found: Iterable[bool]) -> int:
    return sum(found)
