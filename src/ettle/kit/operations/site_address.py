"""The site's public address belongs to its data: it is stored when the site is first prepared.

Badges, issuers and lists of withdrawn badges have it in their permanent ids. A process that is set up with another
address refuses to start, and nothing is signed under another. `address change` stores a new one; the site goes on
answering under each former name for as long as that name leads to it, so old ids stay resolvable.

A trial on this machine (http://localhost:8000) moves by itself with its port.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from ettle.kit import audit
from ettle.kit.models import SiteAddress
from ettle.kit.operations.environment import parse_web_address
from ettle.kit.operations.startup_checks import PUBLIC_NEEDS_HTTPS, find_address_fault, is_public_url, is_trial_move
from ettle.kit.refusal import Refused


class WrongAddress(Refused):
    """This process is set up with another address than the site has."""


def current_address() -> str:
    """Return the stored address; that of the settings before the site is first prepared."""
    row = SiteAddress.objects.current().first()
    return row.url if row else settings.PUBLIC_URL


def known_addresses() -> list[str]:
    """Return the current address and then the former ones, the newest first."""
    former = SiteAddress.objects.former().order_by("-until").values_list("url", flat=True)
    return [current_address(), *former]


def requested_address(request: HttpRequest) -> str:
    """Return the address of the site that a request names: a former one if its host is asked for."""
    host = request.get_host()
    return next((url for url in known_addresses() if urlsplit(url).netloc == host), current_address())


def require_current_address() -> None:
    """Raise WrongAddress when the settings have another address than the site. Call it before signing."""
    fault = find_address_fault(current_address())
    if fault:
        raise WrongAddress(fault)


@transaction.atomic
def settle_address(now: datetime) -> None:
    """Store the address of the settings as the site's, the first time. A trial on this machine moves to it.

    Raises WrongAddress when the site has another one.
    """
    row = SiteAddress.objects.select_for_update().current().first()
    if row is None or is_trial_move(row.url):
        _store_address(settings.PUBLIC_URL, now)
    require_current_address()


@transaction.atomic
def change_address(url: str, now: datetime) -> str:
    """Store a new address, keep the old one among the former ones, and return the new one as it is stored.

    Raises Refused when it is no address, when it is public and not https, when the site has it already, and before the
    site is prepared.
    """
    try:
        new = parse_web_address(url)
    except ValueError:
        raise Refused(f"‘{url}’ is not an address such as https://learn.example.org, without a path.") from None
    if is_public_url(new) and urlsplit(new).scheme != "https":
        raise Refused(f"‘{url}’ is not encrypted. {PUBLIC_NEEDS_HTTPS}")
    row = SiteAddress.objects.select_for_update().current().first()
    if row is None:
        raise Refused("This site has no address yet. It gets that of ETTLE_PUBLIC_URL when it is first prepared.")
    if row.url == new:
        raise Refused(f"This site's address is {new} already.")
    audit.record(None, "changed the address of the site", _store_address(new, now), now=now)
    return new


def answer_former_hosts() -> None:
    """Let this process answer requests under the names that the site had before. Called once, when it starts."""
    names = [urlsplit(url).hostname or "" for url in known_addresses()]
    settings.ALLOWED_HOSTS += [name for name in names if name and name not in settings.ALLOWED_HOSTS]


def _store_address(url: str, now: datetime) -> SiteAddress:
    SiteAddress.objects.current().update(until=now)
    row, _ = SiteAddress.objects.update_or_create(url=url, defaults={"until": None}, create_defaults={"since": now})
    return row
