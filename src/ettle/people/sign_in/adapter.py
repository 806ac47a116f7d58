"""allauth's adapters for this site: emails through our task queue, our own words, and our user model."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ettle.kit.http.choice_cookie import read_choices
from ettle.kit.http.language_choice import known_language
from ettle.kit.landing_pages import landing_pages_of
from ettle.kit.mail import delivery
from ettle.kit.mail.email_limits import ACCOUNT_NOTICES
from ettle.kit.pages.brand import current_brand
from ettle.kit.values.web_addresses import split_address
from ettle.people import actions
from ettle.people.email import code_email
from ettle.people.limits import CODES_IN_NETWORK
from ettle.people.sign_in import devices, encryption, second_factor, sessions
from ettle.people.types import LAST_VISIT, SIGNED_IN_AT

if TYPE_CHECKING:
    from ettle.people.models import User

SHARED_DEVICE = "shared_device"
# Emails that a form of signing in or up has counted, whether the address is known or not (sign_in.code_limits).
COUNTED_WITH_CODES = frozenset(
    f"account/email/{name}"
    for name in (
        "login_code", "email_confirmation", "email_confirmation_signup", "unknown_account", "account_already_exists",
    )
)  # fmt: skip
SECOND_FACTORS = "second factors"
INCORRECT_CODE = _("The code is not right. Check the newest email and type the code again")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """allauth's adapter: our emails, our words, and what happens after a sign-in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed"),
        "duplicate_email": _("This email address is already yours"),
        "email_taken": _("Someone already uses this email address"),
        "incorrect_code": INCORRECT_CODE,
        "invalid_login": _("Enter an email address, like name@example.org"),
        "rate_limited": _("You have asked for several codes. Wait a minute, then ask again"),
        "too_many_login_attempts": _("There were too many tries. Wait a minute, then ask for a new code"),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Enqueue the email, so that known and unknown addresses take the same time here.

        Addresses in it come from the settings, never from the request. It may have a code, so it is encrypted.
        """
        limit = CODES_IN_NETWORK if template_prefix in COUNTED_WITH_CODES else ACCOUNT_NOTICES
        if limit is ACCOUNT_NOTICES and not delivery.is_within_limit(limit, to=email, now=timezone.now()):
            return
        words = {key: value for key, value in context.items() if key not in {"request", "signup_url"}}
        code_email.send_code_email(
            f"people/mail/{template_prefix.rsplit('/', 1)[-1]}.txt",
            to=email,
            limit=limit,
            **words,
            sign_in_address=delivery.absolute_url(reverse("account_login")),
            sign_up_address=delivery.absolute_url(reverse("account_signup")),
            passkeys_address=delivery.absolute_url(reverse("mfa_list_webauthn")),
            settings_address=delivery.absolute_url(reverse("people:settings")),
        )

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail("account/email/account_already_exists", email, {})

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Show allauth's errors only; its success messages ("Successfully signed in as") repeat the page."""
        if kwargs.get("message"):
            super().add_message(request, *args, **kwargs)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data.get("name", "")
        user.language = known_language(read_choices(request).language)
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def get_login_stages(self) -> list[str]:
        """Ask for the second step where a page needs it, not at sign-in: learners' own pages do not (second_factor)."""
        return [stage for stage in super().get_login_stages() if ".mfa." not in stage]

    def is_reauthentication_required(self, *args: Any, **kwargs: Any) -> bool:
        """Our own rule protects sensitive pages (reauthentication.require_recent_sign_in)."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only pages of this site, named by their path: no host, no scheme, no tricks with slashes."""
        parts = split_address(url)
        return bool(parts.path.startswith("/") and not parts.scheme and not parts.netloc and super().is_safe_url(url))

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and store the time and the browser in the session."""
        self.first_time = user.last_login is None
        last_visit = user.last_login
        super().login(request, user)
        now = timezone.now()
        actions.record_sign_in(user, now=now)
        request.session[SIGNED_IN_AT] = now.isoformat()
        if last_visit:
            request.session[LAST_VISIT] = last_visit.isoformat()
        second_factor.mark_if_passkey(request, user, now)
        request.session[sessions.BROWSER] = devices.describe_browser(request.headers.get("User-Agent", ""))

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            actions.record_sign_out(request.user, now=timezone.now())
        super().logout(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the page of the person's role, for a sign-in that no page asked for."""
        if not request.user.is_authenticated:
            return str(super().get_login_redirect_url(request))
        return landing_pages_of(request.user)[0].path

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        shared = request.session.pop(SHARED_DEVICE, False) or bool(request.POST.get(SHARED_DEVICE))
        sessions.begin_session(request.session, timezone.now(), is_shared=shared)
        if not self.first_time and not devices.is_known_browser(request, user):
            browser = request.session[sessions.BROWSER]
            actions.send_new_device_email(user, browser=browser, now=timezone.now())
        response["Location"] = first_page(user, response["Location"])
        devices.remember_browser(request, response, user, for_good=not shared)
        return response


def first_page(user: User, location: str) -> str:
    """Return the address to show after a sign-in: the welcome page comes before the one asked for, once."""
    return location if user.welcomed_at else f"{reverse('people:welcome')}?{urlencode({'next': location})}"


class PasskeyAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """allauth's adapter for passkeys and apps: the site's own name and host, plain names, encrypted secrets."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first"),
        "incorrect_code": _("That passkey did not work here. Try again, or sign in by email code"),
        "unverified_email": _("Confirm your email address first"),
    }

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 - allauth's name
        return gettext("My passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.PUBLIC_URL).hostname or "localhost", "name": current_brand().name}

    def get_totp_issuer(self) -> str:
        return current_brand().name

    def build_totp_svg(self, url: str) -> str:
        drawing = io.BytesIO()
        segno.make(url).save(drawing, kind="svg", border=2, omitsize=True, xmldecl=False, light="#fff")
        return drawing.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text, SECOND_FACTORS)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text, SECOND_FACTORS)
