"""Who may open which address of this room."""

from __future__ import annotations

from ettle.kit.access import ADMINISTRATOR, EVERYONE, LEADS, SIGNED_IN

WHO: dict[str, frozenset[str]] = {
    "account_login": EVERYONE,
    "account_request_login_code": EVERYONE,
    "account_confirm_login_code": EVERYONE,
    "account_signup": EVERYONE,
    "account_email_verification_sent": EVERYONE,
    "account_logout": EVERYONE,
    "account_inactive": EVERYONE,
    "mfa_index": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_login_webauthn": EVERYONE,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "welcome": SIGNED_IN,
    "settings": SIGNED_IN,
    "sign-out-elsewhere": SIGNED_IN,
    "sign-in-again": SIGNED_IN,
    "download": SIGNED_IN,
    "leave": SIGNED_IN,
    "organisations": LEADS | ADMINISTRATOR,
    "organisation": LEADS | ADMINISTRATOR,
    "invite": LEADS | ADMINISTRATOR,
    "end-membership": LEADS | ADMINISTRATOR,
    "withdraw": LEADS | ADMINISTRATOR,
    "join": EVERYONE,
    "manage-organisations": ADMINISTRATOR,
    "manage-assessors": ADMINISTRATOR,
    "end-assessor": ADMINISTRATOR,
    # Only on a demo site; elsewhere it is not found.
    "demo-mail": EVERYONE,
}
