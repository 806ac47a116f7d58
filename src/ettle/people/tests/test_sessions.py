"""How long a session lasts, and who sees and ends it."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from ettle.kit.refusal import Refused
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions
from ettle.people.models import Session, User
from ettle.people.sign_in import sessions
from ettle.people.tests import cast
from ettle.people.types import SIGNED_IN_AT
from tests.house.rooms import ROOT

pytestmark = pytest.mark.django_db

CHROME = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537"
MINUTE = timedelta(minutes=1)


def signed_in(person: User, *, shared: bool = False) -> CheckedClient:
    """Return a browser in which a person has just signed in."""
    client = CheckedClient(headers={"user-agent": CHROME})
    client.force_login(person)
    session = client.session
    session[SIGNED_IN_AT], session[sessions.BROWSER] = (
        datetime.now().astimezone().isoformat(),
        "Chrome on Linux",
    )
    sessions.begin_session(session, datetime.now().astimezone(), is_shared=shared)
    session.save()
    return client


def is_signed_in(client: CheckedClient) -> bool:
    return client.get("/me/settings/").status_code == 200


def test_a_session_on_a_shared_computer_ends_after_half_an_hour_without_activity() -> None:
    with time_machine.travel(cast.NOW, tick=False) as clock:
        client = signed_in(cast.isla(), shared=True)
        for _ in range(4):
            clock.shift(29 * MINUTE)
            assert is_signed_in(client)
        clock.shift(31 * MINUTE)

        assert not is_signed_in(client)


def test_a_page_that_was_left_open_does_not_keep_it_alive() -> None:
    with time_machine.travel(cast.NOW, tick=False) as clock:
        client = signed_in(cast.isla(), shared=True)
        for _ in range(5):
            clock.shift(5 * MINUTE)
            assert client.get("/account/session/").json()["person"]
        clock.shift(6 * MINUTE)

        assert client.get("/account/session/").json() == {"person": ""}


def test_any_other_session_ends_two_weeks_after_sign_in_however_often_it_is_used() -> None:
    with time_machine.travel(cast.NOW, tick=False) as clock:
        client = signed_in(cast.isla())
        for _ in range(13):
            clock.shift(timedelta(days=1))
            assert is_signed_in(client)
            session = client.session
            session["anything"] = "x"
            session.save()
        clock.shift(timedelta(days=1, seconds=1))

        assert not is_signed_in(client)


def test_the_last_use_is_written_once_a_minute(django_assert_num_queries: object) -> None:
    with time_machine.travel(cast.NOW, tick=False) as clock:
        client = signed_in(cast.isla())
        for seconds in (30, 29):
            clock.shift(timedelta(seconds=seconds))
            assert is_signed_in(client)
        assert Session.objects.get().last_used_at == cast.NOW
        clock.shift(timedelta(seconds=1))
        assert is_signed_in(client)

    assert Session.objects.get().last_used_at == cast.NOW + MINUTE


def test_a_page_on_a_shared_computer_knows_that_its_session_is_short() -> None:
    shared, own = signed_in(cast.isla(), shared=True), signed_in(cast.callum())

    assert 'data-idle-seconds="1800"' in shared.get("/me/settings/").content.decode()
    assert "data-idle-seconds" not in own.get("/me/settings/").content.decode()


def test_a_person_sees_their_sessions_and_ends_each() -> None:
    here, there = signed_in(cast.isla()), signed_in(cast.isla(), shared=True)

    page = here.get("/me/settings/").content.decode()
    assert page.count("Chrome on Linux") >= 2
    assert "Shared computer" in page
    assert re.search(r"End this session<span[^>]*> \(Chrome on Linux, signed in [^)]*, last used [^)]*\)", page)
    other = sessions.stored_key(there.session)
    assert sessions.stored_key(here.session) not in page
    response = here.post(reverse("people:end-session", args=[other]))

    assert response["Location"] == "/me/settings/"
    assert not is_signed_in(there)
    assert is_signed_in(here)


def test_nobody_ends_the_session_of_somebody_else(client: CheckedClient) -> None:
    isla = signed_in(cast.isla())
    key = sessions.stored_key(isla.session)
    client.force_login(cast.callum())

    client.post(reverse("people:end-session", args=[key]))
    client.post(reverse("people:end-session-of", args=[cast.isla().uuid, key]))
    client.post(reverse("people:end-all-sessions-of", args=[cast.isla().uuid]))

    assert is_signed_in(isla)


def test_an_administrator_finds_a_person_and_ends_their_sessions(client: CheckedClient) -> None:
    first, second, third = (signed_in(cast.isla()) for _ in range(3))
    client.force_login(cast.dougal())

    assert client.get(reverse("people:manage-people")).status_code == 200
    assert client.post(reverse("people:manage-people"), {"email": "no@example.org"}).status_code == 422
    found = client.post(reverse("people:manage-people"), {"email": "Isla@example.org"})["Location"]
    assert "Chrome on Linux" in client.get(found).content.decode()
    client.post(reverse("people:end-session-of", args=[cast.isla().uuid, sessions.stored_key(first.session)]))
    assert [is_signed_in(browser) for browser in (first, second, third)] == [False, True, True]
    client.post(reverse("people:end-all-sessions-of", args=[cast.isla().uuid]))

    assert [is_signed_in(browser) for browser in (first, second, third)] == [False, False, False]
    assert "Not signed in anywhere" in client.get(found).content.decode()


def test_a_session_that_ended_meanwhile_is_refused_in_words(now: datetime) -> None:
    isla = cast.isla()

    with pytest.raises(Refused, match="This session has ended already"):
        actions.end_session(person=isla, session="0" * 40, by=isla, now=now)


PRINT_NAMES = (
    "from ettle.config import settings as s; "
    "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.MESSAGE_COOKIE_NAME, s.WRITERS_COOKIE_NAME, "
    "s.FORM_COPY_COOKIE_NAME, s.DEVICE_COOKIE_NAME, s.GUEST_COOKIE_NAME, s.ASKING_COOKIE_NAME, "
    "s.SESSION_COOKIE_SECURE)"
)


@pytest.mark.parametrize(
    ("address", "names"),
    [
        (
            "https://learn.example.org",
            (
                "__Host-sessionid __Host-csrftoken __Host-messages __Host-writers __Host-form_copy "
                "__Secure-ettle_seen __Secure-guest __Secure-ettle_asks True"
            ),
        ),
        ("http://localhost:8000", "sessionid csrftoken messages writers form_copy ettle_seen guest ettle_asks False"),
    ],
)
def test_cookies_are_bound_to_the_host_where_the_site_has_https(address: str, names: str) -> None:
    environment = {"PYTHONPATH": str(ROOT / "src"), "ETTLE_PUBLIC_URL": address, "ETTLE_SECRET_KEY": "x" * 50}

    command = [sys.executable, "-c", PRINT_NAMES]
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert printed.stdout.strip() == names, printed.stderr


def test_a_cookie_of_the_host_is_for_all_paths_and_no_domain(client: CheckedClient) -> None:
    client.force_login(cast.isla())
    client.get("/me/settings/")

    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert client.cookies[name]["path"] == "/"
        assert not client.cookies[name]["domain"]
