"""A report on paper: what its page shows, in words. Made of the same reading, so of what may be shown and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format

from ettle.feedback import figures
from ettle.kit.sheets import Part, Sheet

if TYPE_CHECKING:
    from ettle.feedback.reading import CapabilityHeard, LineHeard, Reading
    from ettle.instruments.types import Point

FOOT = "How others see one person’s work. For learning, not a test. Groups of fewer than three are not shown apart."
GROUPS = ("Group", "Asked", "Answered", "In this report")


def of_report(
    reading: Reading, points: Sequence[Point], *, name: str, day: date, groups: Sequence[tuple[str, ...]] = ()
) -> Sheet:
    """groups: a row for each group that was asked, as the page has it."""
    answered = [Part("Who answered", columns=GROUPS, rows=tuple(groups))] if groups else []
    capabilities = (part for one in reading.capabilities for part in _capability(one, points))
    return Sheet(
        title="How others see it",
        about=(f"{name}, {date_format(day, 'j F Y')}", figures.sentence(reading)),
        parts=(*answered, *capabilities, *_comments(reading)),
        foot=FOOT,
    )


def _capability(heard: CapabilityHeard, points: Sequence[Point]) -> Iterator[Part]:
    yield Part(f"{heard.title}: all lines together", points=tuple(figures.counts_in_words(heard, points)))
    for line in heard.lines:
        yield Part(line.line.wording, points=(*_line(line, points), *figures.counts_in_words(line, points)))


def _line(heard: LineHeard, points: Sequence[Point]) -> Iterator[str]:
    labels = {point.value: point.label.lower() for point in points}
    yield f"You: {labels[int(heard.mine)] if heard.mine else 'not said'}"
    yield from (f"An example: {' '.join(words.split())}" for words in heard.examples)


def _comments(reading: Reading) -> Iterator[Part]:
    for title, comments in (("What people value", reading.value), ("What would help", reading.change)):
        said = tuple(" ".join(words.split()) for words in comments)
        yield Part(title, points=said) if said else Part(title, ("Nothing was written.",))
