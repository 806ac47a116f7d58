"""A new name on a badge: its holder asks, and a lead of the issuing organisation or an administrator decides."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.badges import actions, queries
from ettle.badges.forms import NameDecisionForm, NameRequestForm
from ettle.badges.models import ReissueRequest
from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people.queries import LEADS
from ettle.people.types import SignedInRequest

MOST_SHOWN = 100


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def new_name(request: SignedInRequest, award: uuid.UUID) -> HttpResponse:
    own_award = queries.award_by_uuid(award)
    if own_award is None or own_award.learner_id != request.user.pk:
        raise Http404
    form, me, now = NameRequestForm(posted_data(request)), request.user, timezone.now()
    if run_form(form, lambda data: actions.request_reissue(own_award, note=data["note"], by=me, now=now)):
        messages.success(request, _("You have asked for a badge with your new name. Someone will check it."))
        return redirect("badges:new_name", own_award.uuid)
    requests = own_award.reissue_requests.order_by("-asked_at", "-pk")
    waiting = requests.waiting().first()
    context = {
        "award": own_award,
        "signed_name": own_award.credential.issuance.name if own_award.is_signed else "",
        "waiting": waiting,
        "obstacle": queries.describe_new_name_obstacle(own_award),
        # A request that its holder took back has no answer.
        "refused": None if waiting else requests.exclude(answer="").filter(is_accepted=False).first(),
    }
    return render_form(request, "badges/new_name.html", form, context)


@audience(SIGNED_IN)
@require_POST
@answer_once(OtherContent.APPLY)
def take_back_name(request: SignedInRequest, award: uuid.UUID) -> HttpResponse:
    asked = get_object_or_404(ReissueRequest.objects.waiting(), award__uuid=award, award__learner=request.user)
    run_button(
        request,
        lambda: actions.cancel_reissue_request(asked, by=request.user, now=timezone.now()),
        done=_("You have taken your request back. Your badge stays as it is."),
    )
    return redirect("badges:new_name", award)


@audience(LEADS)
@require_safe
def name_requests(request: SignedInRequest) -> HttpResponse:
    waiting = queries.reissue_requests_for(request.user)[:MOST_SHOWN]
    return render(request, "badges/name_requests.html", {"waiting": waiting})


@audience(LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def decide_name(request: SignedInRequest, asked: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(queries.reissue_requests_for(request.user), uuid=asked)
    form, me, now = NameDecisionForm(posted_data(request)), request.user, timezone.now()
    if done := run_form(
        form,
        lambda data: actions.decide_reissue(
            row, accepted=data["decision"] == NameDecisionForm.ACCEPT, answer=data["answer"], by=me, now=now
        ),
    ):
        words = _("Saved. The badge page of %(name)s shows what you decided.") % {"name": done.value.learner}
        messages.success(request, words)
        return redirect("badges:name_requests")
    return render_form(request, "badges/decide_name.html", form, {"asked": row})
