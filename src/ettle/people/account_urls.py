"""Signing in, up and out: allauth's views that need no password, under plain addresses.

Their names are allauth's own, which it looks up by itself, so they lie outside this room's namespace.
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import views as account
from django.http import HttpResponseBase
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from ettle.kit.http.audience import EVERYONE, SIGNED_IN, View, audience
from ettle.kit.http.page_limits import limit_posts
from ettle.people.limits import SIGN_IN_FORMS
from ettle.people.sign_in.reauthentication import require_recent_sign_in
from ettle.people.sign_in.second_factor import require_second_step
from ettle.people.views import account as views
from ettle.people.views import second_factor

signed_in = audience(SIGNED_IN)


def for_everyone(view: View) -> View:
    """Open a view to everyone; its page is not stored, because it may show an email address that was typed."""
    return audience(EVERYONE)(never_cache(view))


def careful(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open a view that changes how someone signs in: after a recent sign-in, and the second step if they have one."""
    return audience(SIGNED_IN)(require_recent_sign_in(require_second_step(view)))


def open_to_sign_in(view: View) -> View:
    """Open a form of signing in or up to everyone; one network may send so many."""
    return limit_posts(SIGN_IN_FORMS)(for_everyone(view))


urlpatterns = [
    path("account/sign-in/", open_to_sign_in(views.SignIn.as_view()), name="account_login"),
    path(
        "account/sign-in/again/",
        for_everyone(RedirectView.as_view(pattern_name="account_login", query_string=True)),
        name="account_request_login_code",
    ),
    path("account/sign-in/code/", open_to_sign_in(views.SignInCode.as_view()), name="account_confirm_login_code"),
    path("account/sign-up/", open_to_sign_in(views.SignUp.as_view()), name="account_signup"),
    path("account/sign-up/code/", open_to_sign_in(views.AddressCode.as_view()), name="account_email_verification_sent"),
    path("account/sign-out/", for_everyone(views.SignOut.as_view()), name="account_logout"),
    path("account/closed/", for_everyone(account.account_inactive), name="account_inactive"),
    path("account/security/", signed_in(RedirectView.as_view(pattern_name="mfa_list_webauthn")), name="mfa_index"),
    path("account/passkeys/", signed_in(views.ListPasskeys.as_view()), name="mfa_list_webauthn"),
    path("account/passkeys/sign-in/", open_to_sign_in(views.SignInPasskey.as_view()), name="mfa_login_webauthn"),
    path("account/passkeys/add/", careful(views.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name/", signed_in(views.RenamePasskey.as_view()), name="mfa_edit_webauthn"),
    path(
        "account/passkeys/<int:pk>/remove/", careful(second_factor.RemovePasskey.as_view()), name="mfa_remove_webauthn"
    ),
    path("account/app/", careful(second_factor.SetUpApp.as_view()), name="mfa_activate_totp"),
    path("account/app/remove/", careful(second_factor.RemoveApp.as_view()), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", careful(second_factor.ShowRecoveryCodes.as_view()), name="mfa_view_recovery_codes"),
    path(
        "account/recovery-codes/new/",
        careful(second_factor.MakeRecoveryCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
]
