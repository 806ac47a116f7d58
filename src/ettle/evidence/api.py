"""Automatic saves: of answers, by the protocol in `ettle.texts.autosave`; of an assessor's drafts, as the form is."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ettle.evidence import actions, queries
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.refusal import Refused
from ettle.people.queries import ASSESSORS
from ettle.texts import autosave
from ettle.texts.revisions import Revision

if TYPE_CHECKING:
    from ettle.evidence.models import Claim, Submission
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["PUT"])
def save(request: SignedInRequest, number: uuid.UUID, position: int) -> JsonResponse:
    """Save one answer of an application."""

    def save_answer(submitted: autosave.SaveRequest) -> Revision:
        return actions.save_answer_at(
            number,
            position,
            text=submitted.text,
            base=submitted.base,
            key=submitted.key,
            after=submitted.after,
            by=request.user,
            now=timezone.now(),
        )

    try:
        return autosave.respond_to_save(request, save_answer)
    except actions.NoSuchPart:
        return JsonResponse({"words": _("There is no such part.")}, status=404)


@audience(ASSESSORS)
@require_POST
def save_decision(request: SignedInRequest, number: uuid.UUID, position: int) -> JsonResponse:
    """Save a decision as far as an assessor has made it, and renew their claim."""
    submission = _submission_or_404(request, number)
    criterion = next((found for found in submission.application.criteria if found.position == position), None)
    if criterion is None:
        return JsonResponse({"words": _("There is no such part.")}, status=404)
    parts = {name: request.POST.get(name, "") for name in ("outcome", "reason", "suggestion")}
    return _respond_with_claim(
        lambda now: actions.save_half_decision(submission, criterion=criterion, assessor=request.user, now=now, **parts)
    )


@audience(ASSESSORS)
@require_POST
def save_letter(request: SignedInRequest, number: uuid.UUID) -> JsonResponse:
    """Save the letter as far as an assessor has written it, and renew their claim."""
    submission = _submission_or_404(request, number)
    text = request.POST.get("letter", "")
    return _respond_with_claim(
        lambda now: actions.save_letter_draft(submission, assessor=request.user, text=text, now=now)
    )


def _submission_or_404(request: SignedInRequest, number: uuid.UUID) -> Submission:
    submission = queries.reviewable_submission(request.user, number)
    if submission is None:
        raise Http404
    return submission


def _respond_with_claim(save: Callable[[datetime], Claim]) -> JsonResponse:
    """Answer 200 with when it was saved and until when it is theirs, only after it is stored; 422 with the refusal."""
    now = timezone.now()
    try:
        claim = save(now)
    except Refused as refused:
        return JsonResponse({"words": str(refused)}, status=422)
    times = {"time": _format_time(now), "until": _format_time(claim.expires_at)}
    return JsonResponse({"words": _("Saved %(time)s. Yours until about %(until)s") % times})


def _format_time(moment: datetime) -> str:
    return time_format(timezone.localtime(moment))
