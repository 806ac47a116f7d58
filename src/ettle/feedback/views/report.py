"""The report, for the person it is about: seven short steps, everything on one page, and as a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from ettle.feedback import actions, queries
from ettle.feedback.forms import NoteForm, PartnerForm
from ettle.feedback.models import FeedbackReport
from ettle.feedback.observer_groups import Group
from ettle.feedback.report import figures, report_document
from ettle.feedback.report.analysis import ReportAnalysis, StatementRatings
from ettle.instruments.types import Point
from ettle.kit.files.printable_documents import download_response
from ettle.kit.forms.outcomes import posted_data, render_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.people.types import SignedInRequest

STEPS = (
    _lazy("Before you read"),
    _lazy("First feelings"),
    _lazy("Surprises"),
    _lazy("Where you agree"),
    _lazy("One strength"),
    _lazy("One change"),
    _lazy("Who to tell"),
)
QUESTIONS = {
    2: _lazy("What do you feel, before you explain anything?"),
    3: _lazy("What surprises you? What might people have seen?"),
    4: _lazy("What do you and others both know about you?"),
    5: _lazy("Which strength will you use more, and where?"),
    6: _lazy("Which one thing will you change, and what is the first small step?"),
}


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: SignedInRequest, uuid: UUID, step: int) -> HttpResponse:
    """One of seven steps, each with a note for oneself."""
    report = _get_report(request, uuid)
    if not 1 <= step <= len(STEPS):
        raise Http404
    written = {note.step: note.words for note in report.notes.all()}
    form = NoteForm(posted_data(request), initial={"words": written.get(step, "")})
    form.fields["words"].label = QUESTIONS.get(step, "")
    if form.is_valid():
        if step in QUESTIONS:
            actions.write_note(report, step=step, words=form.cleaned_data["words"], now=timezone.now())
        return redirect("feedback:step", uuid=uuid, step=min(step + 1, len(STEPS)))
    reading, points = queries.report_analysis(report), report.feedback.version.points()
    context = {
        "report": report,
        "reading": reading,
        "step": step,
        "title": STEPS[step - 1],
        "steps": STEPS,
        "asks": step in QUESTIONS,
        "partner": PartnerForm(initial=_partner_initial(report)),
        "summaries": report.summaries.order_by("-shared_at") if step == len(STEPS) else [],
        **_step_figures(step, reading, points),
    }
    return render_form(request, f"feedback/steps/{step}.html", form, context)


@audience(SIGNED_IN)
@require_safe
def whole_report(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Everything on one page, to look things up and to print."""
    report = _get_report(request, uuid)
    reading, points = queries.report_analysis(report), report.feedback.version.points()
    capabilities = [
        {
            "heard": capability,
            "figure": figures.draw_groups(capability, points, name=capability.key),
            "lines": [
                (line, figures.draw_groups(line, points, name=f"line-{line.statement.theme_key.replace('.', '-')}"))
                for line in capability.statements
            ],
        }
        for capability in reading.capabilities
    ]
    context = {
        "report": report,
        "reading": reading,
        "overview": figures.draw_overview(reading, points),
        "groups": _group_rows(report, reading),
        "easy": _easy_labels(report, points),
        "capabilities": capabilities,
        "notes": [(STEPS[note.step - 1], note.words) for note in report.notes.order_by("step")],
    }
    return render(request, "feedback/whole.html", context)


@audience(SIGNED_IN)
@require_safe
def report_file(request: SignedInRequest, uuid: UUID, kind: str) -> HttpResponse:
    """The report to take away, as PDF or text."""
    report = _get_report(request, uuid)
    if kind not in {"pdf", "txt"}:
        raise Http404
    reading = queries.report_analysis(report)
    rows = [(row["label"], str(row["asked"]), row["state"]) for row in _group_rows(report, reading)]
    name, points = report.feedback.person.name, report.feedback.version.points()
    return download_response(
        report_document.report_to_document(
            reading, points, name=name, day=timezone.localdate(report.made_at), groups=rows
        ),
        kind=kind,
    )


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def partner(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Keep with whom it will be talked over."""
    report = _get_report(request, uuid)
    form = PartnerForm(posted_data(request), initial=_partner_initial(report))
    if form.is_valid():
        data = form.cleaned_data
        actions.name_partner(report.feedback, name=data["partner"], email=data["partner_email"])
        messages.success(request, _("Kept. They are told nothing until you share something."))
        return redirect("feedback:step", uuid=uuid, step=len(STEPS))
    context = {"report": report}
    return render_form(request, "feedback/partner.html", form, context)


def _get_report(request: SignedInRequest, uuid: UUID) -> FeedbackReport:
    return get_object_or_404(FeedbackReport.objects.for_person(request.user), feedback__uuid=uuid)


def _group_rows(report: FeedbackReport, reading: ReportAnalysis) -> list[dict[str, Any]]:
    """How many of each group were asked, and how it fares in the report. Nothing says whether a group of one or two
    has answered, except of the manager who is shown alone."""
    asked = report.content["asked"]
    return [
        {
            "label": group.label,
            "asked": asked[group],
            "state": figures.group_state_phrase(reading.states.get(group.value), asked=asked[group]),
        }
        for group in Group
        if asked.get(group)
    ]


def _easy_labels(report: FeedbackReport, points: list[Point]) -> list[tuple[str, str]]:
    """What each Easy Read answer was counted as."""
    labels = {point.value: point.label for point in points}
    answers = report.feedback.version.shown_spec().easy.answers
    return [(answer.label, labels[answer.counts_as]) for answer in answers]


def _partner_initial(report: FeedbackReport) -> dict[str, str]:
    return {"partner": report.feedback.partner, "partner_email": report.feedback.partner_email}


def _step_figures(step: int, reading: ReportAnalysis, points: list[Point]) -> dict[str, Any]:
    """What one step shows: few lines, each with its drawing."""
    if step == 2:
        return {"overview": figures.draw_overview(reading, points)}
    chosen = {3: reading.surprises, 4: reading.agreements, 5: reading.seen_most, 6: reading.seen_least}.get(step, [])
    return {"lines": [_statement_card(choice, points, f"line-{place}") for place, choice in enumerate(chosen)]}


def _statement_card(heard: StatementRatings, points: list[Point], name: str) -> dict[str, Any]:
    return {
        "heard": heard,
        "difference": figures.gap_sentence(heard),
        "figure": figures.draw_groups(heard, points, name=name),
    }
