"""Keys are replaced, retired and marked as compromised; what was signed before stays valid, and says so."""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from ettle.badges import actions
from ettle.badges.award import reissue
from ettle.badges.keys import encryption_change, key_encryption
from ettle.badges.models import Award, Issuer, KeyChange, SigningKey
from ettle.badges.tests import badge_factory
from ettle.badges.tests.badge_factory import EARNED
from ettle.badges.verify import verification
from ettle.badges.verify.verdicts import Answer, Question, Result
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = EARNED + 9 * DAY
ED25519, P256 = SigningKey.Kind.ED25519, SigningKey.Kind.P256


@pytest.fixture(autouse=True)
def earned_day() -> Iterator[None]:
    with time_machine.travel(EARNED, tick=False):
        yield


@pytest.fixture
def first() -> Award:
    return badge_factory.signed()


def current(kind: str = ED25519) -> SigningKey:
    return SigningKey.objects.current().get(kind=kind)


def award_at(learner: Any, now: datetime) -> Award:
    award = actions.award(learner=learner, version=badge_factory.version(), by=None, now=now)
    run_tasks(now)
    return reload_award(award)


def run_tasks(now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        task_queue.run_due()


def reload_award(award: Award) -> Award:
    return Award.objects.with_related().get(pk=award.pk)


def answers(award: Award, now: datetime = LATER) -> set[Answer]:
    """What the page, the file and the token are said to be."""
    award = reload_award(award)
    stored = verification.verify_award(award, now=now)
    handed_in = [bytes(award.credential.document), award.credential.jwt.encode()]
    return {stored.answer, *(verification.verify_content(content, now=now).answer for content in handed_in)}


def test_a_replaced_key_stays_listed_and_new_badges_and_lists_are_signed_with_the_new_one(first: Award) -> None:
    old = current()

    new = actions.rotate_key(old, by=None, now=EARNED + DAY)

    second = award_at(cast.callum(), EARNED + 2 * DAY)
    assert (first.credential.key, second.credential.key) == (old, new)
    listed = json.loads(bytes(first.credential.status_list.__class__.objects.get().document))
    assert listed["proof"]["verificationMethod"] == new.identifier
    assert answers(first) == answers(second) == {Answer.VALID}
    with pytest.raises(Refused, match="not in use any more"):
        actions.rotate_key(old, by=None, now=LATER)


def test_a_retired_key_is_followed_by_one_that_the_next_signing_makes(first: Award) -> None:
    old = current()

    actions.retire_key(old, by=None, now=EARNED + DAY)

    assert not SigningKey.objects.current().filter(kind=ED25519).exists()
    second = award_at(cast.callum(), EARNED + 2 * DAY)
    assert second.credential.key != old
    assert answers(first) == answers(second) == {Answer.VALID}


@pytest.mark.parametrize("kind", [ED25519, P256])
def test_badges_from_before_a_compromise_stay_valid_and_later_ones_are_signed_again(first: Award, kind: str) -> None:
    later = award_at(cast.callum(), EARNED + 3 * DAY)
    unsafe = later.credential

    count = actions.mark_compromised(current(kind), since=EARNED + 2 * DAY, by=None, now=EARNED + 4 * DAY)

    assert count == 1
    assert answers(first) == {Answer.VALID}
    safe = verification.verify_award(reload_award(first), now=LATER)
    if kind == ED25519:
        reason = next(str(check.reason) for check in safe.checks if check.question is Question.KEY_SAFE)
        assert "14 October 2026" in reason
        assert "signed before" in reason
    run_tasks(EARNED + 4 * DAY)
    again = reload_award(later)
    assert again.credential.replaces == unsafe
    assert answers(later) == {Answer.VALID}
    old_file = unsafe.jwt.encode() if kind == P256 else bytes(unsafe.document)
    verdict = verification.verify_content(old_file, now=LATER)
    assert not verdict.is_valid
    assert verdict.result_of(Question.KEY_SAFE) is Result.NO
    assert reload_award(first).credential == first.credential


def test_a_compromise_has_a_date_between_the_key_and_today_which_only_moves_back(first: Award) -> None:
    key = current()
    for wrong in (key.created_at - DAY, LATER + DAY):
        with pytest.raises(Refused, match="Choose a date between"):
            actions.mark_compromised(key, since=wrong, by=None, now=LATER)

    actions.mark_compromised(key, since=EARNED + 3 * DAY, by=None, now=LATER)
    with pytest.raises(Refused, match="from an earlier date already"):
        actions.mark_compromised(key, since=EARNED + 4 * DAY, by=None, now=LATER)
    actions.mark_compromised(key, since=EARNED + 2 * DAY, by=None, now=LATER)

    assert SigningKey.objects.get(pk=key.pk).compromised_at == EARNED + 2 * DAY


def test_keys_are_made_before_the_first_badge() -> None:
    award = badge_factory.awarded()
    issuer = Issuer.objects.get()

    made = actions.make_keys(issuer, by=None, now=EARNED)

    assert {key.kind for key in made} == {ED25519, P256}
    assert actions.make_keys(issuer, by=None, now=EARNED) == []
    task_queue.run_due(EARNED)
    assert reload_award(award).credential.key in made


def test_a_proof_that_is_older_than_its_key_or_names_another_one_is_not_believed(first: Award) -> None:
    key = current()
    SigningKey.objects.filter(pk=key.pk).update(created_at=EARNED + DAY)

    stored = verification.verify_award(reload_award(first), now=LATER)
    file = verification.verify_content(bytes(first.credential.document), now=LATER)

    assert stored.result_of(Question.KEY) is file.result_of(Question.KEY) is Result.NO
    reasons = {str(check.reason) for verdict in (stored, file) for check in verdict.checks}
    assert "The signature is dated before its key was made." in reasons
    SigningKey.objects.filter(pk=key.pk).update(created_at=EARNED, identifier=f"{key.identifier}-other")
    assert verification.verify_award(reload_award(first), now=LATER).result_of(Question.KEY) is Result.NO


def ask(act: str, *, since: datetime | None = None) -> KeyChange:
    return actions.request_key_change(
        current(), act=act, since=since, reason="A laptop was stolen", by=cast.dougal(), now=EARNED + DAY
    )


def second_administrator() -> Any:
    person = cast.agnes()
    type(person).objects.filter(pk=person.pk).update(is_superuser=True)
    return type(person).objects.get(pk=person.pk)


def test_two_administrators_change_a_key(first: Award) -> None:
    change = ask("compromise", since=EARNED)

    with pytest.raises(Refused, match="A second administrator has to confirm this"):
        actions.decide_key_change(change, confirmed=True, by=cast.dougal(), now=LATER - 3 * DAY)
    with pytest.raises(Refused, match="Only administrators"):
        actions.decide_key_change(change, confirmed=True, by=cast.bashir(), now=LATER - 3 * DAY)
    assert current() == first.credential.key

    actions.decide_key_change(change, confirmed=True, by=second_administrator(), now=LATER - 3 * DAY)

    assert SigningKey.objects.get(pk=first.credential.key_id).compromised_at == EARNED
    with pytest.raises(Refused, match="decided already"):
        actions.decide_key_change(change, confirmed=True, by=second_administrator(), now=LATER - 3 * DAY)


def test_a_change_is_taken_back_or_over_after_a_week(first: Award) -> None:
    change = ask("rotate")
    with pytest.raises(Refused, match="asked for already"):
        ask("retire")
    actions.decide_key_change(change, confirmed=False, by=cast.dougal(), now=EARNED + 2 * DAY)
    change = ask("rotate")

    with pytest.raises(Refused, match="more than a week ago"):
        actions.decide_key_change(change, confirmed=True, by=second_administrator(), now=EARNED + 9 * DAY)

    assert current() == first.credential.key
    assert actions.request_key_change(
        current(), act="retire", since=None, reason="", by=cast.dougal(), now=EARNED + 9 * DAY
    )


@pytest.fixture
def key_file(settings: Any, tmp_path: Path) -> Path:
    settings.SEALING_KEY, settings.SEALING_KEY_FILE = "", tmp_path / "keys" / "sealing.key"
    key_encryption.make_sealing_key_file()
    return Path(settings.SEALING_KEY_FILE)


def test_a_new_sealing_key_takes_the_place_of_the_old_one(key_file: Path) -> None:
    first, old = badge_factory.signed(), key_file.read_bytes()

    done = encryption_change.reseal(None)

    assert (done.resealed, done.lost) == (2, 0)
    assert key_file.read_bytes() != old
    assert key_file.with_name("sealing.key.old").read_bytes() == old
    second = award_at(cast.callum(), EARNED + DAY)
    assert second.credential.key == first.credential.key
    assert answers(first) == answers(second) == {Answer.VALID}


def test_sealing_again_goes_on_after_a_crash_between_the_keys_and_the_file(
    key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    badge_factory.signed()
    with monkeypatch.context() as patched:
        patched.setattr("ettle.badges.keys.encryption_change.os.replace", lambda *_: _raise(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            encryption_change.reseal(None)

    encryption_change.reseal(None)

    assert award_at(cast.callum(), EARNED + DAY).is_signed


def test_at_no_moment_is_there_no_sealing_key(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash between two renames would leave a site that cannot start."""
    badge_factory.signed()
    replace, seen = os.replace, []

    def replace_and_look(source: Path, target: Path) -> None:
        replace(source, target)
        seen.append(key_file.exists())

    monkeypatch.setattr("ettle.badges.keys.encryption_change.os.replace", replace_and_look)

    encryption_change.reseal(None)
    encryption_change.reseal(None)  # the old one of the first time is in the way of nothing

    assert seen
    assert all(seen)


def test_a_retired_key_that_nothing_can_open_stays_as_it_is_when_sealing_again(key_file: Path) -> None:
    badge_factory.signed()
    lost = current(P256)
    actions.retire_key(lost, by=None, now=EARNED)
    SigningKey.objects.filter(pk=lost.pk).update(sealed_private=bytes(lost.sealed_private)[:-1])

    done = encryption_change.reseal(None)

    assert (done.resealed, done.lost) == (1, 1)
    assert bytes(SigningKey.objects.get(pk=lost.pk).sealed_private) == bytes(lost.sealed_private)[:-1]
    assert award_at(cast.callum(), EARNED + DAY).is_signed


def test_where_the_sealing_key_is_a_setting_the_new_one_is_written_to_a_named_file(
    key_file: Path, settings: Any, tmp_path: Path
) -> None:
    settings.SEALING_KEY = key_file.read_text().strip()
    badge_factory.signed()
    with pytest.raises(key_encryption.CannotUnseal, match="Name a file for the new sealing key with --to"):
        encryption_change.reseal(None)
    new = tmp_path / "new.key"

    done = encryption_change.reseal(new)

    assert (done.path, done.old, done.resealed) == (new, None, 2)
    settings.SEALING_KEY = new.read_text().strip()
    assert award_at(cast.callum(), EARNED + DAY).is_signed


def test_a_site_that_has_signed_nothing_gets_another_sealing_key_as_well(key_file: Path) -> None:
    old = key_file.read_bytes()

    assert encryption_change.reseal(None).resealed == 0
    assert key_file.read_bytes() != old


def test_a_badge_that_was_signed_with_a_safe_key_is_not_signed_again(first: Award) -> None:
    reissue.replace_unsafe_award.call(award=str(first.uuid))

    assert reload_award(first).credential == first.credential


def _raise(error: BaseException) -> None:
    raise error


def test_a_lost_sealing_key_changes_nothing_when_sealing_again(key_file: Path) -> None:
    first = badge_factory.signed()
    key_file.write_bytes(base64.urlsafe_b64encode(secrets.token_bytes(32)))

    with pytest.raises(CommandError, match=r"not the one that the signing keys were sealed with\. Nothing was changed"):
        call_command("badgekeys", "reseal", "--yes")

    assert bytes(current().sealed_private) == bytes(first.credential.key.sealed_private)


def test_the_command_lists_replaces_and_marks_keys(first: Award, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*words: str) -> str:
        out = StringIO()
        call_command("badgekeys", *words, stdout=out)
        return out.getvalue()

    old = current()
    assert f"{old.uuid}  ed25519 in use since" in run()
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("badgekeys", "rotate", str(old.uuid))
    for words in (["rotate", "unknown"], ["make", "unknown"], ["compromise", str(old.uuid), "--since", "soon"]):
        with pytest.raises(CommandError, match=r"Name a|Say from when"):
            call_command("badgekeys", *words)

    assert "What the old one signed stays valid" in run("rotate", str(old.uuid), "--yes")
    since = old.created_at.isoformat()
    assert "is believed any more" in run("compromise", str(old.uuid), "--since", since, "--yes")
    assert "The key is retired" in run("retire", str(current().uuid), "--yes")
    assert "1 keys made" in run("make", old.issuer.identifier)
    assert f"{old.uuid}  ed25519 compromised since" in run("list")
