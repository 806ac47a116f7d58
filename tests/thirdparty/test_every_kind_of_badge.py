"""Other people's verifiers accept every kind of badge that we issue, and refuse each that may not be relied on."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from ettle.badges import actions
from ettle.badges.award import signed_endorsements
from ettle.badges.credential import badge_documents, proofs
from ettle.badges.credential.pictures import svg_image
from ettle.badges.keys import key_pairs
from ettle.badges.models import Award, Issuer
from ettle.badges.tests import badge_factory
from ettle.badges.types import EndorsementStatement, EvidenceItem
from ettle.badges.verify import verification
from ettle.badges.verify.verdicts import Answer, Question, Result
from ettle.people.tests import cast
from tests.thirdparty.conftest import PUBLIC_URL, issuer_document, served
from tests.thirdparty.test_third_parties import ask_node_rounds, public_jwks

pytestmark = [pytest.mark.thirdparty, pytest.mark.django_db]
Document = dict[str, Any]
WORDS = "She asked “first”,\nand the plan changed. 🌱"
EVIDENCE = EvidenceItem("What I did", "I asked her first. It’s “better” 🌱")
SOMEONE_ELSE = "urn:uuid:00000000-0000-4000-8000-000000000000"


@pytest.fixture
def award(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[Award]:
    """A badge as it was awarded, with an endorsement that comes into each credential that is signed later."""
    said = EndorsementStatement(
        UUID(int=7), "Ruth Bell", "Manager", "Line manager", WORDS, answered_at=badge_factory.EARNED
    )
    settings.WITHDRAWALS_FILE = tmp_path / "withdrawn.jsonl"
    with override_settings(PUBLIC_URL=PUBLIC_URL):
        signed = badge_factory.signed()
        monkeypatch.setattr(signed_endorsements, "statements_of", lambda _: [said])
        yield signed


def publish_evidence(award: Award) -> Award:
    return actions.publish_evidence(award, items=[EVIDENCE], by=cast.isla(), now=timezone.now())


def read(award: Award) -> Document:
    document: Document = json.loads(bytes(award.credential.document))
    return document


def all_served(award: Award) -> dict[str, Document]:
    """What a verifier may look up: also the keys of the site itself, which signs endorsements."""
    found = served(award)
    for issuer in Issuer.objects.all():
        shown = badge_documents.build_issuer_keys(issuer, issuer.keys.order_by("pk"))
        found[shown["id"]] = shown
        for method in shown["verificationMethod"]:
            found[method["id"]] = {"@context": "https://w3id.org/security/multikey/v1", **method}
    return found


@dataclass
class Moment:
    """What there is of a badge at one time, and what may be looked up then."""

    newest: Award
    badges: dict[str, Document]
    token: str
    documents: dict[str, Document]

    def question(self) -> Document:
        """For the Node verifiers."""
        tokens, keys = {"token": self.token}, public_jwks(self.newest)
        return {"documents": self.documents, "credentials": self.badges, "tokens": tokens, "keys": keys}

    def openbadgeslib_accepts(self, badge: Document, recipient: str | None = None) -> bool:
        from openbadgeslib.errors import LibOpenBadgesException
        from openbadgeslib.ob3.ldp import OB3LdpVerifier

        looking: Any = {"check_status": True, "verify_status_list": False, "download": self.download}
        try:
            OB3LdpVerifier.for_issuer_did(self.newest.issuer.identifier).verify(badge, recipient, **looking)
        except LibOpenBadgesException:
            return False
        return True

    def openbadgeslib_accepts_token(self, recipient: str) -> bool:
        from openbadgeslib.errors import LibOpenBadgesException
        from openbadgeslib.ob3.verifier import OB3Verifier

        verifier = OB3Verifier.for_issuer_did(self.newest.issuer.identifier, download=self.download)
        try:
            verifier.verify(self.token, recipient)
        except LibOpenBadgesException:
            return False
        return True

    def download(self, url: str, *_: object, **__: object) -> bytes:
        keys = {"https://learn.example.org/issuers/rowan-house/did.json": issuer_document(self.newest)}
        return json.dumps({**self.documents, **keys}[url]).encode()


def look(newest: Award, badges: dict[str, Document]) -> Moment:
    return Moment(newest, copy.deepcopy(badges), newest.credential.jwt, all_served(newest))


def lead_a_long_life(award: Award) -> Iterator[tuple[Moment, dict[str, str]]]:
    """Each moment of a badge with its last two credentials, and what our own page says of them."""
    badges, now = {"awarded": read(award)}, timezone.now()
    yield look(award, badges), {"awarded": "VALID"}

    def replaced_by(newest: Award, name: str, before: str = "REPLACED") -> tuple[Moment, dict[str, str]]:
        badges[name] = read(newest)
        last = dict(list(badges.items())[-2:])
        return look(newest, last), dict(zip(last, (before, "VALID"), strict=True))

    award = publish_evidence(award)
    yield replaced_by(award, "with evidence and an endorsement")
    award = actions.hide_name(award, by=cast.isla(), now=now)
    yield replaced_by(award, "name hidden")
    isla = cast.isla()
    isla.name = "Isla Macrae"
    isla.save()
    award = actions.show_name(award, by=isla, now=now)
    request = actions.request_reissue(award, note="I married.", by=isla, now=now)
    award = actions.decide_reissue(request, accepted=True, answer="", by=cast.dougal(), now=now)
    yield replaced_by(award, "new name")
    actions.suspend(award, reason="We look into a report.", by=cast.dougal(), now=now)
    yield look(award, {"new name": badges["new name"]}), {"new name": "SUSPENDED"}
    award = actions.lift(award, reason="Nothing was found.", by=cast.dougal(), now=now)
    yield replaced_by(award, "suspension lifted", "SUSPENDED")
    actions.revoke(award, reason="The work was copied.", by=cast.dougal(), now=now)
    over = {**dict.fromkeys(badges, "REPLACED"), "new name": "SUSPENDED", "suspension lifted": "REVOKED"}
    yield look(award, badges), over


def test_verifiers_accept_the_newest_credential_at_each_moment_and_refuse_those_before(
    award: Award, verifiers: Path, schema: Document
) -> None:
    moments, python, counted = [], [], []
    for moment, said in lead_a_long_life(award):
        ours = {
            name: verification.verify_content(json.dumps(badge).encode(), now=timezone.now()).answer.name
            for name, badge in moment.badges.items()
        }
        assert ours == said
        moments.append(moment)
        python.append({name for name, badge in moment.badges.items() if moment.openbadgeslib_accepts(badge)})
        counted.append({name for name, answer in said.items() if answer == "VALID"})
        for name in counted[-1]:
            badge = moment.badges[name]
            holder = badge["credentialSubject"]["id"]
            jsonschema.Draft201909Validator(schema).validate(badge)
            assert not moment.openbadgeslib_accepts(badge, SOMEONE_ELSE), name
            assert moment.openbadgeslib_accepts_token(holder), name
            assert not moment.openbadgeslib_accepts_token(SOMEONE_ELSE), name

    node = ask_node_rounds(verifiers, [moment.question() for moment in moments])

    assert [{name for name, answer in told["credentials"].items() if answer["verified"]} for told in node] == counted
    assert python == counted
    assert all(told["tokens"]["token"]["verified"] for told in node)
    assert [len(names) for names in counted] == [1, 1, 1, 1, 0, 1, 0]
    identities = [badge["credentialSubject"]["identifier"][1] for badge in moments[-1].badges.values()]
    shown = ["" if identity["hashed"] else identity["identityHash"] for identity in identities]
    assert shown == ["Isla Reid", "Isla Reid", "", "Isla Macrae", "Isla Macrae"]


def sign_again(award: Award, badge: Document, **changes: str) -> Document:
    """A badge with other dates, signed by its issuer as it is."""
    unsigned = {name: value for name, value in badge.items() if name != "proof"} | changes
    key = award.credential.key
    private = key_pairs.unseal_ed25519(key)
    return proofs.sign_document(unsigned, private, method=key.identifier, now=badge_factory.EARNED)


def altered(badge: Document) -> dict[str, Document]:
    """Copies that nobody may believe, each for one reason."""

    def change(*path: Any, value: Any) -> Document:
        copied: Any = copy.deepcopy(badge)
        place = copied
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] = value
        return dict(copied)

    subject, private = "credentialSubject", Ed25519PrivateKey.generate()
    unsigned = {name: value for name, value in badge.items() if name != "proof"}
    method = badge["proof"]["verificationMethod"]
    moved = change("endorsement", 0, subject, "credentialStatus", value=badge["credentialStatus"])
    moved["endorsement"][0][subject] |= {"id": badge["id"], "type": ["EndorsementSubject", *badge["type"]]}
    del moved["credentialStatus"]
    return {
        "name of the holder": change(subject, "identifier", 1, "identityHash", value="Somebody Else"),
        "address of the holder": change(subject, "identifier", 0, "salt", value="0" * 32),
        "holder": change(subject, "id", value=SOMEONE_ELSE),
        "evidence": change("evidence", 0, "narrative", value="Another account."),
        "no evidence": {name: value for name, value in badge.items() if name != "evidence"},
        "endorsement": change("endorsement", 0, subject, "endorsementComment", value="The best."),
        "endorser": change("endorsement", 0, "description", value="The minister said this."),
        "status in another place": moved,
        "result": change(subject, "result", 0, "status", value="Failed"),
        "criteria": change(subject, "achievement", "criteria", "narrative", value="Nothing."),
        "context": change("@context", 1, value="https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"),
        "unknown context": change("@context", 1, value="https://elsewhere.example/context.json"),
        "issuer": change("issuer", "id", value="did:web:elsewhere.example"),
        "expiry": change("validUntil", value="2099-01-01T00:00:00Z"),
        "signed by a stranger": proofs.sign_document(unsigned, private, method=method, now=badge_factory.EARNED),
    }


def test_verifiers_accept_a_full_badge_and_its_endorsement_and_refuse_altered_copies(
    award: Award, verifiers: Path
) -> None:
    full = publish_evidence(award)
    badge, now = read(full), timezone.now()
    wrong = altered(badge) | {
        "expired": sign_again(full, badge, validUntil="2026-10-13T00:00:00Z"),
        "not yet valid": sign_again(full, badge, validFrom="2099-01-01T00:00:00Z"),
    }
    endorsement = badge["endorsement"][0]

    (node,) = ask_node_rounds(
        verifiers, [look(full, {"as signed": badge, "endorsement": endorsement, **wrong}).question()]
    )

    told = {name: answer["verified"] for name, answer in node["credentials"].items()}
    assert told == {"as signed": True, "endorsement": True, **dict.fromkeys(wrong, False)}
    moment = look(full, {})
    assert moment.openbadgeslib_accepts(badge)
    assert [name for name, copied in wrong.items() if moment.openbadgeslib_accepts(copied)] == []
    ours = verification.verify_content(json.dumps(badge).encode(), now=now)
    said = ours.endorsements[0]
    assert (ours.answer, said.comment) == (Answer.VALID, WORDS)
    # It names no list of what was withdrawn: it is signed anew in another credential when it changes.
    assert [check.question for check in said.verdict.checks if check.result is not Result.YES] == [Question.STATUS]
    for name, copied in wrong.items():
        assert verification.verify_content(json.dumps(copied).encode(), now=now).answer is not Answer.VALID, name


def test_openbadgeslib_takes_the_whole_badge_out_of_both_pictures(award: Award, client: Client) -> None:
    from openbadgeslib.ob3.verifier import OB3Verifier

    full = publish_evidence(award)
    png, svg = (
        client.get(reverse(f"badges:credential_{kind}", args=[full.public_number])).content for kind in ("png", "svg")
    )

    taken = [OB3Verifier.extract_token_from_png(png), OB3Verifier.extract_token_from_svg(svg)]

    assert taken == [bytes(full.credential.document).decode()] * 2
    assert look(full, {}).openbadgeslib_accepts(json.loads(taken[1]))
    again = svg_image.bake_credential(svg.decode(), '{"a": "]]>"}')
    assert OB3Verifier.extract_token_from_svg(again) == '{"a": "]]>"}'
    assert [verification.verify_content(picture, now=timezone.now()).answer for picture in (png, svg)] == [
        Answer.VALID,
        Answer.VALID,
    ]


@pytest.mark.parametrize("drawing", ["<svg", "<html/>", '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://x"/>'])
def test_a_drawing_that_is_none_is_refused(drawing: str) -> None:
    with pytest.raises(svg_image.InvalidSvg):
        svg_image.bake_credential(drawing, "{}")
