"""Signing in, up and out: allauth's views that need no password, under plain addresses.

Their names are allauth's own, which it looks up by itself, so they lie outside this room's namespace.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from ettle.people.sign_in.reauthentication import require_recent_sign_in
from ettle.people.views import account as views

urlpatterns = [
    path("account/sign-in/", views.SignIn.as_view(), name="account_login"),
    path(
        "account/sign-in/again/",
        login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True)),
        name="account_request_login_code",
    ),
    path("account/sign-in/code/", views.SignInCode.as_view(), name="account_confirm_login_code"),
    path("account/sign-up/", views.SignUp.as_view(), name="account_signup"),
    path(
        "account/sign-up/code/",
        login_not_required(views.AddressCode.as_view()),
        name="account_email_verification_sent",
    ),
    path("account/sign-out/", login_not_required(account.logout), name="account_logout"),
    path("account/closed/", account.account_inactive, name="account_inactive"),
    path("account/security/", RedirectView.as_view(pattern_name="mfa_list_webauthn"), name="mfa_index"),
    path("account/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/sign-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("account/passkeys/add/", require_recent_sign_in(views.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name/", views.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path(
        "account/passkeys/<int:pk>/remove/",
        require_recent_sign_in(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
]
