"""The administrators' pages about the keys that sign badges: one asks for a change, another confirms it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.badges import actions
from ettle.badges.forms import KeyChangeForm
from ettle.badges.models import KeyChange, SigningKey
from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import ADMINISTRATORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.pages.keyset_pages import read_page
from ettle.people.types import SignedInRequest

PAGE_SIZE = 50
MOST_WAITING = 100


@audience(ADMINISTRATORS)
@require_safe
def signing_keys(request: SignedInRequest) -> HttpResponse:
    """The changes that wait for a second administrator, and the keys of every issuer, the newest first."""
    now = timezone.now()
    waiting = KeyChange.objects.waiting(now).select_related("key__issuer", "asked_by").order_by("asked_at", "pk")
    keys = SigningKey.objects.select_related("issuer")
    page = read_page(keys, request.GET.dict(), order=("-created_at", "-pk"), size=PAGE_SIZE)
    return render(request, "badges/signing_keys.html", {"waiting": waiting[:MOST_WAITING], "page": page})


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def change_key(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(SigningKey.objects.select_related("issuer"), uuid=key)
    form = KeyChangeForm(posted_data(request), is_current=row.is_current)
    me, now = request.user, timezone.now()
    if run_form(
        form,
        lambda data: actions.request_key_change(
            row,
            act=data["act"],
            since=_begin_of(data["since"], row) if data["since"] else None,
            reason=data["reason"],
            by=me,
            now=now,
        ),
    ):
        messages.success(request, _("Nothing has changed yet. Another administrator has to confirm it."))
        return redirect("badges:signing_keys")
    changes = row.changes.select_related("asked_by", "decided_by").order_by("-asked_at", "-pk")[:20]
    context = {"key": row, "changes": changes, "waiting": row.changes.waiting(now).first()}
    return render_form(request, "badges/change_key.html", form, context)


@audience(ADMINISTRATORS)
@require_POST
@answer_once(OtherContent.APPLY)
def decide_key(request: SignedInRequest, change: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(KeyChange, uuid=change)
    is_confirmed = request.POST.get("decision") == "confirm"
    run_button(
        request,
        lambda: actions.decide_key_change(row, confirmed=is_confirmed, by=request.user, now=timezone.now()),
        done=_("Done. The list below says what each key is now") if is_confirmed else _("Refused. Nothing has changed"),
    )
    return redirect("badges:signing_keys")


def _begin_of(day: date, key: SigningKey) -> datetime:
    """The first moment of a day on which there was the key."""
    begin = timezone.make_aware(datetime.combine(day, time()))
    return key.created_at if timezone.localdate(key.created_at) == day else begin
