"""The buttons of a reader: save for later, Continue, "I have read this"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.choice_cookie import Choices
from ettle.library import actions
from ettle.library.models import AreaPage
from ettle.library.presentation.article_cache import cached_article

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest


def _confirm_mark(request: SignedInRequest, slug: str, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("library:area", slug)


def _get_live_area(slug: str) -> AreaPage:
    page: AreaPage = get_object_or_404(AreaPage.objects.live(), slug=slug)
    return page


@audience(SIGNED_IN)
@require_POST
def save(request: SignedInRequest, slug: str) -> HttpResponse:
    """Save for later. Like the views below it is idempotent, so it needs no key against double submission."""
    actions.save_area(_get_live_area(slug), reader=request.user, now=timezone.now())
    return _confirm_mark(request, slug, _("Saved for later. You find it on the front page."))


@audience(SIGNED_IN)
@require_POST
def unsave(request: SignedInRequest, slug: str) -> HttpResponse:
    actions.unsave_area(_get_live_area(slug), reader=request.user, now=timezone.now())
    return _confirm_mark(request, slug, _("Removed from saved."))


@audience(SIGNED_IN)
@require_POST
def save_place(request: SignedInRequest, slug: str) -> HttpResponse:
    """Continue: remember the section that is read next, and show it."""
    page = _get_live_area(slug)
    places = {section.anchor for section in cached_article(page.shown_revision(), Choices()).sections}
    place = request.POST.get("place", "")
    place = place if place in places else ""
    actions.save_place(page, reader=request.user, place=place, now=timezone.now())
    return redirect(f"{reverse('library:area', args=[slug])}#{place}")


@audience(SIGNED_IN)
@require_POST
def read(request: SignedInRequest, slug: str) -> HttpResponse:
    actions.mark_read(_get_live_area(slug), reader=request.user, now=timezone.now())
    return _confirm_mark(request, slug, _("Marked as read. Well done for making the time."))


@audience(SIGNED_IN)
@require_POST
def unread(request: SignedInRequest, slug: str) -> HttpResponse:
    actions.clear_read_mark(_get_live_area(slug), reader=request.user, now=timezone.now())
    return _confirm_mark(request, slug, _("Marked as unread."))
