"""A report on paper: what its page shows, in words. Made of the same reading, so of what may be shown and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.feedback.report import figures
from ettle.kit.files.printable_documents import DocumentSection, PrintableDocument

if TYPE_CHECKING:
    from ettle.feedback.report.analysis import CapabilityRatings, ReportAnalysis, StatementRatings
    from ettle.instruments.types import Point

FOOT = _lazy(
    "How others see one person’s work. For learning, not a test. Groups of fewer than three are "
    "shown only together, and only where that shows no one’s own answer."
)
GROUPS = ("Group", _lazy("Invited"), _lazy("In this report"))


def report_to_document(
    reading: ReportAnalysis, points: Sequence[Point], *, name: str, day: date, groups: Sequence[tuple[str, ...]] = ()
) -> PrintableDocument:
    """groups: a row for each group that was asked, as the page has it."""
    answered = (
        [DocumentSection(_("Who was invited"), columns=tuple(map(str, GROUPS)), rows=tuple(groups))] if groups else []
    )
    capabilities = (part for capability in reading.capabilities for part in _capability_parts(capability, points))
    return PrintableDocument(
        title=_("How others see it"),
        about=(f"{name}, {date_format(day, 'j F Y')}", figures.summary_sentence(reading)),
        parts=(*answered, *capabilities, *_comment_parts(reading)),
        foot=str(FOOT),
    )


def _capability_parts(heard: CapabilityRatings, points: Sequence[Point]) -> Iterator[DocumentSection]:
    yield DocumentSection(
        _("%(title)s: all lines together") % {"title": heard.title},
        points=tuple(figures.counts_to_sentences(heard, points)),
    )
    for line in heard.statements:
        yield DocumentSection(
            line.statement.wording,
            points=(*_statement_points(line, points), *figures.counts_to_sentences(line, points)),
        )


def _statement_points(heard: StatementRatings, points: Sequence[Point]) -> Iterator[str]:
    labels = {point.value: str(point.label).lower() for point in points}
    yield _("You: %(answer)s") % {"answer": labels[int(heard.mine)] if heard.mine else _("not answered")}
    yield from (_("An example: %(words)s") % {"words": " ".join(words.split())} for words in heard.examples)


def _comment_parts(reading: ReportAnalysis) -> Iterator[DocumentSection]:
    for title, comments in ((_("What people value"), reading.value), (_("What would help"), reading.change)):
        paragraphs = tuple(" ".join(words.split()) for words in comments)
        yield (
            DocumentSection(title, points=paragraphs)
            if paragraphs
            else DocumentSection(title, (_("Nothing was written."),))
        )
