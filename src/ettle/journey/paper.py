"""A result on paper: what a person marked, in words, with nothing added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format

from ettle.journey import words
from ettle.kit.sheets import Part, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ettle.journey.queries import AssessmentResult

FOOT = "What one person said of themselves on one day. For learning, not a test: no overall score, nobody compared."


def of_result(result: AssessmentResult) -> Sheet:
    """The profile as a sheet: its sentence, what to take away, then each capability with its lines."""
    version = result.assessment.version
    day = date_format(timezone.localtime(result.finished_at), "j F Y")
    return Sheet(
        title=f"My leadership profile, {day}",
        about=(
            f"{result.role}, {result.scored} of {len(result.lines)} lines marked",
            words.sentence(result.rows, result.prompts, version),
        ),
        parts=(*_to_take_away(result), *_capabilities(result)),
        foot=FOOT,
    )


def _to_take_away(result: AssessmentResult) -> Iterator[Part]:
    version = result.assessment.version
    points = tuple(
        f"{prompt.kind.value}: {prompt.capability.title}. {' '.join(words.prompt_words(prompt, version))}"
        for prompt in result.prompts
    )
    if points:
        yield Part("To take away", points=points)


def _capabilities(result: AssessmentResult) -> Iterator[Part]:
    version = result.assessment.version
    reasons = result.assessment.result.importances
    for row in result.rows:
        matters = words.importance(row.importance, version).lower()
        said = [f"Matters {matters} in my role now."] if matters else []
        reason = reasons.get(row.key, {}).get("reason", "")
        yield Part(
            row.title,
            paragraphs=(*said, *([reason] if reason else [])),
            columns=("Line", "How often"),
            rows=tuple((line.line.wording, words.anchor(line.said, version)) for line in row.lines),
        )
