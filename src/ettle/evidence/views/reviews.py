"""An assessor's pages: the queue, one criterion at a time, the letter, handing over and referring."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.evidence import actions, queries
from ettle.evidence.forms import DecisionForm, HandOverForm, LetterForm, ReferForm
from ettle.evidence.models import DraftDecision, SentAnswer, Submission
from ettle.evidence.promises.queries import current_terms
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.review import letter
from ettle.kit.forms.outcomes import add_refusal, posted_data, refuse_resent, render_form, run_form
from ettle.kit.http.audience import audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.refusal import Refused
from ettle.people.queries import ASSESSORS
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from datetime import date, datetime

    from ettle.badges.models import Criterion
    from ettle.people.types import SignedInRequest

PAGE_SIZE = 25
WORDS = ("letter", "suggestion", "words")  # fields of the review in which an assessor writes
DUE_SOON_DAYS = 2  # days before it is due


@dataclass(frozen=True)
class QueueItem:
    """One row of the queue. name: of the badge. days: calendar days since it was sent."""

    uuid: uuid.UUID
    name: str
    round: int
    sent_at: datetime
    is_opened: bool
    due: date
    days: int
    is_soon_due: bool


@audience(ASSESSORS)
@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """The submissions that the assessor can review now, the first due first."""
    now = timezone.now()
    page = Paginator(range(queries.awaiting_review_count(request.user)), PAGE_SIZE).get_page(request.GET.get("page"))
    start = (page.number - 1) * PAGE_SIZE
    terms, today = current_terms(), operator_date(now)
    lines = []
    for waiting in queries.queue_rows(request.user, start=start, end=start + PAGE_SIZE):
        days = (today - operator_date(waiting["sent_at"])).days
        lines.append(QueueItem(**waiting, days=days, is_soon_due=(waiting["due"] - today).days <= DUE_SOON_DAYS))
    context = {
        "page": page,
        "lines": lines,
        "referred": queries.open_referral_rows(request.user),
        "aim_days": terms.aim_days(),
        "usual_wait": terms.usual_wait,
    }
    return render(request, "evidence/review/queue.html", context)


@audience(ASSESSORS)
@require_safe
def take_next(request: SignedInRequest) -> HttpResponse:
    """Redirect to the submission that is due first; one with drafts of this assessor comes before it."""
    waiting = queries.awaiting_review(request.user)
    begun = DraftDecision.objects.filter(assessor=request.user).values("submission")
    first = waiting.filter(pk__in=begun).first() or waiting.first()
    if first is None:
        return redirect("evidence:queue")
    return redirect("evidence:review", first.uuid)


def open_submission(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a review page: it gets the submission that its address names.

    A submission that this assessor may not see is a 404; when nothing is left to decide, a page says why.
    """

    @wraps(view)
    def open_view(request: SignedInRequest, number: uuid.UUID, **parts: Any) -> HttpResponse:
        submission = queries.reviewable_submission(request.user, number)
        if submission is None:
            raise Http404
        closed = _closed_response(request, submission)
        return view(request, submission, **parts) if closed is None else closed

    return open_view


def _closed_response(request: SignedInRequest, submission: Submission) -> HttpResponse | None:
    """Return the page that says why there is nothing left to decide, or None."""
    sent_round = next(sent_round for sent_round in submission.application.rounds if sent_round.pk == submission.pk)
    referral = submission.referrals.open().first()
    if sent_round.answered is None and referral is None:
        return None
    context = {
        "application": submission.application,
        "submission": submission,
        "answer": sent_round.answered,
        "words": next((request.POST[name] for name in WORDS if request.POST.get(name)), ""),
        "is_mine": sent_round.answered is not None and sent_round.answered.assessor_id == request.user.pk,
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "evidence/review/gone.html", context, status=status)


@audience(ASSESSORS)
@require_safe
@open_submission
def review(request: SignedInRequest, submission: Submission) -> HttpResponse:
    """One submission: what to decide, the drafts so far, the declaration."""
    drafts = _own_drafts(request, submission)
    context = {
        "submission": submission,
        "application": submission.application,
        "declaration": submission.declaration,
        "parts": [(criterion, drafts.get(criterion.pk)) for criterion in _criteria_to_decide(submission)],
        "met": [
            criterion
            for criterion in submission.application.criteria
            if criterion.pk in submission.application.status.met
        ],
        "is_decided": actions.criteria_to_decide(submission) <= drafts.keys(),
        "next": next((criterion for criterion in _criteria_to_decide(submission) if criterion.pk not in drafts), None),
        "due": submission.promise.due_on,
    }
    return render(request, "evidence/review/overview.html", context)


@audience(ASSESSORS)
@require_http_methods(["GET", "HEAD", "POST"])
@open_submission
def decide(request: SignedInRequest, submission: Submission, position: int) -> HttpResponse:
    """Decide on one criterion; a draft until the letter is sent."""
    criterion = next(
        (criterion for criterion in _criteria_to_decide(submission) if criterion.position == position), None
    )
    if criterion is None:
        raise Http404
    drafts = _own_drafts(request, submission)
    form = _decision_form(request, drafts.get(criterion.pk))
    if form.is_valid() and form.cleaned_data["outcome"] == "refer":
        return redirect("evidence:refer", submission.uuid)
    decided = run_form(
        form,
        lambda data: actions.save_draft_decision(
            submission, criterion=criterion, assessor=request.user, now=timezone.now(), **data
        ),
    )
    if decided:
        return _redirect_to_next_criterion(submission, criterion, drafts.keys() | {criterion.pk})
    context = _reading_context(submission, criterion) | {"drafts": drafts, "criteria": _criteria_to_decide(submission)}
    return render_form(request, "evidence/review/decide.html", form, context)


@audience(ASSESSORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
@open_submission
def write_letter(request: SignedInRequest, submission: Submission) -> HttpResponse:
    """Edit the letter to the learner, and send the review."""
    drafts = _own_drafts(request, submission)
    if request.method != "POST" and not actions.criteria_to_decide(submission) <= drafts.keys():
        return redirect("evidence:review", submission.uuid)
    initial = {"letter": _draft_letter(submission, drafts)}
    form = LetterForm(posted_data(request), initial=initial)
    if not refuse_resent(form) and form.is_valid():
        try:
            actions.review(submission, assessor=request.user, letter=form.cleaned_data["letter"], now=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Answer sent"))
            return redirect("evidence:queue")
    parts = [
        (criterion, drafts[criterion.pk]) for criterion in _criteria_to_decide(submission) if criterion.pk in drafts
    ]
    context = {"submission": submission, "application": submission.application, "parts": parts}
    return render_form(request, "evidence/review/letter.html", form, context)


@audience(ASSESSORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
@open_submission
def hand_over(request: SignedInRequest, submission: Submission) -> HttpResponse:
    """Leave a submission to a colleague: because the assessor knows the learner, or for another reason."""
    form = HandOverForm(posted_data(request))
    leave = {"interest": actions.declare_interest, "busy": actions.hand_over}
    if run_form(form, lambda data: leave[data["why"]](submission, assessor=request.user, now=timezone.now())):
        messages.success(request, _("Passed to a colleague"))
        return redirect("evidence:queue")
    context = {"submission": submission, "application": submission.application}
    return render_form(request, "evidence/review/hand_on.html", form, context)


@audience(ASSESSORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
@open_submission
def refer(request: SignedInRequest, submission: Submission) -> HttpResponse:
    """Take a submission out of the queue. The page says what happens; its button is the confirmation."""
    form = ReferForm(posted_data(request))
    me, now = request.user, timezone.now()
    if run_form(
        form, lambda data: actions.refer(submission, why=data["why"], words=data["words"], assessor=me, now=now)
    ):
        messages.success(request, _("Referred. It is no longer in the queue"))
        return redirect("evidence:queue")
    context = {"submission": submission, "application": submission.application}
    return render_form(request, "evidence/review/refer.html", form, context)


@audience(ASSESSORS)
@require_POST
def return_to_queue(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Return a referred submission to the queue."""
    referral = get_object_or_404(queries.open_referrals_of(request.user), submission__uuid=number)
    actions.return_to_queue(referral, by=request.user, now=timezone.now())
    messages.success(request, _("Back in the queue"))
    return redirect("evidence:queue")


def _criteria_to_decide(submission: Submission) -> list[Criterion]:
    undecided = actions.criteria_to_decide(submission)
    return [criterion for criterion in submission.application.criteria if criterion.pk in undecided]


def _own_drafts(request: SignedInRequest, submission: Submission) -> dict[int, DraftDecision]:
    return {draft.criterion_id: draft for draft in submission.drafts.filter(assessor=request.user)}


def _decision_form(request: SignedInRequest, draft: DraftDecision | None) -> DecisionForm:
    if request.method == "POST":
        return DecisionForm(request.POST)
    fields = ("outcome", "reason", "suggestion")
    return DecisionForm(initial={name: getattr(draft, name) for name in fields} if draft else None)


def _reading_context(submission: Submission, criterion: Criterion) -> dict[str, Any]:
    """The answer, and what changed in it since the last submission."""
    sent = SentAnswer.objects.filter(
        submission__application=submission.application, criterion=criterion, submission__round__lte=submission.round
    )
    versions = [answer.text for answer in sent.order_by("-submission__round")[:2]]
    text, before = [*versions, "", ""][:2]
    last = submission.application.rounds[-2].answered if submission.round > 1 else None
    decisions = last.decisions.all() if last else ()
    return {
        "submission": submission,
        "application": submission.application,
        "criterion": criterion,
        "runs": texts.diff_words(before, text),
        "is_changed": bool(before),
        "before": next((decision for decision in decisions if decision.criterion_id == criterion.pk), None),
        "count": texts.count_words(text),
    }


def _redirect_to_next_criterion(submission: Submission, criterion: Criterion, decided: Any) -> HttpResponse:
    """Redirect to the next undecided criterion in order, then to any earlier one, then to the letter."""
    criteria = _criteria_to_decide(submission)
    later = [candidate for candidate in criteria if candidate.position > criterion.position]
    following = next((candidate for candidate in later + criteria if candidate.pk not in decided), None)
    if following is None:
        return redirect("evidence:letter", submission.uuid)
    return redirect("evidence:decide", submission.uuid, following.position)


def _draft_letter(submission: Submission, drafts: dict[int, DraftDecision]) -> str:
    points = [
        letter.Point(
            number=criterion.position,
            title=criterion.title,
            is_met=drafts[criterion.pk].outcome == "met",
            reason=drafts[criterion.pk].get_reason_display(),
            suggestion=drafts[criterion.pk].suggestion,
        )
        for criterion in _criteria_to_decide(submission)
    ]
    name = submission.application.learner.get_short_name()
    return letter.draft_letter(name, submission.application.version.name, points)
