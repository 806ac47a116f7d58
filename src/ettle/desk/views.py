"""The pages that cross rooms: a person's own journey, and what they could do next."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from ettle.desk.my_journey import gather
from ettle.desk.suggestions import suggestions_for
from ettle.people import actions as people
from ettle.people.requests import SignedInRequest


@require_GET
def my_journey(request: SignedInRequest) -> HttpResponse:
    """Where I am, what I want, my next step, and what waits for me or for others."""
    return render(request, "desk/my_journey.html", {"page": gather(request.user, now=timezone.now())})


@require_http_methods(["GET", "POST"])
def suggestions(request: SignedInRequest) -> HttpResponse:
    """What next, and why; switched off and on again with one press."""
    go = request.POST.get("go")
    if go in {"off", "on"}:
        people.switch_suggestions(person=request.user, off_at=timezone.now() if go == "off" else None)
        return redirect("desk:suggestions")
    context = {"suggestions": suggestions_for(request.user), "is_off": request.user.suggestions_off_at is not None}
    return render(request, "desk/suggestions.html", context)
