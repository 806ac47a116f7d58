"""A badge is awarded once and signed once, whatever happens in between."""

from __future__ import annotations

import json

import pytest
from django.core import mail

from ettle.badges import actions
from ettle.badges.award import signing
from ettle.badges.models import Award, Credential, SigningLogLine
from ettle.badges.tests import badge_factory
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
        "signing_log.record_signature",
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
