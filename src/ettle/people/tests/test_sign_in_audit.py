"""Signing in and out, codes that are refused, roles, exports and erasures are in the audit log."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from ettle.kit.audit import chain_check, seals
from ettle.kit.models import AuditLine, AuditPerson
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.types import SIGNED_IN_AT

pytestmark = pytest.mark.django_db


def acts_about(person: User) -> list[str]:
    digest = AuditPerson.objects.get(person=person).digest
    return list(AuditLine.objects.filter(subject_key=digest).order_by("id").values_list("act", flat=True))


def ask_for_code(client: CheckedClient, email: str) -> str:
    client.post(reverse("account_login"), {"login": email})
    task_queue.run_due()
    return next((word for word in mail.outbox[-1].body.split() if word.isdecimal() and len(word) == 6), "")


def test_signing_in_and_out_and_a_refused_code_are_recorded(client: CheckedClient) -> None:
    isla = cast.isla()
    code = ask_for_code(client, isla.email)
    wrong = "000000" if code != "000000" else "111111"

    client.post(reverse("account_confirm_login_code"), {"code": wrong})
    client.post(reverse("account_confirm_login_code"), {"code": code})
    client.post(reverse("account_logout"))

    assert acts_about(isla)[-3:] == ["refused a sign-in code", "signed in", "signed out"]


def test_a_refused_code_for_an_address_without_an_account_is_recorded_without_the_address(
    client: CheckedClient,
) -> None:
    client.post(reverse("account_login"), {"login": "nobody@example.org"})

    client.post(reverse("account_confirm_login_code"), {"code": "123456"})

    line = AuditLine.objects.get(act="refused a sign-in code")
    assert (line.actor_id, line.subject_kind, line.subject_key) == (None, "", "")


def test_a_refused_passkey_is_recorded(client: CheckedClient) -> None:
    client.post(reverse("mfa_login_webauthn"), {"credential": "{}"})

    assert AuditLine.objects.filter(act="refused a passkey").count() == 1


def test_signing_out_twice_is_recorded_once(client: CheckedClient) -> None:
    client.force_login(cast.isla())
    client.post(reverse("account_logout"))
    client.post(reverse("account_logout"))

    assert AuditLine.objects.filter(act="signed out").count() == 1


def test_a_download_and_a_changed_role_are_recorded(client: CheckedClient, now: datetime) -> None:
    isla, dougal = cast.isla(), cast.dougal()
    client.force_login(isla)
    session = client.session
    session[SIGNED_IN_AT] = datetime.now(tz=now.tzinfo).isoformat()
    session.save()

    client.get(reverse("people:download"))
    actions.make_author(email=isla.email, by=dougal, now=now)
    actions.end_author(person=isla, by=dougal, now=now)

    assert acts_about(isla)[-3:] == [
        "downloaded everything about them",
        "made an author",
        "ended what an author may do",
    ]


def test_no_line_names_a_person_by_number_or_address(now: datetime) -> None:
    isla = cast.isla()
    actions.make_author(email=isla.email, by=cast.dougal(), now=now)

    for line in AuditLine.objects.values():
        assert str(isla.pk) not in {line["actor_id"], line["subject_key"]}
        assert not any("isla" in str(value).lower() for value in line.values())


def test_erasing_a_person_leaves_their_lines_nameless_and_the_log_whole(
    now: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.AUDIT_HEADS_FILE = tmp_path / "audit-heads.jsonl"
    isla = cast.isla()
    actions.make_author(email=isla.email, by=cast.dougal(), now=now)
    seals.seal_audit_lines.call(at=now.isoformat())
    digest = AuditPerson.objects.get(person=isla).digest

    actions.leave(isla, now=now)
    seals.seal_audit_lines.call(at=now.isoformat())

    assert not AuditPerson.objects.filter(person=isla).exists()
    about = AuditLine.objects.filter(subject_key=digest).order_by("id").values_list("act", flat=True)
    assert list(about)[-2:] == ["made an author", "left"]
    assert chain_check.check_chain().problems == []
