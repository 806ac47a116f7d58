"""Messages promise an email to someone "unless they asked for no more emails". It holds for every such email."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.core import mail

from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import KINDS, EmailKind
from ettle.kit.models import StoppedEmail
from tests.house.rooms import SOURCE

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
PROMISE = "unless they asked for no more emails"
# The email that each message is about, by the module that shows the message. Those of the 360 have a test of their own:
# feedback/tests/test_invitation_pages.py.
EMAILS = {
    "cpl/views/verifications.py": "cpl/mail/verify.txt",
    "evidence/endorsement/views.py": "evidence/mail/endorse.txt",
    "feedback/views/invitations.py": None,
    "journey/views/look_backs.py": "journey/mail/told.txt",
    "people/views/organisation.py": "people/mail/invited_to_organisation.txt",
}
SENT = re.compile(r'"(?P<template>\w+/mail/\w+\.txt)"(?:(?!kind=).){0,400}?kind=(?P<kind>[A-Z_]+)', re.DOTALL)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_an_address_that_stopped_a_kind_gets_none_of_it_where_that_can_be_asked(kind: EmailKind) -> None:
    StoppedEmail.objects.create(email="jo@home.example", kind=kind.key, stopped_at=NOW)

    for address in ("Jo@Home.example", "kim@home.example"):
        delivery.deliver_email.call(subject="Hello", body="Words", to=address, kind=kind.key)

    reached = [address for email in mail.outbox for address in email.to]
    assert reached == (["kim@home.example"] if kind.is_optional else ["Jo@Home.example", "kim@home.example"])


def test_each_message_is_about_an_email_that_can_be_stopped() -> None:
    promising = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts and PROMISE in path.read_text()
    }
    kinds = {
        found["template"]: found["kind"]
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts
        for found in SENT.finditer(path.read_text())
    }

    assert promising == EMAILS.keys()
    assert {template: kinds.get(template) for template in EMAILS.values() if template} == {
        "cpl/mail/verify.txt": "FROM_OTHERS",
        "evidence/mail/endorse.txt": "FROM_OTHERS",
        "journey/mail/told.txt": "FROM_OTHERS",
        "people/mail/invited_to_organisation.txt": "FROM_OTHERS",
    }
