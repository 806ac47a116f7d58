"""What a reader marks: saved for later, the place they stopped, "I have read this"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ettle.library import actions
from ettle.library.compiling import compiled
from ettle.library.models import AreaPage

if TYPE_CHECKING:
    from ettle.people.requests import SignedInRequest


def _marked(request: SignedInRequest, slug: str, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("library:area", slug)


def _live(slug: str) -> AreaPage:
    page: AreaPage = get_object_or_404(AreaPage.objects.live(), slug=slug)
    return page


@require_POST
def save(request: SignedInRequest, slug: str) -> HttpResponse:
    """Save for later. Twice is once, so no key is needed against double taps; the same holds below."""
    actions.save_area(_live(slug), reader=request.user, now=timezone.now())
    return _marked(request, slug, "Saved for later. You find it on the front page.")


@require_POST
def unsave(request: SignedInRequest, slug: str) -> HttpResponse:
    actions.unsave_area(_live(slug), reader=request.user, now=timezone.now())
    return _marked(request, slug, "Taken off your saved list.")


@require_POST
def keep_place(request: SignedInRequest, slug: str) -> HttpResponse:
    page = _live(slug)
    places = {section.anchor for section in compiled(page.as_shown(), "").sections}
    place = request.POST.get("place", "")
    actions.keep_place(page, reader=request.user, place=place if place in places else "", now=timezone.now())
    return _marked(request, slug, "Your place is kept. You can go on from the front page.")


@require_POST
def read(request: SignedInRequest, slug: str) -> HttpResponse:
    actions.mark_read(_live(slug), reader=request.user, now=timezone.now())
    return _marked(request, slug, "Marked as read. Well done for making the time.")


@require_POST
def unread(request: SignedInRequest, slug: str) -> HttpResponse:
    actions.forget_reading(_live(slug), reader=request.user, now=timezone.now())
    return _marked(request, slug, "The mark is taken off.")
