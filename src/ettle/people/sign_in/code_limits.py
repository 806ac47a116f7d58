"""How many codes are emailed: by address and network, so that nobody is locked out by others who ask in their name."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from ettle.kit.http.page_limits import client_network
from ettle.kit.limits.counters import consume
from ettle.people.limits import CODES_IN_KNOWN_BROWSER, CODES_IN_NETWORK, CODES_TO_NEW_BROWSERS, SECOND_STEPS, SIGN_UPS
from ettle.people.models import User
from ettle.people.sign_in import devices


def count_code(request: HttpRequest, email: str, *, now: datetime) -> None:
    """Count a code that is asked for. Raises LimitReached. Known and unknown addresses cost the same work."""
    person = User.objects.filter(email__iexact=email).first() or User()
    if devices.is_known_browser(request, person):
        consume(CODES_IN_KNOWN_BROWSER, email, now=now)
        return
    consume(CODES_IN_NETWORK, f"{email}\n{client_network(request)}", now=now)
    consume(CODES_TO_NEW_BROWSERS, email, now=now)


def count_sign_up(request: HttpRequest, email: str, *, now: datetime) -> None:
    """Count an account that is asked for, and the code it is sent. Raises LimitReached."""
    consume(SIGN_UPS, client_network(request), now=now)
    count_code(request, email, now=now)


def count_second_step(person: User, *, now: datetime) -> None:
    """Count a try of the second step, right or wrong. Raises LimitReached."""
    consume(SECOND_STEPS, str(person.uuid), now=now)
