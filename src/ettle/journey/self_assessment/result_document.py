"""A result on paper: what a person marked, in words, with nothing added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format

from ettle.journey.self_assessment import result_text
from ettle.kit.files.printable_documents import DocumentSection, PrintableDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ettle.journey.queries import AssessmentResult

FOOT = "What one person said of themselves on one day. For learning, not a test: no overall score, nobody compared."


def result_to_document(result: AssessmentResult) -> PrintableDocument:
    """The profile as a sheet: its sentence, what to take away, then each capability with its lines."""
    version = result.assessment.version
    day = date_format(timezone.localtime(result.finished_at), "j F Y")
    return PrintableDocument(
        title=f"My leadership profile, {day}",
        about=(
            f"{result.role}, {result.scored_count} of {len(result.statements)} statements answered",
            result_text.summary_sentence(result.rows, result.prompts, version),
        ),
        parts=(*_prompt_parts(result), *_capability_parts(result)),
        foot=FOOT,
    )


def _prompt_parts(result: AssessmentResult) -> Iterator[DocumentSection]:
    version = result.assessment.version
    points = tuple(
        " ".join(
            [
                f"{result_text.prompt_label(prompt)}: {prompt.capability.title}.",
                *result_text.prompt_words(prompt, version),
            ]
        )
        for prompt in result.prompts
    )
    if points:
        yield DocumentSection("Next steps", points=points)


def _capability_parts(result: AssessmentResult) -> Iterator[DocumentSection]:
    version = result.assessment.version
    reasons = result.assessment.result.importances
    for row in result.rows:
        matters = result_text.importance_label(row.importance, version).lower()
        sentences = [f"Matters {matters} in my role now."] if matters else []
        reason = reasons.get(row.key, {}).get("reason", "")
        yield DocumentSection(
            row.title,
            paragraphs=(*sentences, *([reason] if reason else [])),
            columns=("Line", "How often"),
            rows=tuple(
                (line.statement.wording, result_text.answer_label(line.choice, version)) for line in row.statements
            ),
        )
