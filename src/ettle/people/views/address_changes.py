"""Change an email address: the form in the settings, and the pages of the links in the emails."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import LINK_HOLDERS, SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people import actions
from ettle.people.email import address_changes
from ettle.people.forms import ChangeAddressForm
from ettle.people.sign_in.reauthentication import require_recent_sign_in
from ettle.people.sign_in.second_factor import require_second_step
from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_recent_sign_in
@require_second_step
@answer_once(OtherContent.SHOW)
def change_address(request: SignedInRequest) -> HttpResponse:
    """Ask for another email address, or cancel the change that waits."""
    me, now = request.user, timezone.now()
    waiting = address_changes.waiting_address_change(me, now)
    if waiting and request.POST.get("go") == "cancel":
        actions.cancel_address_change(change=waiting, now=now)
        messages.success(request, _("The change is cancelled. Your address stays as it is"))
        return redirect("people:change-address")
    form = ChangeAddressForm(posted_data(request))
    if run_form(form, lambda data: actions.ask_for_address(person=me, new_email=data["email"], now=now)):
        messages.success(request, _("We have sent an email to each of the two addresses"))
        return redirect("people:change-address")
    return render_form(request, "people/change_address.html", form, {"waiting": waiting})


@audience(LINK_HOLDERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link in an email to one of the two addresses. Opening it changes nothing."""
    found, now = address_changes.find_address_change(token), timezone.now()
    if found is None:
        raise Http404
    change, address = found
    form, step = Form(posted_data(request)), "ask"
    if request.POST.get("go") == "cancel":
        actions.cancel_address_change(change=change, now=now)
        step = "cancelled"
    elif outcome := run_form(form, lambda _data: actions.confirm_address(change=change, address=address, now=now)):
        change = outcome.value
        step = "changed" if change.changed_at else "confirmed"
    elif change.changed_at:
        step = "changed"
    elif not change.is_open(now):
        step = "over"
    context = {"change": change, "step": step, "is_old": address == "old"}
    return render_form(request, "people/confirm_address.html", form, context)


@audience(LINK_HOLDERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undo_address(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link in the email that tells the old address. Opening it changes nothing."""
    change, now = address_changes.find_address_undo(token), timezone.now()
    if change is None:
        raise Http404
    if not change.is_undoable(now):
        return render(request, "people/undo_address.html", {"change": change, "step": "over"})
    form = Form(posted_data(request))
    done = run_form(form, lambda _data: actions.undo_address_change(change=change, now=now))
    context = {"change": change, "step": "done" if done else "ask"}
    return render_form(request, "people/undo_address.html", form, context)
