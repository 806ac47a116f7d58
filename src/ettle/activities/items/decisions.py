"""What a decision teaches apart from its words: which option is best, how long it is, where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

BOTH, MANAGEMENT = "both", "management"


@dataclass(frozen=True)
class OfferedOption:
    """was: management, leadership or both. length: of its words, in characters. effect: the sum of what it changes."""

    was: str
    length: int
    effect: int


@dataclass(frozen=True)
class Decision:
    """The options of one decision in the order in which they are shown. One of them has the highest effect."""

    options: tuple[OfferedOption, ...]

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


def check_lessons(decisions: Sequence[Decision], rules: LessonRules = RULES) -> Iterator[str]:
    """Return a sentence for each rule that the decisions of a pack break together."""
    total = len(decisions)
    if total < rules.fewest_decisions:
        return
    longest = _count(decision.is_best_longest for decision in decisions)
    if longest > rules.most_best_is_longest * total:
        yield (
            f"The best option is the longest in {longest} of {total} decisions, and may be in "
            f"{rules.most_best_is_longest:.0%} at most. Shorten best options, or write the others out."
        )
    places = [decision.best_place for decision in decisions]
    place = max(set(places), key=places.count)
    if places.count(place) > rules.most_best_in_same_place * total:
        yield (
            f"The best option is number {place + 1} in {places.count(place)} of {total} decisions, and may be in "
            f"{rules.most_best_in_same_place:.0%} at most. Change the order of options."
        )
    management = _count(decision.best.was == MANAGEMENT for decision in decisions)
    if management < rules.least_best_is_management * total:
        yield (
            f"The best option is sound management in {management} of {total} decisions, and must be in "
            f"{rules.least_best_is_management:.0%} at least: what is safe first, write it down, follow the procedure, "
            "ask for help."
        )
    vain = _count(decision.is_both_vain for decision in decisions)
    if vain < rules.least_vain_both:
        yield (
            f"In {vain} of {total} decisions ‘both’ is vanity and does harm. Write at least {rules.least_vain_both}, "
            "because the answer is not always ‘both’."
        )


def _count(found: Iterable[bool]) -> int:
    return sum(found)
