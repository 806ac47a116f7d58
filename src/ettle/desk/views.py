"""The page that crosses rooms: a person's own journey."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ettle.desk.my_journey import gather
from ettle.people.requests import SignedInRequest


@require_GET
def my_journey(request: SignedInRequest) -> HttpResponse:
    """Where I am, what I want, my next step, and what waits for me or for others."""
    return render(request, "desk/my_journey.html", {"page": gather(request.user, now=timezone.now())})
