"""Restoring an older copy of the site brings no withdrawn badge back, and says so when it cannot tell."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from ettle.badges import actions
from ettle.badges.credential import bitstring
from ettle.badges.models import Award, Cancellation, Revocation, WithdrawalList
from ettle.badges.status import status_lists, withdrawals
from ettle.badges.tests import badge_factory
from ettle.badges.verify import verification
from ettle.badges.verify.verdicts import Answer
from ettle.kit.files.record_file import DamagedRecord
from ettle.kit.models import AuditLine
from ettle.kit.refusal import Refused
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path, settings: Any) -> Path:
    path: Path = tmp_path / "data" / "withdrawn.jsonl"
    settings.WITHDRAWALS_FILE = path
    return path


@pytest.fixture
def award(file: Path) -> Award:
    withdrawals.apply_withdrawals(badge_factory.EARNED)
    return badge_factory.signed()


def withdraw(award: Award) -> None:
    actions.revoke(award, reason="The account was copied.", by=cast.dougal(), now=badge_factory.EARNED)


def as_before(award: Award) -> Award:
    """What a restore does: the database no longer has the withdrawal."""
    Revocation.objects.all().delete()
    Cancellation.objects.all().delete()
    row = award.credential.status_list
    status_lists.sign_status_list(row, badge_factory.EARNED)
    return again(award)


def again(award: Award) -> Award:
    return Award.objects.with_related().get(pk=award.pk)


def answer(award: Award) -> Answer:
    return verification.verify_award(again(award), now=badge_factory.EARNED).answer


def test_a_withdrawn_badge_is_withdrawn_again_after_a_restore(award: Award) -> None:
    withdraw(award)
    assert answer(as_before(award)) is Answer.VALID

    assert withdrawals.apply_withdrawals(badge_factory.EARNED) == [award]

    assert answer(award) is Answer.REVOKED
    signed = json.loads(bytes(again(award).credential.status_list.document))
    assert bitstring.is_bit_set(signed["credentialSubject"]["encodedList"], award.credential.status_index)
    assert withdrawals.apply_withdrawals(badge_factory.EARNED) == []


def test_who_withdrew_it_and_why_are_not_made_up(award: Award, client: Client) -> None:
    withdraw(award)
    as_before(award)
    withdrawals.apply_withdrawals(badge_factory.EARNED)
    client.force_login(award.learner)

    assert again(award).revocation.by is None
    assert "restored from an older copy" in client.get(reverse("badges:earned", args=[award.uuid])).content.decode()
    client.force_login(cast.dougal())
    assert client.get(reverse("badges:revoke", args=[award.uuid])).status_code == 200


def test_without_its_list_no_badge_is_called_valid(award: Award, client: Client, file: Path) -> None:
    listed = reverse("badges:status_list", args=[award.credential.status_list.uuid])
    assert client.get(listed).status_code == 200
    file.unlink()

    assert answer(award) is Answer.STATUS_UNKNOWN
    assert (
        "we do not know whether it was withdrawn"
        in client.get(reverse("badges:verified", args=[award.uuid])).content.decode()
    )
    assert client.get(listed).status_code == 503
    with pytest.raises(Refused, match="is missing"):
        withdraw(award)


def test_the_list_of_another_site_is_not_used(award: Award, file: Path) -> None:
    file.write_text(json.dumps({"list": "5b1f2f6e-3c56-4b0e-9a53-4f0d0c9b7e11"}) + "\n")

    assert answer(award) is Answer.STATUS_UNKNOWN
    assert withdrawals.apply_withdrawals(badge_factory.EARNED) == []


def test_the_operator_may_declare_the_list_lost(award: Award, file: Path, capsys: Any) -> None:
    other = badge_factory.signed(cast.callum())
    withdraw(other)
    file.unlink()
    with pytest.raises(SystemExit):
        call_command("checkbadges")
    assert "no badge is called valid" in capsys.readouterr().err

    call_command("checkbadges", "--withdrawals-lost")

    assert (answer(award), answer(other)) == (Answer.VALID, Answer.REVOKED)
    assert str(other.uuid) in file.read_text()
    assert AuditLine.objects.filter(act="began a new list of withdrawn badges").exists()


def test_a_missing_list_is_a_fault_where_no_badge_was_signed_too(file: Path, capsys: Any) -> None:
    withdrawals.apply_withdrawals(badge_factory.EARNED)
    file.unlink()

    with pytest.raises(SystemExit):
        call_command("checkbadges")

    printed = capsys.readouterr()
    assert "no badge is called valid" in printed.err
    assert "0 badges checked, 1 wrong" in printed.out


def test_a_database_from_before_any_list_takes_the_one_it_finds(award: Award) -> None:
    withdraw(award)
    as_before(award)
    WithdrawalList.objects.all().delete()

    assert withdrawals.apply_withdrawals(badge_factory.EARNED) == [award]
    assert withdrawals.is_list_available()


def test_an_older_copy_of_the_list_learns_what_the_database_holds(award: Award, file: Path) -> None:
    head = file.read_text()
    withdraw(award)
    file.write_text(head)

    withdrawals.apply_withdrawals(badge_factory.EARNED)

    assert str(award.uuid) in file.read_text()


def test_a_line_that_a_crash_cut_off_is_skipped(award: Award, file: Path) -> None:
    with file.open("a") as open_file:
        open_file.write('{"award": "5b1f2f')
    withdraw(award)
    as_before(award)

    assert withdrawals.apply_withdrawals(badge_factory.EARNED) == [award]


def test_a_damaged_line_is_reported_with_its_number(award: Award, file: Path) -> None:
    with file.open("a") as open_file:
        open_file.write('{"award": "nobody"}\n')

    with pytest.raises(DamagedRecord, match="line 2"):
        withdrawals.apply_withdrawals(badge_factory.EARNED)


def test_what_cannot_be_listed_is_not_withdrawn(award: Award, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="nothing has changed: No space left"):
        withdraw(award)

    assert answer(award) is Answer.VALID


def test_a_badge_that_the_restored_site_never_had_is_skipped(award: Award, file: Path) -> None:
    with file.open("a") as open_file:
        line = {"award": "5b1f2f6e-3c56-4b0e-9a53-4f0d0c9b7e11", "at": badge_factory.EARNED.isoformat()}
        open_file.write(json.dumps(line) + "\n")

    assert withdrawals.apply_withdrawals(badge_factory.EARNED) == []
