"""Checks of the settings before the site starts: each fault is a sentence that names its setting.

They read no models, because they run before Django's apps are loaded too.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import to_locale

from ettle.kit.operations.environment import ENGLISH

SHORTEST_SECRET = 50
PUBLIC_NEEDS_HTTPS = "A public address must begin with https://: codes and cookies would travel unencrypted."
FEWEST_LETTERS = 10  # different ones: a key with fewer is typed, not random


def require_safe_settings() -> None:
    """Raise ImproperlyConfigured with every fault. Called before the web server or a worker starts work."""
    found = find_faults()
    if found:
        raise ImproperlyConfigured(format_faults(found))


def format_faults(faults: Sequence[str]) -> str:
    """Return what is printed when the site does not start: a line for each fault."""
    return "Ettle does not start:\n" + "\n".join(f"- {fault}" for fault in faults)


def find_faults() -> list[str]:
    """Return the faults of the settings, in words; empty when the site may start."""
    found = list(settings.SETTINGS_FAULTS)
    secret = _read_secret_key()
    if not secret:
        found.append(
            f"There is no secret key: set ETTLE_SECRET_KEY to at least {SHORTEST_SECRET} random characters, or put "
            f"secret.key into the folder of the keys, {settings.KEYS_DIR}."
        )
    elif len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_LETTERS:
        found.append(f"ETTLE_SECRET_KEY is too weak: it must be at least {SHORTEST_SECRET} random characters.")
    found += _language_faults()
    if is_public_url(settings.PUBLIC_URL):
        found += _public_site_faults(is_mail_readable=not any("ETTLE_EMAIL_URL" in fault for fault in found))
    return found


def _read_secret_key() -> str:
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's own words for an empty one
        return ""


def _language_faults() -> list[str]:
    """Languages without a catalogue: their pages would be in English, and say that they are in another language."""
    return [
        f"ETTLE_LANGUAGES names {code}, and there is no translation into {name}: no django.mo in "
        f"{to_locale(code)}/LC_MESSAGES. docs/how-to/translate.md says how to make one."
        for code, name in settings.LANGUAGES
        if code != ENGLISH and not _has_catalogue(code)
    ]


def _has_catalogue(code: str) -> bool:
    return any(
        (Path(folder) / to_locale(code) / "LC_MESSAGES" / "django.mo").exists() for folder in settings.LOCALE_PATHS
    )


def _public_site_faults(*, is_mail_readable: bool) -> list[str]:
    found = []
    if urlsplit(settings.PUBLIC_URL).scheme != "https":
        found.append(f"ETTLE_PUBLIC_URL is ‘{settings.PUBLIC_URL}’. {PUBLIC_NEEDS_HTTPS}")
    if settings.DEBUG:
        found.append("ETTLE_DEBUG must be off: ETTLE_PUBLIC_URL is a public address.")
    if settings.DEMO:
        found.append(
            "The demonstration must be off at a public address, because anyone could sign in as its people: start with "
            "--no-demo, and leave ETTLE_DEMO out."
        )
    if is_mail_readable and not settings.MAIL_SERVER:
        found.append("ETTLE_EMAIL_URL must be set at a public address: people sign in with a code that is emailed.")
    if not settings.SEALING_KEY and not Path(settings.SEALING_KEY_FILE).exists():
        found.append(
            "There is no sealing key, which encrypts the keys that sign badges: set ETTLE_SEALING_KEY or "
            f"ETTLE_SEALING_KEY_FILE. {settings.SEALING_KEY_FILE} does not exist."
        )
    return found


def is_public_url(url: str) -> bool:
    """Whether other machines can open this address."""
    host = urlsplit(url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost" and not host.endswith(".localhost")


def find_database_problem() -> str:
    """Return a sentence for the operator when the database cannot be opened; "" when it can."""
    try:
        connection.ensure_connection()
    except Error as error:
        settled = "ETTLE_DATABASE_URL" if connection.vendor == "postgresql" else "The data folder"
        return f"{settled}: the database does not answer ({first_line(error)})."
    return ""


def find_cache_problem() -> str:
    """Return a sentence for the operator when the cache does not answer; "" when it does."""
    try:
        cache.get("ready")
    except Exception as error:  # each cache has errors of its own
        return f"ETTLE_CACHE_URL: the cache does not answer ({first_line(error)})."
    return ""


def find_address_fault(stored: str) -> str:
    """Return a sentence when the site's stored address is another than that of the settings; "" when it may start.

    A trial on this machine may move to another port of this machine.
    """
    if stored == settings.PUBLIC_URL or is_trial_move(stored):
        return ""
    return (
        f"This site's address is {stored}, and ETTLE_PUBLIC_URL is {settings.PUBLIC_URL}. Set ETTLE_PUBLIC_URL to the "
        "site's address. If the site has moved: ./ettle address change NEW."
    )


def make_secret_digest() -> str:
    """Return a digest that only this secret key makes. The key cannot be computed from it."""
    return salted_hmac("ettle.kit.secret_key_check", "", algorithm="sha256").hexdigest()


def find_secret_fault(stored: str) -> str:
    """Return a sentence when the stored digest was made with another secret key; "" when it is this one."""
    if constant_time_compare(stored, make_secret_digest()):
        return ""
    return (
        "The secret key (ETTLE_SECRET_KEY, or secret.key in the folder of the keys) is not the one that this site was "
        "prepared with. Put the site's own there. If it is lost: ./ettle run --new-keys, or manage.py acceptkeys."
    )


def is_trial_move(stored: str) -> bool:
    """Whether the stored address and that of the settings are two addresses of this machine alone."""
    return stored != settings.PUBLIC_URL and not is_public_url(stored) and not is_public_url(settings.PUBLIC_URL)


def first_line(error: Exception) -> str:
    """Return the first line of an error without its full stop, for a sentence. Drivers put no password into it."""
    lines = str(error).strip().splitlines()
    return lines[0].strip().rstrip(".") if lines else type(error).__name__
