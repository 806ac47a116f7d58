"""The act of an area as a goal: one press for a reader who is signed in, one more for somebody who signs in first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ettle.journey import actions as journey
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.library.models import AreaPage

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@answer_once(OtherContent.APPLY)
def act(request: SignedInRequest, slug: str) -> HttpResponse:
    """Set the area's act as a goal, with a question by email on Friday. GET asks, after signing in."""
    page = get_object_or_404(AreaPage.objects.live(), slug=slug)
    if not page.act:
        raise Http404
    now = timezone.now()
    if request.method == "GET":
        return render(request, "library/act_page.html", {"page": page, "day": journey.next_friday(now)})
    goal = journey.set_act(page.act, outcome=page.outcome or page.title, person=request.user, now=now)
    day = date_format(goal.by_on, "l j F") if goal.by_on else ""
    words = _("This is your goal now. We will ask you by email on {day} whether you did it.")
    messages.success(request, words.format(day=day) if day else _("This is your goal now."))
    return redirect("journey:goal", uuid=goal.uuid)
