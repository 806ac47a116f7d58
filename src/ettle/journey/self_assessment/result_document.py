"""A result on paper: what a person marked, in words, with nothing added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ettle.journey.self_assessment import result_text
from ettle.kit.files.printable_documents import DocumentSection, PrintableDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ettle.journey.queries import AssessmentResult

FOOT = _(
    "What one person said about themselves on one day. It is for learning and is not a test: no overall score, no "
    "comparison."
)


def result_to_document(result: AssessmentResult) -> PrintableDocument:
    """The profile: its sentence, next steps, then each capability with its statements."""
    version = result.assessment.version
    day = date_format(timezone.localtime(result.finished_at), "DATE_FORMAT")
    return PrintableDocument(
        title=gettext("My leadership profile, %(day)s") % {"day": day},
        about=(
            gettext("%(role)s, %(answered)s of %(all)s statements rated")
            % {"role": result.role, "answered": result.scored_count, "all": len(result.statements)},
            result_text.summary_sentence(result.rows, result.prompts, version),
        ),
        parts=(*_prompt_parts(result), *_capability_parts(result)),
        foot=str(FOOT),
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
        yield DocumentSection(gettext("Next steps"), points=points)


def _capability_parts(result: AssessmentResult) -> Iterator[DocumentSection]:
    version = result.assessment.version
    reasons = result.assessment.result.importances
    for row in result.rows:
        matters = result_text.importance_label(row.importance, version).lower()
        sentences = [gettext("Matters %(matters)s in my role now.") % {"matters": matters}] if matters else []
        reason = reasons.get(row.key, {}).get("reason", "")
        yield DocumentSection(
            row.title,
            paragraphs=(*sentences, *([reason] if reason else [])),
            columns=(gettext("Statement"), gettext("How often")),
            rows=tuple(
                (line.statement.wording, result_text.answer_label(line.choice, version)) for line in row.statements
            ),
        )
