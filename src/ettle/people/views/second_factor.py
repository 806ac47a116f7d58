"""Pages for the second step of signing in: using it, setting it up, and its reset by two administrators."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ettle.kit.forms.outcomes import run_button
from ettle.kit.http.audience import ADMINISTRATORS, SIGNED_IN, audience, has_passed_second_step
from ettle.people import actions, queries
from ettle.people.forms import SecondStepForm, SecondStepPasskeyForm
from ettle.people.models import User
from ettle.people.sign_in import second_factor
from ettle.people.types import SignedInRequest
from ettle.people.views.profile import next_page


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: SignedInRequest) -> HttpResponse:
    """Ask for the second factor, or lead to setting one up; then go where the person wanted to go."""
    me, now = request.user, timezone.now()
    going_to = next_page(request, settings.LOGIN_REDIRECT_URL)
    if has_passed_second_step(request):
        return redirect(going_to)
    if not queries.has_second_factor(me):
        return render(request, "people/second_factor_setup.html", {"next": going_to})
    posted = request.POST if request.method == "POST" else None
    with_passkey = posted is not None and "credential" in posted
    form = (SecondStepPasskeyForm if with_passkey else SecondStepForm)(posted, user=me)
    if form.is_valid():
        actions.pass_second_step(form, person=me, now=now)
        second_factor.mark_passed(request, now)
        return redirect(going_to)
    if form.errors:
        actions.record_refused_second_step(me, now=now)
    context = {
        "form": form,
        "code_form": SecondStepForm(user=me) if with_passkey else form,
        "next": going_to,
        "js_data": {"request_options": webauthn.begin_authentication(me)} if queries.has_passkey(me) else None,
        "demo_code": second_factor.demo_code(me),
    }
    return render(request, "people/second_step.html", context, status=422 if form.errors else 200)


class NextMixin:
    """Goes on to where the person was led here from."""

    def next_query(self) -> str:
        going_to = next_page(self.request, "")  # type: ignore[attr-defined]  # mixed into allauth's views
        return f"?{urlencode({'next': going_to})}" if going_to else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        going_to = next_page(self.request, "")  # type: ignore[attr-defined]  # mixed into allauth's views
        return {**super().get_context_data(**kwargs), "next": going_to}  # type: ignore[misc]  # as above


class SetUpApp(NextMixin, totp.ActivateTOTPView):  # type: ignore[misc]  # allauth is untyped
    """Set up an authenticator app. The first factor brings recovery codes."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.mark_passed(self.request, timezone.now())
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes") + self.next_query()


class RemoveApp(totp.DeactivateTOTPView):  # type: ignore[misc]  # allauth is untyped
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.unmark_without_factor(self.request, self.request.user)
        return response


class RemovePasskey(passkeys.RemoveWebAuthnView):  # type: ignore[misc]  # allauth is untyped
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.unmark_without_factor(self.request, self.request.user)
        return response


class ShowRecoveryCodes(NextMixin, recovery.ViewRecoveryCodesView):  # type: ignore[misc]  # allauth is untyped
    pass


class MakeRecoveryCodes(recovery.GenerateRecoveryCodesView):  # type: ignore[misc]  # allauth is untyped
    pass


@audience(ADMINISTRATORS)
@require_POST
def ask_for_reset(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(User, uuid=key, is_active=True)
    run_button(
        request,
        lambda: actions.ask_for_reset(person=person, by=request.user, now=timezone.now()),
        done=_("Another administrator has to confirm this on this page"),
    )
    return redirect("people:manage-person", person.uuid)


@audience(ADMINISTRATORS)
@require_POST
def confirm_reset(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(User, uuid=key, is_active=True)
    run_button(
        request,
        lambda: actions.confirm_reset(person=person, by=request.user, now=timezone.now()),
        done=_("The second step of %(person)s is removed. They set up a new one when they sign in")
        % {"person": person},
    )
    return redirect("people:manage-person", person.uuid)
