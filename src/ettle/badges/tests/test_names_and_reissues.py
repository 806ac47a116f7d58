"""The name in a badge is the one that was signed; another name is another credential, after somebody has checked."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ettle.badges import actions, queries
from ettle.badges.award import reissue
from ettle.badges.credential import bitstring, recipients
from ettle.badges.models import Award, Cancellation, Credential, ReissueRequest
from ettle.badges.status import withdrawals
from ettle.badges.tests import badge_factory
from ettle.badges.types import EvidenceItem
from ettle.badges.verify import verification
from ettle.badges.verify.verdicts import Answer
from ettle.kit.models import AuditLine
from ettle.kit.refusal import Refused
from ettle.kit.values.written_text import normalise_line
from ettle.people.models import User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
NOW = badge_factory.EARNED
NEW_NAME = "Isla Macrae"


def read(credential: Credential) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(bytes(credential.document))
    return document


def identities(credential: Credential) -> dict[str, dict[str, Any]]:
    return {row["identityType"]: row for row in read(credential)["credentialSubject"]["identifier"]}


def fits(identity: dict[str, Any], value: str) -> bool:
    return bool(identity["identityHash"] == f"sha256${hashlib.sha256((value + identity['salt']).encode()).hexdigest()}")


def reloaded(award: Award) -> Award:
    return Award.objects.with_related().get(pk=award.pk)


def renamed(person: User) -> User:
    person.name = NEW_NAME
    person.save(update_fields=["name"])
    return person


def requested(award: Award) -> ReissueRequest:
    return actions.request_reissue(award, note="I married.", by=renamed(award.learner), now=NOW)


def test_the_name_and_address_at_the_award_are_signed_whatever_the_account_has_later(client: Client) -> None:
    award = badge_factory.awarded()
    old_address = award.learner.email
    User.objects.filter(pk=award.learner_id).update(name=NEW_NAME, email="isla.macrae@example.org")
    badge_factory.run_signing()
    award = reloaded(award)

    signed = identities(award.credential)
    assert (signed["name"]["hashed"], signed["name"]["identityHash"]) == (False, "Isla Reid")
    assert fits(signed["emailAddress"], old_address)
    page = client.get(reverse("badges:verified", args=[award.uuid])).content.decode()
    assert "Isla Reid" in page
    assert NEW_NAME not in page


def test_who_hid_their_name_before_has_its_hash_alone_in_the_badge(client: Client) -> None:
    actions.choose_hidden_name(cast.isla(), now=NOW)

    award = badge_factory.signed()

    assert fits(identities(award.credential)["name"], "Isla Reid")
    assert b"Isla" not in bytes(award.credential.document)
    assert "Isla" not in client.get(reverse("badges:verified", args=[award.uuid])).content.decode()
    actions.choose_shown_name(cast.isla(), now=NOW)
    later = actions.award(
        learner=cast.isla(), version=badge_factory.version(number="ET-901", slug="b"), by=None, now=NOW
    )
    assert later.issuances.get().is_name_shown


def test_hiding_the_name_later_replaces_the_badge_and_the_old_page_leads_to_the_new(client: Client) -> None:
    award = badge_factory.signed()
    old = award.credential

    award = actions.hide_name(award, by=cast.isla(), now=NOW)

    assert award.credential.replaces == old
    assert recipients.signed_name(read(award.credential)) == ""
    assert fits(identities(award.credential)["name"], "Isla Reid")
    page = client.get(reverse("badges:verified", args=[old.uuid])).content.decode()
    assert Answer.REPLACED.value in page
    assert "Isla" not in page
    assert reverse("badges:verified", args=[award.credential.uuid]) in page
    gone = client.get(reverse("badges:credential", args=[old.uuid]))
    assert (gone.status_code, gone["Link"]) == (410, f'<{award.credential.identifier}>; rel="successor-version"')
    assert actions.show_name(award, by=cast.isla(), now=NOW).is_name_shown


def test_the_old_credential_is_marked_in_the_list_and_the_new_one_is_not() -> None:
    old = badge_factory.signed().credential
    award = actions.hide_name(old.award, by=cast.isla(), now=NOW)
    new = award.credential
    new.status_list.refresh_from_db()

    encoded = read_list(new)
    assert bitstring.is_bit_set(encoded, old.status_index)
    assert not bitstring.is_bit_set(encoded, new.status_index)
    assert verification.verify_content(old.jwt.encode(), now=NOW).answer is Answer.REPLACED
    assert verification.verify_content(new.jwt.encode(), now=NOW).answer is Answer.VALID


def read_list(credential: Credential) -> str:
    return str(json.loads(bytes(credential.status_list.document))["credentialSubject"]["encodedList"])


def test_a_new_name_is_issued_after_a_lead_has_checked_it_and_once() -> None:
    award = badge_factory.signed()
    request = requested(award)
    assert reloaded(award).credential == award.credential
    assert list(queries.reissue_requests_for(cast.freya())) == [request]

    changed = actions.decide_reissue(request, accepted=True, answer="", by=cast.freya(), now=NOW)

    assert recipients.signed_name(read(changed.credential)) == NEW_NAME
    assert AuditLine.objects.filter(act="accepted a new name on a badge").exists()
    with pytest.raises(Refused, match="already decided"):
        actions.decide_reissue(request, accepted=True, answer="", by=cast.freya(), now=NOW)
    assert award.credentials.count() == 2
    with pytest.raises(Refused, match="same name"):
        actions.request_reissue(changed, note="", by=award.learner, now=NOW)


def test_who_may_decide_on_a_new_name() -> None:
    award = badge_factory.signed()
    request = requested(award)

    for person in (cast.isla(), cast.callum(), cast.bashir(), cast.morag(), cast.stranger(), cast.agnes()):
        assert list(queries.reissue_requests_for(person)) == []
        with pytest.raises(Refused, match="Only a lead"):
            actions.decide_reissue(request, accepted=True, answer="", by=person, now=NOW)
    assert queries.can_decide_reissue(cast.dougal(), award)
    with pytest.raises(Refused, match="Write why"):
        actions.decide_reissue(request, accepted=False, answer=" ", by=cast.dougal(), now=NOW)
    actions.decide_reissue(request, accepted=False, answer="Send a document.", by=cast.dougal(), now=NOW)
    assert award.credentials.count() == 1


def test_a_request_needs_another_name_and_waits_alone_until_it_is_taken_back() -> None:
    award = badge_factory.signed()
    with pytest.raises(Refused, match="same name"):
        actions.request_reissue(award, note="", by=award.learner, now=NOW)
    with pytest.raises(Refused, match="Only the person"):
        actions.request_reissue(award, note="", by=cast.callum(), now=NOW)
    request = requested(award)
    with pytest.raises(Refused, match="already"):
        actions.request_reissue(award, note="", by=award.learner, now=NOW)
    with pytest.raises(Refused, match="Only the person"):
        actions.cancel_reissue_request(request, by=cast.callum(), now=NOW)

    actions.cancel_reissue_request(request, by=award.learner, now=NOW)

    assert not ReissueRequest.objects.waiting().exists()
    assert actions.request_reissue(award, note="", by=award.learner, now=NOW)


def test_evidence_is_in_a_badge_only_when_its_holder_chose_it(client: Client) -> None:
    award = badge_factory.signed()
    assert "evidence" not in read(award.credential)
    chosen = [EvidenceItem("What I did", "I asked her first.\nShe “wanted” tea & 🍰.")]

    award = actions.publish_evidence(award, items=chosen, by=cast.isla(), now=NOW)

    assert read(award.credential)["evidence"] == [
        {"type": ["Evidence"], "name": "What I did", "narrative": chosen[0].narrative}
    ]
    assert verification.verify_content(award.credential.jwt.encode(), now=NOW).answer is Answer.VALID
    assert "I asked her first." in client.get(reverse("badges:verified", args=[award.public_number])).content.decode()
    again = actions.publish_evidence(award, items=chosen, by=cast.isla(), now=NOW)
    assert again.credential == award.credential
    assert "evidence" not in read(actions.publish_evidence(award, items=[], by=cast.isla(), now=NOW).credential)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([EvidenceItem("", "x")], "title and a text"),
        ([EvidenceItem("a", "x" * 5_001)], "5000 characters"),
        ([EvidenceItem("a", "x\x0by")], "hidden control characters"),
        ([EvidenceItem("a", "b")] * 11, "10 pieces"),
    ],
)
def test_evidence_that_cannot_be_signed_is_refused_at_its_field(items: list[EvidenceItem], words: str) -> None:
    award = badge_factory.signed()

    with pytest.raises(Refused, match=words) as refused:
        actions.publish_evidence(award, items=items, by=cast.isla(), now=NOW)
    assert refused.value.field == "evidence"
    with pytest.raises(Refused, match="Only the person"):
        actions.publish_evidence(award, items=[], by=cast.callum(), now=NOW)


def test_a_badge_is_not_changed_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reissue, "MOST_CREDENTIALS", 2)
    award = actions.hide_name(badge_factory.signed(), by=cast.isla(), now=NOW)

    with pytest.raises(Refused, match="too often"):
        actions.show_name(award, by=cast.isla(), now=NOW)


def test_a_fault_while_a_badge_is_replaced_leaves_the_old_one_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    award = badge_factory.signed()

    def full(*_: object) -> None:
        raise Refused("The disk is full")

    monkeypatch.setattr(withdrawals, "append_record", full)
    with pytest.raises(Refused, match="disk is full"):
        actions.hide_name(award, by=cast.isla(), now=NOW)

    assert Credential.objects.count() == 1
    assert not Cancellation.objects.exists()
    assert verification.verify_award(reloaded(award), now=NOW).answer is Answer.VALID


def test_a_name_is_signed_without_what_a_signature_does_not_bear() -> None:
    assert normalise_line(" Isla\x0b  Re\u0301id\n") == "Isla Réid"
