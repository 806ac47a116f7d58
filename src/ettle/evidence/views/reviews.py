"""An assessor's pages: what waits, one criterion at a time, the letter, and ways to leave it to somebody else."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ettle.evidence import actions, queries
from ettle.evidence.forms import DecisionForm, HandOverForm, LetterForm, ReferForm
from ettle.evidence.models import DraftDecision, SentAnswer, Submission
from ettle.evidence.review import letter
from ettle.evidence.review.due_dates import due_date
from ettle.kit.http.audience import audience
from ettle.kit.http.idempotency import answer_once
from ettle.kit.refusal import Refused
from ettle.people.queries import ASSESSORS
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from datetime import date, datetime

    from ettle.badges.models import Criterion
    from ettle.people.types import SignedInRequest

PAGE_SIZE = 25
DUE_SOON_DAYS = 2  # days before it is due


@dataclass(frozen=True)
class QueueItem:
    """One line of the queue. name: of the badge."""

    uuid: uuid.UUID
    name: str
    round: int
    sent_at: datetime
    is_opened: bool
    due: date
    days: int
    is_soon_due: bool


@audience(ASSESSORS)
@require_GET
def queue(request: SignedInRequest) -> HttpResponse:
    """What I can answer now, the longest waiting first."""
    now = timezone.now()
    page = Paginator(range(queries.awaiting_review_count(request.user)), PAGE_SIZE).get_page(request.GET.get("page"))
    start = (page.number - 1) * PAGE_SIZE
    today = timezone.localdate(now)
    lines = []
    for waiting in queries.queue_rows(request.user, start=start, end=start + PAGE_SIZE):
        sent = timezone.localdate(waiting["sent_at"])
        due = due_date(sent)
        lines.append(
            QueueItem(**waiting, due=due, days=(today - sent).days, is_soon_due=(due - today).days <= DUE_SOON_DAYS)
        )
    context = {
        "page": page,
        "lines": lines,
        "referred": queries.open_referral_rows(request.user),
        "middle_wait": queries.median_wait(now),
    }
    return render(request, "evidence/review/queue.html", context)


@audience(ASSESSORS)
@require_GET
def take_next(request: SignedInRequest) -> HttpResponse:
    """Go to the one that has waited longest; one that I have begun comes first."""
    waiting = queries.awaiting_review(request.user)
    begun = DraftDecision.objects.filter(assessor=request.user).values("submission")
    first = waiting.filter(pk__in=begun).first() or waiting.first()
    if first is None:
        return redirect("evidence:queue")
    return redirect("evidence:review", first.uuid)


@audience(ASSESSORS)
@require_GET
def review(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """One sending: what it asks, what I have decided so far, what goes with it."""
    submission = _reviewable_or_404(request, number)
    gone = _closed_response(request, submission)
    if gone is not None:
        return gone
    drafts = _own_drafts(request, submission)
    context = {
        "submission": submission,
        "application": submission.application,
        "declaration": submission.declaration,
        "parts": [(one, drafts.get(one.pk)) for one in _criteria_to_decide(submission)],
        "met": [one for one in submission.application.criteria if one.pk in submission.application.status.met],
        "is_decided": actions.criteria_to_decide(submission) <= drafts.keys(),
        "next": next((one for one in _criteria_to_decide(submission) if one.pk not in drafts), None),
        "due": due_date(timezone.localdate(submission.sent_at)),
    }
    return render(request, "evidence/review/overview.html", context)


@audience(ASSESSORS)
@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, number: uuid.UUID, position: int) -> HttpResponse:
    """Decide on one criterion. A draft until the letter goes."""
    submission = _reviewable_or_404(request, number)
    gone = _closed_response(request, submission)
    if gone is not None:
        return gone
    criterion = next((one for one in _criteria_to_decide(submission) if one.position == position), None)
    if criterion is None:
        raise Http404
    drafts = _own_drafts(request, submission)
    form = _decision_form(request, drafts.get(criterion.pk))
    if form.is_valid():
        if form.cleaned_data["outcome"] == "refer":
            return redirect("evidence:refer", number)
        try:
            actions.save_draft_decision(
                submission, criterion=criterion, assessor=request.user, now=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            return _redirect_to_next_criterion(submission, criterion, drafts.keys() | {criterion.pk})
    context = _reading_context(submission, criterion) | {
        "form": form,
        "drafts": drafts,
        "asked": _criteria_to_decide(submission),
    }
    return render(request, "evidence/review/decide.html", context, status=422 if form.errors else 200)


@audience(ASSESSORS)
@require_http_methods(["GET", "POST"])
@answer_once
def write_letter(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """The letter that the learner will read, then send."""
    submission = _reviewable_or_404(request, number)
    gone = _closed_response(request, submission)
    if gone is not None:
        return gone
    drafts = _own_drafts(request, submission)
    if not actions.criteria_to_decide(submission) <= drafts.keys():
        return redirect("evidence:review", number)
    initial = {"letter": _draft_letter(submission, drafts)}
    form = LetterForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.review(submission, assessor=request.user, letter=form.cleaned_data["letter"], now=timezone.now())
        except actions.AlreadyReviewed:
            return redirect("evidence:review", number)
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, "Your answer is sent")
            return redirect("evidence:queue")
    parts = [(one, drafts[one.pk]) for one in _criteria_to_decide(submission) if one.pk in drafts]
    context = {"submission": submission, "application": submission.application, "form": form, "parts": parts}
    return render(request, "evidence/review/letter.html", context, status=422 if form.errors else 200)


@audience(ASSESSORS)
@require_http_methods(["GET", "POST"])
@answer_once
def hand_over(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Leave it to a colleague: because I know the person, or for another reason."""
    submission = _reviewable_or_404(request, number)
    gone = _closed_response(request, submission)
    if gone is not None:
        return gone
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        leave = {"interest": actions.declare_interest, "busy": actions.hand_over}[form.cleaned_data["why"]]
        try:
            leave(submission, assessor=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, "Left to a colleague")
            return redirect("evidence:queue")
    context = {"submission": submission, "application": submission.application, "form": form}
    return render(request, "evidence/review/hand_on.html", context, status=422 if form.errors else 200)


@audience(ASSESSORS)
@require_http_methods(["GET", "POST"])
@answer_once
def refer(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Take it out of the flow. The page says what happens; its button is the confirmation."""
    submission = _reviewable_or_404(request, number)
    gone = _closed_response(request, submission)
    if gone is not None:
        return gone
    form = ReferForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = {"why": form.cleaned_data["why"], "said": form.cleaned_data["words"]}
        try:
            actions.refer(submission, assessor=request.user, now=timezone.now(), **told)
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, "Referred. It has left the queue")
            return redirect("evidence:queue")
    context = {"submission": submission, "application": submission.application, "form": form}
    return render(request, "evidence/review/refer.html", context, status=422 if form.errors else 200)


@audience(ASSESSORS)
@require_POST
def return_to_queue(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """The matter is settled: back into the queue."""
    referral = get_object_or_404(queries.open_referrals_of(request.user), submission__uuid=number)
    actions.return_to_queue(referral, by=request.user, now=timezone.now())
    messages.success(request, "Back in the queue")
    return redirect("evidence:queue")


def _reviewable_or_404(request: SignedInRequest, number: uuid.UUID) -> Submission:
    """A sending this assessor may see, with its whole application. Anybody else's is not found."""
    submission = queries.reviewable_submission(request.user, number)
    if submission is None:
        raise Http404
    return submission


def _closed_response(request: SignedInRequest, submission: Submission) -> HttpResponse | None:
    """The page that says why there is nothing to decide here any more, or None."""
    sending = next(one for one in submission.application.rounds if one.pk == submission.pk)
    referral = submission.referrals.open().first()
    if sending.answered is None and referral is None:
        return None
    context = {
        "application": submission.application,
        "submission": submission,
        "answer": sending.answered,
        "is_mine": sending.answered is not None and sending.answered.assessor_id == request.user.pk,
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "evidence/review/gone.html", context, status=status)


def _criteria_to_decide(submission: Submission) -> list[Criterion]:
    wanted = actions.criteria_to_decide(submission)
    return [one for one in submission.application.criteria if one.pk in wanted]


def _own_drafts(request: SignedInRequest, submission: Submission) -> dict[int, DraftDecision]:
    return {one.criterion_id: one for one in submission.drafts.filter(assessor=request.user)}


def _decision_form(request: SignedInRequest, kept: DraftDecision | None) -> DecisionForm:
    if request.method == "POST":
        return DecisionForm(request.POST)
    fields = ("outcome", "reason", "suggestion")
    return DecisionForm(initial={name: getattr(kept, name) for name in fields} if kept else None)


def _reading_context(submission: Submission, criterion: Criterion) -> dict[str, Any]:
    """The answer, and what changed in it since the last sending."""
    sent = SentAnswer.objects.filter(
        submission__application=submission.application, criterion=criterion, submission__round__lte=submission.round
    )
    versions = [one.text for one in sent.order_by("-submission__round")[:2]]
    text, before = [*versions, "", ""][:2]
    last = submission.application.rounds[-2].answered if submission.round > 1 else None
    decisions = last.decisions.all() if last else ()
    return {
        "submission": submission,
        "application": submission.application,
        "criterion": criterion,
        "runs": texts.diff_words(before, text),
        "is_changed": bool(before),
        "before": next((one for one in decisions if one.criterion_id == criterion.pk), None),
        "count": texts.count_words(text),
    }


def _redirect_to_next_criterion(submission: Submission, criterion: Criterion, decided: Any) -> HttpResponse:
    """The next criterion in order, then any left over, then the letter."""
    asked = _criteria_to_decide(submission)
    later = [one for one in asked if one.position > criterion.position]
    following = next((one for one in later + asked if one.pk not in decided), None)
    if following is None:
        return redirect("evidence:letter", submission.uuid)
    return redirect("evidence:decide", submission.uuid, following.position)


def _draft_letter(submission: Submission, drafts: dict[int, DraftDecision]) -> str:
    points = [
        letter.Point(
            title=one.title,
            is_met=drafts[one.pk].outcome == "met",
            reason=drafts[one.pk].get_reason_display(),
            suggestion=drafts[one.pk].suggestion,
        )
        for one in _criteria_to_decide(submission)
    ]
    name = submission.application.learner.get_short_name()
    return letter.draft_letter(name, submission.application.version.name, points)
