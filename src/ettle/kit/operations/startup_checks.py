"""Checks of the settings before the site starts: each fault is a sentence that names its setting."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50


def require_safe_settings() -> None:
    """Raise ImproperlyConfigured with every fault. Called before the web server or a worker starts work."""
    found = find_faults()
    if found:
        raise ImproperlyConfigured("Ettle does not start:\n" + "\n".join(f"- {fault}" for fault in found))


def find_faults() -> list[str]:
    """Return the faults of the settings, in words; empty when the site may start."""
    found = []
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        found.append(f"ETTLE_SECRET_KEY must be set, to at least {SHORTEST_SECRET} random characters.")
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        found.append("ETTLE_ALLOWED_HOSTS must name the hosts that are answered; * is not a name.")
    if _is_public_url(settings.PUBLIC_URL):
        found += _public_site_faults()
    return found


def _public_site_faults() -> list[str]:
    found = []
    if settings.DEBUG:
        found.append("ETTLE_DEBUG must be off: ETTLE_PUBLIC_URL is a public address.")
    if settings.DEMO:
        found.append("ETTLE_DEMO must be off: anyone could sign in as its people at this public address.")
    if not settings.SEALING_KEY and not Path(settings.SEALING_KEY_FILE).exists():
        found.append("ETTLE_SEALING_KEY or ETTLE_SEALING_KEY_FILE must be set: it seals the keys that sign badges.")
    return found


def _is_public_url(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost" and not host.endswith(".localhost")
