"""The administrator's pages: every award, and withdrawing or suspending one. "Not found" for everyone else."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ettle.badges import actions, queries
from ettle.badges.forms import RevokeForm, SearchForm, SuspensionForm
from ettle.badges.models import Award
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import ADMINISTRATORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.pages.keyset_pages import read_page
from ettle.people.types import SignedInRequest

if TYPE_CHECKING:
    from ettle.people.models import User

PAGE_SIZE = 50


@audience(ADMINISTRATORS)
@require_safe
def awards(request: SignedInRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    listed = Award.objects.for_list().matching_text(words) if words else Award.objects.for_list()
    page = read_page(listed, request.GET.dict(), order=("-awarded_at", "-pk"), size=PAGE_SIZE)
    return render(request, "badges/manage.html", {"form": form, "page": page, "words": words})


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def revoke(request: SignedInRequest, award: uuid.UUID) -> HttpResponse:
    award_row = get_object_or_404(Award.objects.with_related(), uuid=award)
    form = RevokeForm(posted_data(request))
    me, now = request.user, timezone.now()
    if run_form(form, lambda data: actions.revoke(award_row, reason=data["reason"], by=me, now=now)):
        messages.success(request, _("Badge withdrawn. Its page and the issuer’s list say so now."))
        return redirect("badges:revoke", award_row.uuid)
    return render_form(request, "badges/revoke.html", form, {"award": award_row})


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def suspension(request: SignedInRequest, award: uuid.UUID) -> HttpResponse:
    award_row = get_object_or_404(Award.objects.with_related(), uuid=award)
    is_suspended = award_row.is_suspended and not award_row.is_revoked
    form = SuspensionForm(posted_data(request), is_suspended=is_suspended)
    me, now = request.user, timezone.now()
    if outcome := run_form(form, lambda data: _change_suspension(award_row, data, me, now)):
        messages.success(request, outcome.value)
        return redirect("badges:revoke", award_row.uuid)
    obstacle = queries.describe_suspension_obstacle(award_row, me)
    context = {"award": award_row, "is_suspended": is_suspended, "obstacle": obstacle}
    return render_form(request, "badges/suspension.html", form, context)


def _change_suspension(award: Award, data: dict[str, Any], by: User, now: datetime) -> str:
    """Do what the form says, and return what the next page says of it."""
    if data["act"] == "lift":
        actions.lift(award, reason=data["reason"], by=by, now=now)
        return _("Suspension lifted. The badge has a new file. Files from before stay invalid.")
    actions.suspend(award, reason=data["reason"], by=by, now=now)
    return _("Badge suspended. Its page and the issuer’s list say so now.")
