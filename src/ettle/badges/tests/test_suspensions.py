"""A badge is suspended, and that is lifted, or it is withdrawn; a restore brings no cancelled credential back."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from ettle.badges import actions, queries
from ettle.badges.credential import bitstring
from ettle.badges.models import Award, Cancellation, Credential, StatusList, Suspension
from ettle.badges.status import list_files, status_lists, withdrawals
from ettle.badges.tests import badge_factory
from ettle.badges.verify import verification
from ettle.badges.verify.verdicts import Answer
from ettle.kit.refusal import Refused
from ettle.people.tests import cast

if TYPE_CHECKING:
    from ettle.people.models import User

pytestmark = pytest.mark.django_db
NOW = badge_factory.EARNED


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.WITHDRAWALS_FILE, settings.STATUS_LISTS_DIR = tmp_path / "withdrawn.jsonl", tmp_path / "lists"


def reloaded(award: Award) -> Award:
    return Award.objects.with_related().get(pk=award.pk)


def is_marked(credential: Credential) -> bool:
    document = bytes(StatusList.objects.get(pk=credential.status_list_id).document)
    return bitstring.is_bit_set(json.loads(document)["credentialSubject"]["encodedList"], credential.status_index)


def suspended(award: Award) -> Award:
    actions.suspend(award, reason="We look into a report.", by=cast.dougal(), now=NOW)
    return reloaded(award)


def test_a_suspended_badge_is_not_valid_and_does_not_count(client: Client) -> None:
    award = suspended(badge_factory.signed())

    assert is_marked(award.credential)
    assert verification.verify_award(award, now=NOW).answer is Answer.SUSPENDED
    assert verification.verify_content(award.credential.jwt.encode(), now=NOW).answer is Answer.SUSPENDED
    assert Answer.SUSPENDED.value in client.get(reverse("badges:verified", args=[award.uuid])).content.decode()
    assert not queries.has_badge(award.learner, award.version.badge)
    assert [row.is_suspended for row in queries.award_summaries(award.learner)] == [True]
    with pytest.raises(Refused, match="suspended"):
        actions.hide_name(award, by=cast.isla(), now=NOW)


def test_lifting_a_suspension_issues_a_new_credential_and_the_old_copies_stay_cancelled() -> None:
    award = suspended(badge_factory.signed())
    old = award.credential

    award = actions.lift(award, reason="Nothing was found.", by=cast.dougal(), now=NOW)

    assert award.credential.replaces == old
    assert is_marked(old)
    assert not is_marked(award.credential)
    assert verification.verify_award(reloaded(award), now=NOW).answer is Answer.VALID
    assert queries.has_badge(award.learner, award.version.badge)
    closed = Suspension.objects.get()
    assert (closed.lifted_by, closed.lift_reason) == (cast.dougal(), "Nothing was found.")
    with pytest.raises(Refused, match="not suspended"):
        actions.lift(award, reason="Again.", by=cast.dougal(), now=NOW)


def test_who_may_suspend_and_lift_and_that_a_reason_is_needed() -> None:
    award = badge_factory.signed()
    own = badge_factory.signed(cast.dougal())
    for act, words in ((actions.suspend, "suspend"), (actions.lift, "lift")):
        for person in (cast.isla(), cast.freya(), cast.morag(), cast.stranger()):
            with pytest.raises(Refused, match=f"Only an administrator can {words}"):
                act(award, reason="x", by=person, now=NOW)
        with pytest.raises(Refused, match="Write why"):
            act(award, reason=" ", by=cast.dougal(), now=NOW)
        with pytest.raises(Refused, match="your own badge"):
            act(own, reason="x", by=cast.dougal(), now=NOW)
    with pytest.raises(Refused, match="being made"):
        actions.suspend(badge_factory.awarded(cast.callum()), reason="x", by=cast.dougal(), now=NOW)


def test_a_suspended_badge_may_be_withdrawn_and_not_lifted_then() -> None:
    award = suspended(badge_factory.signed())

    actions.revoke(award, reason="It was copied.", by=cast.dougal(), now=NOW)

    assert reloaded(award).is_revoked
    with pytest.raises(Refused, match="was withdrawn, so"):
        actions.lift(award, reason="x", by=cast.dougal(), now=NOW)
    assert is_marked(award.credential)


def test_an_administrator_suspends_and_lifts_on_a_page(client: Client) -> None:
    award = badge_factory.signed()
    page, badge = (reverse(f"badges:{name}", args=[award.uuid]) for name in ("suspension", "revoke"))
    mine, public = reverse("badges:earned", args=[award.uuid]), reverse("badges:verified", args=[award.uuid])
    client.force_login(cast.dougal())

    assert page in client.get(badge).content.decode()
    assert "Suspend this badge</h1>" in client.get(page).content.decode()
    without = client.post(page, {"act": "suspend", "reason": " "})
    assert (without.status_code, 'href="#id_reason"' in without.content.decode()) == (422, True)
    assert client.post(page, {"reason": "A report came."}).status_code == 422
    assert not Suspension.objects.exists()
    assert client.post(page, {"act": "suspend", "reason": "A report came."})["Location"] == badge
    assert all(words in client.get(badge).content.decode() for words in ("suspended since", "A report came.", page))

    client.force_login(award.learner)
    holders = client.get(mine).content.decode()
    assert all(words in holders for words in ("is suspended</h1>", "A report came.", "If you think that this is wrong"))
    assert "A report came." not in client.get(public).content.decode()

    client.force_login(cast.dougal())
    assert "Lift the suspension</h1>" in client.get(page).content.decode()
    late = client.post(page, {"act": "suspend", "reason": "I read the same report."})
    assert late.status_code == 422
    assert all(words in late.content.decode() for words in ("suspended already", "I read the same report."))
    assert client.post(page, {"act": "lift", "reason": "Nothing was found."})["Location"] == badge
    assert verification.verify_award(reloaded(award), now=NOW).answer is Answer.VALID
    assert "suspended since" not in client.get(badge).content.decode()


@pytest.mark.parametrize("state", ["own", "withdrawn", "unsigned"])
def test_the_page_says_why_a_badge_cannot_be_suspended(state: str, client: Client) -> None:
    award = badge_factory.awarded() if state == "unsigned" else badge_factory.signed(_holder(state))
    if state == "withdrawn":
        actions.revoke(award, reason="It was copied.", by=cast.dougal(), now=NOW)
    client.force_login(cast.dougal())
    words = {"own": "your own badge", "withdrawn": "was withdrawn, so", "unsigned": "is being made"}[state]
    address = reverse("badges:suspension", args=[award.uuid])

    opened = client.get(address)
    assert (opened.status_code, words in opened.content.decode()) == (200, True)
    assert 'name="reason"' not in opened.content.decode()
    for act in ("suspend", "lift"):
        sent = client.post(address, {"act": act, "reason": "A report came."})
        assert (sent.status_code, words in sent.content.decode()) == (422, True)
    assert not Suspension.objects.exists()


def _holder(state: str) -> User:
    return cast.dougal() if state == "own" else cast.isla()


@pytest.mark.parametrize("person", ["isla", "callum", "freya", "stranger", ""])
def test_no_one_else_reaches_the_page_of_a_suspension(person: str, client: Client) -> None:
    address = reverse("badges:suspension", args=[badge_factory.signed().uuid])
    if person:
        client.force_login(getattr(cast, person)())

    for response in (client.get(address), client.post(address, {"act": "suspend", "reason": "x"})):
        assert response.status_code == (404 if person else 302)
    assert not Suspension.objects.exists()


def test_withdrawing_cancels_every_credential_of_the_award() -> None:
    award = actions.hide_name(badge_factory.signed(), by=cast.isla(), now=NOW)

    actions.revoke(award, reason="It was copied.", by=cast.dougal(), now=NOW)

    kinds = Cancellation.objects.order_by("credential").values_list("kind", flat=True)
    assert list(kinds) == ["replaced", "withdrawn"]
    assert all(is_marked(credential) for credential in award.credentials.all())


def test_a_restore_brings_back_no_suspended_or_replaced_credential() -> None:
    first, second = badge_factory.signed(), badge_factory.signed(cast.callum())
    old = first.credential
    actions.hide_name(first, by=cast.isla(), now=NOW)
    suspended(second)
    _restore_older_copy(old)

    changed = withdrawals.apply_withdrawals(NOW)

    assert sorted(award.pk for award in changed) == [first.pk, second.pk]
    assert verification.verify_award(reloaded(first), now=NOW).answer is Answer.REPLACED
    assert verification.verify_award(reloaded(second), now=NOW).answer is Answer.SUSPENDED
    assert is_marked(old)
    assert "restored from an older copy" in Suspension.objects.get().reason
    assert withdrawals.apply_withdrawals(NOW) == []
    assert actions.lift(reloaded(second), reason="Nothing found.", by=cast.dougal(), now=NOW).credential


def _restore_older_copy(old: Credential) -> None:
    """What a restore does: the database is as it was before."""
    Cancellation.objects.all().delete()
    Suspension.objects.all().delete()
    Award.objects.filter(pk=old.award_id).update(credential=old)
    Credential.objects.exclude(replaces=None).delete()
    for row in StatusList.objects.all():
        status_lists.sign_status_list(row, NOW)


def test_what_only_the_database_has_is_listed_again(settings: Any) -> None:
    award = suspended(badge_factory.signed())
    lines = Path(settings.WITHDRAWALS_FILE).read_text().splitlines()
    Path(settings.WITHDRAWALS_FILE).write_text(lines[0] + "\n")

    withdrawals.apply_withdrawals(NOW)

    assert str(award.credential.uuid) in Path(settings.WITHDRAWALS_FILE).read_text()


# lists


def test_a_list_says_until_when_it_is_valid_and_how_long_it_may_be_cached(client: Client) -> None:
    row = badge_factory.signed().credential.status_list
    response = client.get(reverse("badges:status_list", args=[row.uuid]))

    document = json.loads(response.content)
    assert document["credentialSubject"]["ttl"] == 300_000
    assert document["validUntil"] > document["validFrom"]
    cached = {part.strip() for part in response["Cache-Control"].split(",")}
    assert {"public", "max-age=300", "stale-if-error=86400"} <= cached
    again = client.get(reverse("badges:status_list", args=[row.uuid]), headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_a_list_is_signed_again_long_before_it_ends() -> None:
    row = badge_factory.signed().credential.status_list
    week = row.signed_at + status_lists.SIGNED_AGAIN_AFTER

    assert status_lists.sign_old_lists(week - timedelta(seconds=1)) == 0
    assert status_lists.sign_old_lists(week) == 1
    assert json.loads(bytes(StatusList.objects.get().document))["validFrom"] == f"{week:%Y-%m-%dT%H:%M:%SZ}"


def test_lists_are_served_from_their_files_while_the_database_is_down(client: Client) -> None:
    row = badge_factory.signed().credential.status_list
    address = reverse("badges:status_list", args=[row.uuid])
    assert list_files.write_missing_files() == 1
    assert list_files.write_missing_files() == 0

    def refuse(*_: object) -> None:
        raise DatabaseError("The database is down")

    with connection.execute_wrapper(refuse):
        served = client.get(address)
        other = client.get(reverse("badges:status_list", args=["5b1f2f6e-3c56-4b0e-9a53-4f0d0c9b7e11"]))

    assert (served.status_code, served.content) == (200, bytes(row.document))
    assert other.status_code == 503


def test_a_signing_writes_the_file_when_it_is_committed(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = suspended(badge_factory.signed()).credential.status_list

    assert list_files.read_list_file(row.uuid) == bytes(row.document)
