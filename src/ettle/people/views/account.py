"""Pages for signing in and out, and the emails of a demo site."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.utils import get_login_redirect_url, passthrough_next_redirect_url
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ettle.kit.forms.outcomes import TOO_MANY_REQUESTS, UNPROCESSABLE, is_limit_reached
from ettle.kit.http.audience import EVERYONE, audience, needs_sign_in
from ettle.people import actions, queries
from ettle.people.email import demo_outbox
from ettle.people.models import User
from ettle.people.sign_in import second_factor
from ettle.people.sign_in.adapter import first_page
from ettle.people.sign_in.sign_out import forget_pages, forget_stored_pages
from ettle.people.views.second_factor import NextMixin

# The names of the pages that lead to each other while someone signs in or up.
SIGN_IN_STEPS = (
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_signup",
    "account_email_verification_sent",
)


class _InvalidFormStatusMixin:
    """An invalid form answers 422, and 429 when a limit is reached, as everywhere on the site."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # mixed into allauth's views
        if response.status_code == 200:
            response.status_code = TOO_MANY_REQUESTS if is_limit_reached(form) else UNPROCESSABLE
        return response


class _NextPageMixin:
    """Every redirect between the pages of signing in and up carries the address of the page that was wanted.

    allauth drops it when it sends someone on to a code that is waiting (the Back button) or back from one that ended.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # mixed in
        if isinstance(response, HttpResponseRedirect) and response.url in map(reverse, SIGN_IN_STEPS):
            return HttpResponseRedirect(passthrough_next_redirect_url(request, response.url, REDIRECT_FIELD_NAME))
        return response


class SignIn(_NextPageMixin, _InvalidFormStatusMixin, account.LoginView):  # type: ignore[misc]  # allauth is untyped
    """Sign in with an address; on a demo site also as one of the demo people."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        is_needed = needs_sign_in(context.get("redirect_field_value") or "")
        return {**context, "demo_people": demo_people(), "is_needed": is_needed}


class SignOut(account.LogoutView):  # type: ignore[misc]  # allauth is untyped
    """Ask, then sign out."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        was_signed_in = self.request.user.is_authenticated
        response: HttpResponse = super().post(*args, **kwargs)
        # Someone who only changes the address to sign in with keeps the role that they chose to see.
        return forget_pages(self.request, response) if was_signed_in else forget_stored_pages(response)


class SignUp(_NextPageMixin, _InvalidFormStatusMixin, account.SignupView):  # type: ignore[misc]  # allauth is untyped
    pass


class _CodeMixin(_NextPageMixin, _InvalidFormStatusMixin):
    """A code that is refused is in the audit log, whether or not the address has an account."""

    def form_invalid(self, form: Any) -> HttpResponse:
        person = getattr(self, "_process").user  # noqa: B009 - of allauth's view, which this is mixed into
        actions.record_refused_code(person, now=timezone.now())
        return super().form_invalid(form)


class SignInCode(_CodeMixin, account.ConfirmLoginCodeView):  # type: ignore[misc]  # allauth is untyped
    pass


class AddressCode(_CodeMixin, account.ConfirmEmailVerificationCodeView):  # type: ignore[misc]  # allauth is untyped
    """The code that verifies the address of a new account.

    allauth sends people who are signed in to its page of addresses, which this site does not have. They have nothing to
    verify here: a second press of Continue, a second tab and the Back button lead to where the first one led.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User):
            return HttpResponseRedirect(first_page(request.user, get_login_redirect_url(request)))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class SignInPasskey(passkeys.LoginWebAuthnView):  # type: ignore[misc]  # allauth is untyped
    def form_invalid(self, form: Any) -> HttpResponse:
        actions.record_refused_passkey(now=timezone.now())
        response: HttpResponse = super().form_invalid(form)
        return response


class ListPasskeys(passkeys.ListWebAuthnView):  # type: ignore[misc]  # allauth is untyped
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        me = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "has_app": queries.has_authenticator_app(me),
            "has_factor": queries.has_second_factor(me),
        }


class AddPasskey(NextMixin, _InvalidFormStatusMixin, passkeys.AddWebAuthnView):  # type: ignore[misc]  # untyped
    """Make a passkey. The first factor brings recovery codes, which are shown once the passkey is there."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.mark_passed(self.request, timezone.now())
        return response

    def get_success_url(self) -> str:
        show_codes = self.did_generate_recovery_codes
        return reverse("mfa_view_recovery_codes" if show_codes else "mfa_list_webauthn") + self.next_query()


class RenamePasskey(_InvalidFormStatusMixin, passkeys.EditWebAuthnView):  # type: ignore[misc]  # allauth is untyped
    pass


def demo_people() -> list[dict[str, str]]:
    """Return the demo people to sign in as; none unless this is a demo site."""
    if not settings.DEMO:
        return []
    people = {actions.demo_address(name): (name, about) for name, about, _belongs in actions.DEMO_PEOPLE}
    called = {person.email: person.get_short_name() for person in User.objects.filter(email__in=people)}
    return [
        {"name": called.get(email, name), "about": about, "email": email} for email, (name, about) in people.items()
    ]


@audience(EVERYONE)
@never_cache
@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The emails that a demo site did not send."""
    if not settings.DEMO:
        raise Http404
    return render(request, "people/demo_mail.html", {"letters": demo_outbox.read_outbox(settings.OUTBOX_DIR)})
