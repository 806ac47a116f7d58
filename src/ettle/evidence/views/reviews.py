"""An assessor's pages about one submission: what to decide, one criterion at a time, the letter, decline, take back."""

from __future__ import annotations

import uuid
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.evidence import actions
from ettle.evidence.forms import DecisionForm, DeclineForm, LetterForm
from ettle.evidence.marking.queries import list_examples
from ettle.evidence.models import DraftDecision, LetterDraft, Mark, Submission
from ettle.evidence.review import letter, work_queue
from ettle.evidence.review.desk import earlier_letters, reading_context
from ettle.evidence.views.submissions import colleagues_claim, open_submission
from ettle.kit.forms.outcomes import add_refusal, posted_data, refuse_resent, render_form, run_button, run_form
from ettle.kit.http.audience import audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.refusal import Refused
from ettle.people.queries import ASSESSORS

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from ettle.badges.models import Criterion
    from ettle.people.types import SignedInRequest


@audience(ASSESSORS)
@require_safe
@open_submission
def review(request: SignedInRequest, submission: Submission) -> HttpResponse:
    """One submission: what to decide, the drafts so far, the declaration."""
    drafts = _own_drafts(request, submission)
    criteria, decided = _criteria_to_decide(submission), _complete(drafts)
    before, met = submission.application.rounds_before(submission), submission.application.status.met
    context = {
        "submission": submission,
        "application": submission.application,
        "declaration": submission.declaration,
        "parts": [(criterion, drafts.get(criterion.pk)) for criterion in criteria],
        "met": [criterion for criterion in submission.application.criteria if criterion.pk in met],
        "is_decided": _undecided(submission) <= decided,
        "next": next((criterion for criterion in criteria if criterion.pk not in decided), None),
        "due": submission.promise.due_on,
        "is_late": submission.promise.next_due_on is not None,
        "round": len(before) + 1,
        "letters": earlier_letters(submission),
        "colleague": colleagues_claim(request, submission),
    }
    return render(request, "evidence/review/overview.html", context)


@audience(ASSESSORS)
@require_POST
@open_submission
def claim(request: SignedInRequest, submission: Submission) -> HttpResponse:
    """Claim a submission, and go on with its first open criterion or with the letter."""
    try:
        actions.claim(submission, assessor=request.user, now=timezone.now())
    except actions.PracticeFirst:
        return _redirect_to_practice(submission)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("evidence:review", submission.uuid)
    return _redirect_to_next_criterion(submission, 0, _complete(_own_drafts(request, submission)))


def after_practice(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a page on which an assessor decides: it opens the practice before their first review of the badge.

    What is sent to the page is left to its action, which refuses it, so that the page can keep the words.
    """

    @wraps(view)
    def open_view(request: SignedInRequest, submission: Submission, **parts: Any) -> HttpResponse:
        has_practised = getattr(submission, "has_practised", False)  # annotated
        if request.method != "POST" and not has_practised and list_examples(submission.application.version):
            return _redirect_to_practice(submission)
        return view(request, submission, **parts)

    return open_view


@audience(ASSESSORS)
@require_http_methods(["GET", "HEAD", "POST"])
@open_submission
@after_practice
def decide(request: SignedInRequest, submission: Submission, position: int) -> HttpResponse:
    """Decide on one criterion; a draft until the letter is sent."""
    criterion = find_open_criterion(submission, position)
    drafts = _own_drafts(request, submission)
    form = _decision_form(request, drafts.get(criterion.pk))
    if form.is_valid() and form.cleaned_data["outcome"] == "refer":
        return redirect("evidence:refer", submission.uuid)
    parts: dict[str, Any] = {"criterion": criterion, "assessor": request.user, "now": timezone.now()}
    if run_form(form, lambda data: actions.save_draft_decision(submission, **parts, **data)):
        if "person" in request.POST:
            return _redirect_to_next_person(request, submission, criterion)
        return _redirect_to_next_criterion(submission, position, _complete(drafts) | {criterion.pk})
    if form.errors:
        _save_what_was_typed(submission, request, parts)
    context = {
        **reading_context(submission, criterion),
        "drafts": _complete(drafts),
        "criteria": _criteria_to_decide(submission),
        "letters": earlier_letters(submission),
        "colleague": colleagues_claim(request, submission),
    }
    return render_form(request, "evidence/review/decide.html", form, context)


@audience(ASSESSORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
@open_submission
@after_practice
def write_letter(request: SignedInRequest, submission: Submission) -> HttpResponse:
    """Edit the letter to the learner, and send the answer."""
    drafts = _own_drafts(request, submission)
    if request.method != "POST" and not _undecided(submission) <= _complete(drafts):
        return redirect("evidence:review", submission.uuid)
    stored = LetterDraft.objects.filter(submission=submission, assessor=request.user).first()
    if "new" in request.GET:
        stored = None
    form = LetterForm(
        posted_data(request), initial={"letter": stored.text if stored else _draft_letter(submission, drafts)}
    )
    if not refuse_resent(form) and form.is_valid():
        try:
            mark = actions.review(
                submission, assessor=request.user, letter=form.cleaned_data["letter"], now=timezone.now()
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _redirect_to_queue(request, mark)
    context = {
        "submission": submission,
        "application": submission.application,
        "round": len(submission.application.rounds_before(submission)) + 1,
        "parts": [(each, drafts[each.pk]) for each in _criteria_to_decide(submission) if each.pk in drafts],
        "saved": stored,
        "minutes": settings.TAKE_BACK_MINUTES,
        "is_older": stored is not None and any(draft.saved_at > stored.saved_at for draft in drafts.values()),
    }
    return render_form(request, "evidence/review/letter.html", form, context)


@audience(ASSESSORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
@open_submission
@after_practice
def decline(request: SignedInRequest, submission: Submission) -> HttpResponse:
    """Decline the whole application, for one of three reasons and with a letter."""
    application = submission.application
    initial = {"letter": letter.draft_decline_letter(application.learner.get_short_name(), application.version.name)}
    form = DeclineForm(posted_data(request), initial=initial, may_be_third=actions.may_be_third(submission))
    me, now = request.user, timezone.now()
    if sent := run_form(form, lambda data: actions.decline(submission, **data, assessor=me, now=now)):
        return _redirect_to_queue(request, sent.value)
    context = {"submission": submission, "application": application, "minutes": settings.TAKE_BACK_MINUTES}
    return render_form(request, "evidence/review/decline.html", form, context)


@audience(ASSESSORS)
@require_POST
def take_back(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Take an answer back before it goes to the learner."""
    mark = get_object_or_404(
        Mark.objects.select_related("submission__application"), submission__uuid=number, assessor=request.user
    )
    done = _("Taken back. Your decisions and your letter are as you left them")
    run_button(request, lambda: actions.take_back(mark, assessor=request.user, now=timezone.now()), done)
    return redirect("evidence:review", number)


def find_open_criterion(submission: Submission, position: int) -> Criterion:
    """Return the criterion with this number; a 404 where there is nothing to decide on it."""
    for criterion in _criteria_to_decide(submission):
        if criterion.position == position:
            return criterion
    raise Http404


def _criteria_to_decide(submission: Submission) -> list[Criterion]:
    return [criterion for criterion in submission.application.criteria if criterion.pk in _undecided(submission)]


def _undecided(submission: Submission) -> frozenset[int]:
    return actions.criteria_to_decide(submission)


def _own_drafts(request: SignedInRequest, submission: Submission) -> dict[int, DraftDecision]:
    return {draft.criterion_id: draft for draft in submission.drafts.filter(assessor=request.user)}


def _complete(drafts: dict[int, DraftDecision]) -> frozenset[int]:
    return frozenset(criterion for criterion, draft in drafts.items() if draft.is_complete)


def _decision_form(request: SignedInRequest, draft: DraftDecision | None) -> DecisionForm:
    if request.method == "POST":
        return DecisionForm(request.POST)
    fields = ("outcome", "reason", "suggestion")
    return DecisionForm(initial={name: getattr(draft, name) for name in fields} if draft else None)


def _save_what_was_typed(submission: Submission, request: SignedInRequest, parts: dict[str, Any]) -> None:
    """Store a decision that is not complete, so that it survives the page; a refusal is on the form already."""
    parts |= {name: request.POST.get(name, "") for name in ("outcome", "reason", "suggestion")}
    try:
        actions.save_half_decision(submission, **parts)
    except Refused:
        return


def _redirect_to_practice(submission: Submission) -> HttpResponse:
    onward = reverse("evidence:calibration", args=[submission.application.badge.slug])
    return redirect(f"{onward}?{urlencode({'work': str(submission.uuid)})}")


def _redirect_to_next_criterion(submission: Submission, position: int, decided: AbstractSet[int]) -> HttpResponse:
    """Redirect to the next undecided criterion in order, then to any earlier one, then to the letter."""
    criteria = _criteria_to_decide(submission)
    later = [candidate for candidate in criteria if candidate.position > position]
    following = next((candidate for candidate in later + criteria if candidate.pk not in decided), None)
    if following is None:
        return redirect("evidence:letter", submission.uuid)
    return redirect("evidence:decide", submission.uuid, following.position)


def _redirect_to_next_person(request: SignedInRequest, submission: Submission, criterion: Criterion) -> HttpResponse:
    """Redirect to the same criterion in the next submission; to this submission's page when there is none."""
    following = work_queue.next_with_criterion(request.user, submission, criterion, now=timezone.now())
    if following is None:
        messages.info(request, _("Saved. Nobody else waits for a decision on this criterion"))
        return redirect("evidence:review", submission.uuid)
    return redirect("evidence:decide", following.uuid, criterion.position)


def _redirect_to_queue(request: SignedInRequest, mark: Mark) -> HttpResponse:
    words = _("Answer sent")
    if mark.settles_at > mark.sent_at:
        words = _("Sent. Until about %(time)s you can take it back")
    messages.success(request, words % {"time": time_format(timezone.localtime(mark.settles_at))})
    return redirect("evidence:queue")


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
        if criterion.pk in drafts
    ]
    name = submission.application.learner.get_short_name()
    return letter.draft_letter(name, submission.application.version.name, points)
