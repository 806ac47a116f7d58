"""What every page about one submission begins with: whether this assessor may see it, and may decide on it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ettle.evidence import queries
from ettle.evidence.models import Assignment, Claim, Mark, Submission
from ettle.evidence.routing.queries import former_assignment

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest

WORDS = ("letter", "suggestion", "words")  # fields of the review in which an assessor writes


def open_submission(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a review page: it gets the submission that its address names.

    A submission that this assessor may not see is a 404; when nothing is left for them to decide, or they owned it once
    and it was taken back, withdrawn or passed on, a page says why: an email had a link to it.
    """

    @wraps(view)
    def open_view(request: SignedInRequest, number: uuid.UUID, **parts: Any) -> HttpResponse:
        submission = queries.reviewable_submission(request.user, number)
        if submission is None:
            return _former_owner_response(request, number)
        closed = _closed_response(request, submission)
        return view(request, submission, **parts) if closed is None else closed

    return open_view


def colleagues_claim(request: SignedInRequest, submission: Submission) -> Claim | None:
    """The running claim of a colleague, or None."""
    claim: Claim | None = getattr(submission, "claim", None)
    if claim is None or claim.assessor_id == request.user.pk or not claim.is_running(timezone.now()):
        return None
    return claim


def _former_owner_response(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Say to who owned a submission once why it is not here. Raises Http404 for everyone else."""
    owned = former_assignment(request.user, number)
    if owned is None:
        raise Http404
    why = Assignment.WhyEnded
    context = {
        "badge": owned.submission.application.version.name,
        "is_withdrawn": owned.why_ended == why.WITHDRAWN,
        "is_taken_back": owned.why_ended == why.TAKEN_BACK,
        "words": _words_sent(request),
    }
    return render(request, "evidence/review/former.html", context, status=409 if request.method == "POST" else 200)


def _words_sent(request: SignedInRequest) -> str:
    return next((request.POST[name] for name in WORDS if request.POST.get(name)), "")


def _closed_response(request: SignedInRequest, submission: Submission) -> HttpResponse | None:
    """Return the page that says why there is nothing left to decide, or None.

    It says nothing of what a colleague decided: this assessor may be asked to mark the same work.
    """
    sent = next(sent.to_round() for sent in submission.application.rounds if sent.pk == submission.pk)
    is_marked_by_me = getattr(submission, "is_marked_by_me", False)
    is_open = sent.is_second or sent.decisions is None
    if is_open and not (is_marked_by_me or sent.is_decided or sent.is_referred):
        return None
    now = timezone.now()
    mine = Mark.objects.filter(submission=submission, assessor=request.user).first()
    context = {
        "application": submission.application,
        "submission": submission,
        "mark": mine,
        "is_referred": sent.is_referred,
        "is_second": sent.is_second and sent.decisions is None,
        "can_take_back": mine is not None and mine.settled_at is None and mine.settles_at > now,
        "words": _words_sent(request),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "evidence/review/gone.html", context, status=status)
