"""Pages that give a submission to someone else: a colleague, or the person who looks into a concern."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.evidence import actions, queries
from ettle.evidence.forms import HandOverForm, ReferForm
from ettle.evidence.views.submissions import open_submission
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people.queries import ASSESSORS, LEADS

if TYPE_CHECKING:
    from ettle.evidence.models import Submission
    from ettle.people.types import SignedInRequest


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
    """Give a submission to a named person. The page says what happens; its button is the confirmation."""
    form = ReferForm(posted_data(request), referees=queries.referees_of(submission, request.user))
    me, now = request.user, timezone.now()
    if run_form(form, lambda data: actions.refer(submission, **data, assessor=me, now=now)):
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


@audience(LEADS)
@require_safe
def referrals(request: SignedInRequest) -> HttpResponse:
    """What assessors have asked this person to look into."""
    return render(request, "evidence/review/referrals.html", {"referrals": queries.open_referrals_to(request.user)})


@audience(LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def referral(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """One concern: what the assessor saw, and who to ask. Settled, the work goes back to the queue."""
    found = get_object_or_404(queries.open_referrals_to(request.user), submission__uuid=number)
    form = Form(posted_data(request))
    if run_form(form, lambda _: actions.return_to_queue(found, by=request.user, now=timezone.now())):
        messages.success(request, _("Back in the queue. An assessor will answer it"))
        return redirect("evidence:referrals")
    return render_form(request, "evidence/review/referral.html", form, {"referral": found})
