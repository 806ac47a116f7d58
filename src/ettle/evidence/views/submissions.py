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
from ettle.evidence.models import Claim, Mark, Submission

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest

WORDS = ("letter", "suggestion", "words")  # fields of the review in which an assessor writes


def open_submission(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a review page: it gets the submission that its address names.

    A submission that this assessor may not see is a 404; when nothing is left for them to decide, a page says why.
    """

    @wraps(view)
    def open_view(request: SignedInRequest, number: uuid.UUID, **parts: Any) -> HttpResponse:
        submission = queries.reviewable_submission(request.user, number)
        if submission is None:
            raise Http404
        closed = _closed_response(request, submission)
        return view(request, submission, **parts) if closed is None else closed

    return open_view


def colleagues_claim(request: SignedInRequest, submission: Submission) -> Claim | None:
    """The running claim of a colleague, or None."""
    claim: Claim | None = getattr(submission, "claim", None)
    if claim is None or claim.assessor_id == request.user.pk or not claim.is_running(timezone.now()):
        return None
    return claim


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
        "words": next((request.POST[name] for name in WORDS if request.POST.get(name)), ""),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "evidence/review/gone.html", context, status=status)
