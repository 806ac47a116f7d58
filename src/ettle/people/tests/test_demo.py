"""The demo people and the emails that a demo does not send."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from pytest_django import Settings

from ettle.kit.testing.client import CheckedClient
from ettle.people import actions, queries
from ettle.people.models import Membership, Organisation, User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_making_the_demo_people_twice_makes_them_once(now: datetime) -> None:
    actions.make_demo_cast(now)
    people = actions.make_demo_cast(now)

    assert [person.name.split()[0] for person in people] == [
        "Isla", "Callum", "Bashir", "Freya", "Ewan", "Morag", "Rona", "Tomasz", "Kirsty", "Agnes", "Dougal",
    ]  # fmt: skip
    assert User.objects.count() == 11
    assert Membership.objects.count() == 9
    assert list(Organisation.objects.filter(is_listed=True).values_list("name", flat=True)) == ["Rowan House"]


def test_the_demo_people_do_what_the_cast_does(now: datetime) -> None:
    isla, _, bashir, freya, ewan, morag, rona, tomasz, kirsty, agnes, dougal = actions.make_demo_cast(now)

    assert queries.learners_assessed_by(bashir).contains(isla)
    assert not queries.learners_assessed_by(bashir).contains(ewan)
    assert queries.learners_assessed_by(morag).contains(ewan)
    assert str(queries.main_organisation(isla)) == "Rowan House"
    assert queries.main_organisation(rona) is None
    assert all(queries.learners_assessed_by(assessor).contains(rona) for assessor in (tomasz, kirsty))
    assert queries.is_lead(freya)
    assert (agnes.is_staff, agnes.is_superuser) == (True, False)
    assert dougal.is_superuser


def test_a_site_that_is_no_demo_shows_no_emails(client: CheckedClient) -> None:
    assert client.get("/demo/mail/").status_code == 404
    assert "Demo people" not in client.get("/account/sign-in/").content.decode()


def test_a_demo_offers_its_people(client: CheckedClient, settings: Settings) -> None:
    settings.DEMO = True

    page = client.get("/account/sign-in/").content.decode()

    assert "Sign in as <bdi>Isla Reid</bdi> (learner at Rowan House)" in page
    assert "Sign in as <bdi>Rona Kerr</bdi> (learner without an organisation, invited to activities)" in page
    assert "Sign in as <bdi>Kirsty Boyd</bdi> (assessor for the whole site, on leave)" in page


def test_a_demo_calls_its_people_what_they_want_to_be_called(client: CheckedClient, settings: Settings) -> None:
    settings.DEMO = True
    isla = cast.isla()
    isla.preferred_name = "Mrs Reid"
    isla.save()

    page = client.get("/account/sign-in/").content.decode()

    assert "Sign in as <bdi>Mrs Reid</bdi> (learner at Rowan House)" in page
    assert "Sign in as <bdi>Bashir Khan</bdi> (assessor for Rowan House)" in page


def test_a_demo_shows_its_emails_newest_first(client: CheckedClient, settings: Settings, tmp_path: Path) -> None:
    settings.DEMO, settings.OUTBOX_DIR = True, tmp_path
    backend = EmailBackend(file_path=str(tmp_path))
    for subject in ("First", "Second"):
        body = f"{subject} <b>letter</b>: http://localhost:8000/me/?a=1&b=2 and http://evil.example/x"
        backend.send_messages([EmailMessage(subject, body, "from@example.org", ["isla@example.org"])])

    page = client.get("/demo/mail/").content.decode()

    assert page.index("Second") < page.index("First")
    assert "To isla@example.org" in page
    assert '<a href="/me/?a=1&amp;b=2">' in page
    assert "&lt;b&gt;letter" in page
    assert 'href="http://evil' not in page


def test_a_demo_without_emails_says_so(client: CheckedClient, settings: Settings, tmp_path: Path) -> None:
    settings.DEMO, settings.OUTBOX_DIR = True, tmp_path / "none"

    assert "No email yet" in client.get("/demo/mail/").content.decode()


def test_a_huge_file_in_the_outbox_is_left_alone(client: CheckedClient, settings: Settings, tmp_path: Path) -> None:
    settings.DEMO, settings.OUTBOX_DIR = True, tmp_path
    (tmp_path / "big.eml").write_bytes(b"Subject: big\n\n" + b"x" * 200_000)

    assert "No email yet" in client.get("/demo/mail/").content.decode()
