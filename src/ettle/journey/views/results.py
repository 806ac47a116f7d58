"""What a finished self-assessment says, on a page and as a file. Nobody else's is ever found here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ettle.journey import queries
from ettle.journey.self_assessment import past_results, result_document, result_text
from ettle.kit.charts import DotRow, dot_rows
from ettle.kit.files.printable_documents import download_response
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.people.types import SignedInRequest

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from ettle.instruments.models import InstrumentVersion
    from ettle.journey.queries import AssessmentResult

CAPTION = _(
    "Each dot is the average of your answers for one capability; in brackets, where there is room, how much you said "
    "it matters. "
    "There is a dot only where you answered at least half of the statements. ‘Not my role’ and ‘Not sure’ are not "
    "counted."
)


@audience(SIGNED_IN)
@require_safe
def all_results(request: SignedInRequest) -> HttpResponse:
    """Show all results of this person by pages, newest first."""
    return render(request, "journey/all_results.html", {"page": past_results.result_page(request.user, request.GET)})


@audience(SIGNED_IN)
@require_safe
def result_file(request: SignedInRequest, uuid: UUID, kind: str) -> HttpResponse:
    """The result to take away, as PDF or text."""
    if kind not in {"pdf", "txt"}:
        raise Http404
    return download_response(result_document.result_to_document(_get_result(request, uuid)), kind=kind)


@audience(SIGNED_IN)
@require_safe
def result(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Show what a finished self-assessment says."""
    found = _get_result(request, uuid)
    version = found.assessment.version
    context = {
        "result": found,
        "figure": _draw_profile(found),
        "prompts": [
            (prompt, result_text.prompt_label(prompt), result_text.prompt_words(prompt, version))
            for prompt in found.prompts
        ],
        "groups": _capabilities_in_words(found),
        "newest": past_results.newest_results(request.user, but=uuid),
        "earlier": past_results.find_earlier_result(
            request.user, role=found.assessment.sheet.role, finished_at=found.finished_at
        ),
    }
    return render(request, "journey/result.html", context)


def _get_result(request: SignedInRequest, uuid: UUID) -> AssessmentResult:
    found = queries.find_result(request.user, uuid)
    if found is None:
        raise Http404
    return found


def _draw_profile(found: AssessmentResult) -> SafeString:
    """The profile: a sentence, a row a capability, the same figures as a table. No row sums the others."""
    version = found.assessment.version
    points = version.points()
    return dot_rows(
        [
            DotRow(
                label=row.title,
                now=None if row.mean is None else float(row.mean),
                importance=None,
                note=_importance_note(row.importance, version),
                spoken=result_text.profile_sentence(row, version),
            )
            for row in found.rows
        ],
        name="profile",
        says=result_text.summary_sentence(found.rows, found.prompts, version),
        caption=str(CAPTION),
        low=points[0].value,
        high=points[-1].value,
        ends=(str(points[0].label).lower(), str(points[-1].label).partition(",")[0].lower()),
        now_word=gettext("How often"),
        missing=gettext("not enough answers"),
    )


def _importance_note(importance: int | None, version: InstrumentVersion) -> str:
    label = result_text.importance_label(importance, version).lower()
    return f"({label})" if label else ""


def _capabilities_in_words(found: AssessmentResult) -> list[dict[str, Any]]:
    """Each capability of a result with its lines, importance and reason as they were said."""
    version = found.assessment.version
    reasons = found.assessment.result.importances
    return [
        {
            "row": row,
            "importance": result_text.importance_label(row.importance, version),
            "reason": reasons.get(row.key, {}).get("reason", ""),
            "lines": [
                (
                    answered,
                    result_text.answer_label(answered.choice, version),
                    result_text.find_follow_up(answered, version),
                )
                for answered in row.statements
            ],
        }
        for row in found.rows
    ]
