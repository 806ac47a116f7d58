"""A badge is awarded once and signed once, whatever happens in between."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection

from ettle.badges import actions
from ettle.badges.award import signing
from ettle.badges.credential import signing_log
from ettle.badges.models import Award, Credential, SigningKey, SigningLogLine
from ettle.badges.tests import badge_factory
from ettle.badges.types import EndorsementStatement
from ettle.kit.tasks import task_queue
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_a_second_award_is_the_first() -> None:
    first = badge_factory.awarded()

    second = actions.award(learner=cast.isla(), version=first.version, by=None, now=badge_factory.EARNED)

    assert second == first
    assert Award.objects.count() == 1


def test_the_worker_signs_an_award_and_emails_the_learner() -> None:
    award = badge_factory.signed()

    document = json.loads(bytes(award.credential.document))
    assert document["name"] == "Asking first"
    assert document["validFrom"] == "2026-10-12T14:30:00Z"
    assert document["issuer"]["name"] == "Rowan House"
    assert [letter.subject for letter in mail.outbox] == ["You have earned Asking first"]


@pytest.mark.parametrize(
    ("percent", "words"),
    [(5, "an assessor also reads what some people sent: about 5 in 100."), (0, "only you can read what you sent")],
)
def test_the_email_says_who_reads_what_was_sent(percent: int, words: str) -> None:
    only_read = badge_factory.SPEC.criteria[:1]
    unassessed = badge_factory.version(criteria=only_read, sample_percent=percent)
    actions.award(learner=cast.isla(), version=unassessed, by=None, now=badge_factory.EARNED)
    task_queue.run_due()

    assert words in str(mail.outbox[0].body).lower()
    assert "unless you show it" not in mail.outbox[0].body


def test_the_email_of_an_assessed_badge_names_the_assessor_and_when_others_read_it() -> None:
    badge_factory.signed()

    assert "You and your assessor can read what you sent. If an assessor fears" in mail.outbox[0].body


def test_signing_twice_gives_one_credential_and_one_email() -> None:
    award = badge_factory.signed()

    signing.issue_credential(str(award.uuid), now=badge_factory.EARNED)
    task_queue.run_due()

    assert Credential.objects.count() == 1
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "step",
    [
        "status_lists.allocate_index",
        "lint.check_credential",
        "proofs.sign_document",
        "proofs.sign_token",
        "signing_log.record_signatures",
        "send_badge_email",
    ],
)
def test_a_fault_at_any_step_leaves_nothing_and_the_next_try_succeeds(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    award = badge_factory.awarded()

    def dies(*_: object, **__: object) -> None:
        raise RuntimeError("the worker died")

    with monkeypatch.context() as patched:
        patched.setattr(f"ettle.badges.award.signing.{step}", dies)
        with pytest.raises(RuntimeError):
            signing.issue_credential(str(award.uuid), now=badge_factory.EARNED)
    assert not Credential.objects.exists()
    assert not SigningLogLine.objects.exists()
    task_queue.run_due()

    assert Credential.objects.get().award == award
    assert len(mail.outbox) == 1


def test_a_person_who_left_meanwhile_gets_no_email() -> None:
    award = badge_factory.awarded()
    type(award.learner).objects.filter(pk=award.learner_id).update(is_active=False)

    task_queue.run_due()

    assert Credential.objects.get().award == award
    assert mail.outbox == []


def sign_after(meanwhile: Callable[[Award], object], monkeypatch: pytest.MonkeyPatch) -> Award:
    """Sign an award of an issuer that has signed before; something happens when it is signed and not stored yet."""
    badge_factory.signed(cast.callum())
    award, sign = badge_factory.awarded(), signing._sign
    begun: list[signing.Signature] = []

    def sign_and_change(*arguments: Any) -> signing.Signature:
        signed = sign(*arguments)
        if not begun:
            begun.append(signed)
            meanwhile(award)
        return signed

    with monkeypatch.context() as patched:
        patched.setattr(signing, "_sign", sign_and_change)
        task_queue.run_due()
    return Award.objects.with_related().get(pk=award.pk)


@pytest.mark.django_db(transaction=True)
def test_a_badge_is_signed_before_anything_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    locked: list[bool] = []

    award = sign_after(lambda _: locked.append(connection.in_atomic_block), monkeypatch)

    assert locked == [False]
    assert award.is_signed


def test_a_key_that_is_retired_meanwhile_signs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def retire(award: Award) -> None:
        SigningKey.objects.filter(issuer=award.issuer, kind="ed25519").update(retired_at=badge_factory.EARNED)

    award = sign_after(retire, monkeypatch)

    assert award.credential.key.retired_at is None
    assert list(signing_log.find_log_faults(award.issuer)) == []


def test_a_name_that_is_hidden_meanwhile_is_not_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    award = sign_after(lambda award: award.issuances.update(is_name_shown=False), monkeypatch)

    assert not award.is_name_shown
    assert award.learner.name not in bytes(award.credential.document).decode()


def test_an_endorsement_that_is_published_meanwhile_is_in_the_badge(monkeypatch: pytest.MonkeyPatch) -> None:
    statements: list[EndorsementStatement] = []
    monkeypatch.setattr("ettle.badges.award.signed_endorsements.statements_of", lambda _: list(statements))
    said = EndorsementStatement(uuid4(), "Ruth Bell", "Manager", "my manager", "She asked first.", badge_factory.EARNED)

    award = sign_after(lambda _: statements.append(said), monkeypatch)

    assert "She asked first." in bytes(award.credential.document).decode()


def test_a_place_that_is_taken_meanwhile_is_not_used_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    places = iter([4, 4, 4, 5])
    monkeypatch.setattr("ettle.badges.status.status_lists.secrets.randbelow", lambda _: next(places))

    def take(award: Award) -> None:
        Credential.objects.update(status_index=4)

    def free(_: Award) -> None:
        Credential.objects.update(status_index=9)

    badge_factory.signed(cast.callum())
    free(Award.objects.get())
    award = sign_after(take, monkeypatch)

    assert award.credential.status_index == 5


def test_a_list_counts_the_places_that_are_used() -> None:
    badge_factory.signed(cast.callum())
    award = badge_factory.signed()
    row = award.credential.status_list

    assert row.used == Credential.objects.filter(status_list=row).count() == 2
    type(row).objects.update(used=row.size // 2)
    assert badge_factory.signed(cast.ewan()).credential.status_list != row
