"""The public address belongs to the data: nothing is signed under another, and what was signed stays resolvable."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from ettle.badges import actions
from ettle.badges.models import Award, StatusList
from ettle.badges.tests import badge_factory
from ettle.badges.verify import verification
from ettle.badges.verify.verdicts import Answer
from ettle.kit.models import SiteAddress
from ettle.kit.operations import site_address
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.people.tests import cast

OLD, NEW, BARE = "https://old.example.org", "https://new.example.org", "http://localhost:8000"

pytestmark = [pytest.mark.django_db, pytest.mark.locks]


@pytest.fixture
def award(settings: Any) -> Award:
    """A badge that was signed while the site had its old address."""
    settings.PUBLIC_URL, settings.MAIL_SERVER = OLD, {"EMAIL_HOST": "mail.example.org"}
    site_address.settle_address(cast.NOW)
    return badge_factory.signed()


@pytest.fixture
def moved(award: Award, settings: Any) -> Award:
    """The same badge, after the site has moved and was started again."""
    call_command("address", "change", NEW, stdout=StringIO())
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = NEW, ["new.example.org"]
    site_address.answer_former_hosts()
    return award


def get_json(client: Client, url: str) -> dict[str, Any]:
    """Fetch a document as anyone would who reads its address: the host is that of the address."""
    host = url.split("/")[2]
    response = client.get(url.split(host, 1)[1] or "/", headers={"host": host})
    assert response.status_code == 200
    return dict(json.loads(response.content))


def test_the_address_is_stored_at_the_first_preparation_and_stays(award: Award, settings: Any) -> None:
    settings.PUBLIC_URL = NEW

    with pytest.raises(site_address.WrongAddress, match=f"This site's address is {OLD}, and ETTLE_PUBLIC_URL is {NEW}"):
        site_address.settle_address(cast.NOW)
    assert site_address.current_address() == OLD


@pytest.mark.parametrize("command", ["checkbadges", "work"])
def test_a_command_that_signs_refuses_in_a_bare_shell(award: Award, settings: Any, command: str) -> None:
    actions.revoke(award, reason="In error.", by=cast.dougal(), now=cast.NOW)
    document = bytes(StatusList.objects.get().document)
    settings.PUBLIC_URL = BARE

    with pytest.raises(CommandError, match="Set ETTLE_PUBLIC_URL to the site's address"):
        call_command(command)
    assert bytes(StatusList.objects.get().document) == document


def test_nothing_is_signed_under_another_address(award: Award, settings: Any) -> None:
    waiting = badge_factory.awarded(cast.callum())
    settings.PUBLIC_URL = BARE

    with pytest.raises(site_address.WrongAddress):
        actions.revoke(award, reason="In error.", by=cast.dougal(), now=cast.NOW)
    task_queue.run_due()
    assert not Award.objects.get(pk=waiting.pk).is_signed


def test_what_was_signed_before_a_move_is_found_at_the_old_addresses(moved: Award, client: Client) -> None:
    credential = json.loads(bytes(moved.credential.document))
    status = credential["credentialStatus"]["statusListCredential"]
    method = credential["proof"]["verificationMethod"]

    assert get_json(client, credential["id"]) == credential
    assert get_json(client, f"{OLD}/issuers/{moved.issuer.slug}/did.json")["verificationMethod"][0]["id"] == method
    assert get_json(client, status)["id"] == status
    achievement = credential["credentialSubject"]["achievement"]
    assert get_json(client, achievement["id"])["id"] == achievement["id"]
    assert achievement["id"].startswith(OLD)


def test_the_page_of_a_badge_opens_under_both_names(moved: Award, client: Client) -> None:
    for host in ("old.example.org", "new.example.org"):
        response = client.get(f"/verify/{moved.uuid}/", headers={"host": host})
        assert Answer.VALID.value in response.content.decode()


def test_a_withdrawal_after_a_move_is_in_the_list_that_the_badge_names(moved: Award, client: Client) -> None:
    status = json.loads(bytes(moved.credential.document))["credentialStatus"]["statusListCredential"]
    before = get_json(client, status)

    actions.revoke(moved, reason="In error.", by=cast.dougal(), now=cast.NOW)

    after = get_json(client, status)
    assert (after["id"], after["issuer"]) == (before["id"], before["issuer"])
    assert after["credentialSubject"]["encodedList"] != before["credentialSubject"]["encodedList"]
    verdict = verification.verify_content(bytes(moved.credential.document), now=cast.NOW)
    assert verdict.answer is Answer.REVOKED


def test_a_badge_that_is_changed_after_a_move_keeps_its_issuer_and_the_old_address(
    moved: Award, client: Client
) -> None:
    changed = actions.hide_name(moved, by=cast.isla(), now=badge_factory.EARNED)

    credential = json.loads(bytes(changed.credential.document))
    keys = get_json(client, f"{OLD}/issuers/{moved.issuer.slug}/did.json")
    assert credential["id"].startswith(OLD)
    assert get_json(client, credential["id"]) == credential
    assert credential["issuer"]["id"] == keys["id"]
    assert credential["proof"]["verificationMethod"] in keys["assertionMethod"]
    assert verification.verify_content(changed.credential.jwt.encode(), now=badge_factory.EARNED).answer is Answer.VALID


def test_a_badge_earned_after_a_move_names_the_new_address(moved: Award, client: Client) -> None:
    later = badge_factory.signed(cast.callum())
    credential = json.loads(bytes(later.credential.document))

    assert credential["id"].startswith(NEW)
    assert "old.example.org" not in json.dumps(credential)
    assert get_json(client, credential["id"]) == credential
    assert get_json(client, f"{NEW}/issuers/{later.issuer.slug}/did.json")["id"] == later.issuer.identifier


def test_the_check_of_badges_finds_nothing_wrong_after_a_move(moved: Award) -> None:
    badge_factory.signed(cast.callum())
    printed = StringIO()

    call_command("checkbadges", stdout=printed)

    assert "2 badges checked, nothing wrong" in printed.getvalue()


def test_changing_the_address_says_what_the_operator_has_to_do(award: Award) -> None:
    printed = StringIO()

    call_command("address", "change", f"{NEW}/", stdout=printed)

    assert f"Set ETTLE_PUBLIC_URL={NEW}" in printed.getvalue()
    assert "for as long as old.example.org leads to this site" in printed.getvalue()
    listed = StringIO()
    call_command("address", stdout=listed)
    assert listed.getvalue().splitlines() == [f"The address of this site is {NEW}.", f"Before, it was {OLD}."]


def test_a_site_may_move_back(moved: Award) -> None:
    site_address.change_address(OLD, cast.NOW)

    assert site_address.known_addresses() == [OLD, NEW]
    assert SiteAddress.objects.current().count() == 1


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("learn", "is not an address such as"),
        (OLD, "already"),
        (f"{NEW}/x", "without a path"),
        ("http://a.example.org", "https"),
    ],
)
def test_what_is_no_new_address_is_refused(award: Award, new: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        site_address.change_address(new, cast.NOW)


def test_a_site_that_was_never_prepared_has_no_address_to_change() -> None:
    with pytest.raises(Refused, match="no address yet"):
        site_address.change_address(NEW, cast.NOW)
    with pytest.raises(CommandError, match="Say which address"):
        call_command("address", "change")


def test_a_trial_on_this_machine_moves_with_its_port(settings: Any) -> None:
    for url in (BARE, "http://localhost:8001", BARE):
        settings.PUBLIC_URL = url
        site_address.settle_address(cast.NOW)

    assert site_address.known_addresses() == [BARE, "http://localhost:8001"]
