"""Who may open the addresses of badges."""

from __future__ import annotations

from ettle.kit.access import ADMINISTRATOR, EVERYONE, SIGNED_IN

WHO: dict[str, frozenset[str]] = {
    "catalogue": EVERYONE,
    "definition": EVERYONE,
    "verify": EVERYONE,
    "verified": EVERYONE,
    "credential": EVERYONE,
    "credential_json": EVERYONE,
    "credential_png": EVERYONE,
    "credential_jwt": EVERYONE,
    "achievement": EVERYONE,
    "picture_png": EVERYONE,
    "picture_svg": EVERYONE,
    "status_list": EVERYONE,
    "site_keys": EVERYONE,
    "issuer_keys": EVERYONE,
    "issuer": EVERYONE,
    "mine": SIGNED_IN,
    "earned": SIGNED_IN,
    "name_on_badge": SIGNED_IN,
    "manage": ADMINISTRATOR,
    "revoke": ADMINISTRATOR,
}
