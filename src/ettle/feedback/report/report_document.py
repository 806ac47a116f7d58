"""A report on paper: what its page shows, in words. Made of the same reading, so of what may be shown and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format

from ettle.feedback.report import figures
from ettle.kit.files.printable_documents import DocumentSection, PrintableDocument

if TYPE_CHECKING:
    from ettle.feedback.report.analysis import CapabilityRatings, ReportAnalysis, StatementRatings
    from ettle.instruments.types import Point

FOOT = (
    "How others see one person’s work. For learning, not a test. Groups of fewer than three are shown only together, "
    "and only where that shows nobody’s own answer."
)
GROUPS = ("Group", "Invited", "In this report")


def report_to_document(
    reading: ReportAnalysis, points: Sequence[Point], *, name: str, day: date, groups: Sequence[tuple[str, ...]] = ()
) -> PrintableDocument:
    """groups: a row for each group that was asked, as the page has it."""
    answered = [DocumentSection("Who was invited", columns=GROUPS, rows=tuple(groups))] if groups else []
    capabilities = (part for capability in reading.capabilities for part in _capability_parts(capability, points))
    return PrintableDocument(
        title="How others see it",
        about=(f"{name}, {date_format(day, 'j F Y')}", figures.summary_sentence(reading)),
        parts=(*answered, *capabilities, *_comment_parts(reading)),
        foot=FOOT,
    )


def _capability_parts(heard: CapabilityRatings, points: Sequence[Point]) -> Iterator[DocumentSection]:
    yield DocumentSection(
        f"{heard.title}: all lines together", points=tuple(figures.counts_to_sentences(heard, points))
    )
    for line in heard.statements:
        yield DocumentSection(
            line.statement.wording,
            points=(*_statement_points(line, points), *figures.counts_to_sentences(line, points)),
        )


def _statement_points(heard: StatementRatings, points: Sequence[Point]) -> Iterator[str]:
    labels = {point.value: point.label.lower() for point in points}
    yield f"You: {labels[int(heard.mine)] if heard.mine else 'not said'}"
    yield from (f"An example: {' '.join(words.split())}" for words in heard.examples)


def _comment_parts(reading: ReportAnalysis) -> Iterator[DocumentSection]:
    for title, comments in (("What people value", reading.value), ("What would help", reading.change)):
        paragraphs = tuple(" ".join(words.split()) for words in comments)
        yield (
            DocumentSection(title, points=paragraphs)
            if paragraphs
            else DocumentSection(title, ("Nothing was written.",))
        )
