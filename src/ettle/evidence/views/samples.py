"""For assessors: a sample of the applications that no assessor decided on, to look at afterwards."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ettle.evidence import actions
from ettle.evidence.forms import SampleForm
from ettle.evidence.review import work_queue
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people.queries import ASSESSORS

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest

MOST_SHOWN = 50


@audience(ASSESSORS)
@require_safe
def samples(request: SignedInRequest) -> HttpResponse:
    """What was drawn and not looked at yet, the oldest first."""
    drawn = work_queue.list_samples(request.user, most=MOST_SHOWN)
    return render(request, "evidence/review/samples.html", {"samples": drawn})


@audience(ASSESSORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def sample(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """What one person sent, and what should follow."""
    found = get_object_or_404(work_queue.samples_to_look_at(request.user), submission__uuid=number)
    form = SampleForm(posted_data(request))
    me, now = request.user, timezone.now()
    if run_form(form, lambda data: actions.look_at_sample(found, assessor=me, now=now, **data)):
        messages.success(request, _("Saved"))
        return redirect("evidence:samples")
    answers = found.submission.answers.select_related("criterion").order_by("criterion__position")
    context = {"sample": found, "application": found.submission.application, "answers": answers}
    return render_form(request, "evidence/review/sample.html", form, context)
