"""The pages that cross rooms: a person's own journey, and what they could do next."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ettle.dashboard import summaries
from ettle.dashboard.forms import SupervisionForm
from ettle.dashboard.my_journey import gather_journey
from ettle.dashboard.suggestions import suggestions_for
from ettle.kit.files.printable_documents import download_response
from ettle.kit.forms.outcomes import posted_data, render_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.people import actions as people
from ettle.people.types import SignedInRequest, last_visit

# People who have not signed in before see what is new since then.
NEWS_LASTS = timedelta(days=14)


@audience(SIGNED_IN)
@require_safe
def my_journey(request: SignedInRequest) -> HttpResponse:
    """Where I am, what I want, my next step, and what waits for me or for others."""
    now = timezone.now()
    since = last_visit(request) or now - NEWS_LASTS
    page = gather_journey(request.user, since=since, now=now)
    return render(request, "dashboard/my_journey.html", {"page": page, "since": since})


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: SignedInRequest) -> HttpResponse:
    """Suggested next steps; one button switches them off and on."""
    go = request.POST.get("go")
    if go in {"off", "on"}:
        people.switch_suggestions(person=request.user, off_at=timezone.now() if go == "off" else None)
        return redirect("dashboard:suggestions")
    context = {"suggestions": suggestions_for(request.user), "is_off": request.user.suggestions_off_at is not None}
    return render(request, "dashboard/suggestions.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def supervision_summary(request: SignedInRequest) -> HttpResponse:
    """Choose what goes into the supervision summary and download it. The choice is not stored."""
    material = summaries.SummaryMaterial.of_person(request.user)
    form = SupervisionForm(posted_data(request), groups=material.choice_groups())
    if form.is_valid():
        talk, kind = form.cleaned_data["talk"], form.cleaned_data["kind"]
        return download_response(
            summaries.build_supervision_summary(material, form.chosen_parts(), talk=talk, now=timezone.now()), kind=kind
        )
    return render_form(request, "dashboard/supervision.html", form)
