"""Signing in, up and out: allauth's views that need no password, under plain addresses.

Their names are allauth's own, which it looks up by itself, so they lie outside this room's namespace.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.webauthn import views as passkeys
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from ettle.kit.http.audience import EVERYONE, SIGNED_IN, View, audience
from ettle.people.sign_in.reauthentication import require_recent_sign_in
from ettle.people.views import account as views

signed_in = audience(SIGNED_IN)


def for_everyone(view: View) -> View:
    """Open a view to everyone; its page is not stored, because it may show an email address that was typed."""
    return audience(EVERYONE)(never_cache(view))


urlpatterns = [
    path("account/sign-in/", for_everyone(views.SignIn.as_view()), name="account_login"),
    path(
        "account/sign-in/again/",
        for_everyone(RedirectView.as_view(pattern_name="account_login", query_string=True)),
        name="account_request_login_code",
    ),
    path("account/sign-in/code/", for_everyone(views.SignInCode.as_view()), name="account_confirm_login_code"),
    path("account/sign-up/", for_everyone(views.SignUp.as_view()), name="account_signup"),
    path("account/sign-up/code/", for_everyone(views.AddressCode.as_view()), name="account_email_verification_sent"),
    path("account/sign-out/", for_everyone(views.SignOut.as_view()), name="account_logout"),
    path("account/closed/", for_everyone(account.account_inactive), name="account_inactive"),
    path("account/security/", signed_in(RedirectView.as_view(pattern_name="mfa_list_webauthn")), name="mfa_index"),
    path("account/passkeys/", signed_in(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("account/passkeys/sign-in/", for_everyone(views.SignInPasskey.as_view()), name="mfa_login_webauthn"),
    path(
        "account/passkeys/add/",
        signed_in(require_recent_sign_in(views.AddPasskey.as_view())),
        name="mfa_add_webauthn",
    ),
    path("account/passkeys/<int:pk>/name/", signed_in(views.RenamePasskey.as_view()), name="mfa_edit_webauthn"),
    path(
        "account/passkeys/<int:pk>/remove/",
        signed_in(require_recent_sign_in(passkeys.remove_webauthn)),
        name="mfa_remove_webauthn",
    ),
]
