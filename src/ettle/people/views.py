"""Pages about oneself, and the doors to sign in by."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ettle.people import actions, outbox, queries
from ettle.people.forms import AboutMeForm
from ettle.people.requests import SignedInRequest


class _SaysWhatIsWrong:
    """A form with faults answers 422, as everywhere in the house."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # mixed into allauth's views
        if response.status_code == 200:
            response.status_code = 422
        return response


class SignIn(_SaysWhatIsWrong, account.LoginView):  # type: ignore[misc]  # allauth is untyped
    """Ask for an address; on a demo site also offer the demo people."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "demo_people": demo_people()}


class SignUp(_SaysWhatIsWrong, account.SignupView):  # type: ignore[misc]  # allauth is untyped
    pass


class SignInCode(_SaysWhatIsWrong, account.ConfirmLoginCodeView):  # type: ignore[misc]  # allauth is untyped
    pass


class AddressCode(_SaysWhatIsWrong, account.ConfirmEmailVerificationCodeView):  # type: ignore[misc]  # untyped
    pass


class AddPasskey(_SaysWhatIsWrong, passkeys.AddWebAuthnView):  # type: ignore[misc]  # allauth is untyped
    def get_success_url(self) -> str:
        return reverse("mfa_list_webauthn")


class RenamePasskey(_SaysWhatIsWrong, passkeys.EditWebAuthnView):  # type: ignore[misc]  # allauth is untyped
    pass


def demo_people() -> list[dict[str, str]]:
    """The demo people to sign in as; none unless this is a demo site."""
    if not settings.DEMO:
        return []
    return [
        {"first_name": name.split(maxsplit=1)[0], "about": about, "email": actions.demo_address(name)}
        for name, about, _role, _belongs in actions.DEMO_PEOPLE
    ]


def next_page(request: HttpRequest, otherwise: str) -> str:
    """The page of this site that somebody was on the way to."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    path_only = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if path_only else otherwise


@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: SignedInRequest) -> HttpResponse:
    """Greet somebody who has just signed in for the first time. They may skip it."""
    going_to = next_page(request, settings.LOGIN_REDIRECT_URL)
    if request.method == "POST" and "skip" in request.POST:
        actions.skip_welcome(person=request.user, now=timezone.now())
        return redirect(going_to)
    form = _about_me(request)
    if form.is_valid():
        actions.describe_self(person=request.user, by=request.user, now=timezone.now(), **form.cleaned_data)
        return redirect(going_to)
    status = 422 if form.errors else 200
    return render(request, "people/welcome.html", {"form": form, "next": going_to}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def my_settings(request: SignedInRequest) -> HttpResponse:
    """Change what the site knows of me."""
    form = _about_me(request)
    if form.is_valid():
        actions.describe_self(person=request.user, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Your changes are saved")
        return redirect("people:settings")
    context = {
        "form": form,
        "sessions": request.user.sessions.exclude(signed_in_at=None).order_by("-signed_in_at"),
        "this_session": request.session.session_key,
    }
    return render(request, "people/settings.html", context, status=422 if form.errors else 200)


def _about_me(request: SignedInRequest) -> AboutMeForm:
    person = request.user
    initial = {
        "name": person.name,
        "roles": queries.learning_roles(person),
        "time_zone": person.time_zone or settings.TIME_ZONE,
    }
    return AboutMeForm(request.POST if request.method == "POST" else None, initial=initial)


@require_POST
def sign_out_elsewhere(request: SignedInRequest) -> HttpResponse:
    actions.sign_out_elsewhere(person=request.user, this_session=request.session.session_key, now=timezone.now())
    messages.success(request, "You are signed out everywhere else")
    return redirect("people:settings")


@login_not_required
@never_cache
@require_GET
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The mail that a demo site did not send."""
    if not settings.DEMO:
        raise Http404
    return render(request, "people/demo_mail.html", {"letters": outbox.letters(settings.OUTBOX_DIR)})
