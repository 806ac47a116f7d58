"""The page where a learner asks for a second assessor, after their application was declined."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ettle.evidence import actions
from ettle.evidence.views.applications import own_application_or_404
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def appeal(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Ask for a second assessor. The page says what happens; its button asks."""
    application = own_application_or_404(request, number)
    if not application.status.can_appeal:
        return redirect("evidence:application", number)
    form = Form(posted_data(request))
    if run_form(form, lambda _: actions.appeal(application, by=request.user, now=timezone.now())):
        messages.success(request, _("A second assessor will read it"))
        return redirect("evidence:application", number)
    return render_form(request, "evidence/appeal.html", form, {"application": application})
