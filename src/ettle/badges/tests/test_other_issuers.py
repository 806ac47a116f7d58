"""Badges of issuers elsewhere: their keys, lists and hosted badges, as far as the operator lets them be fetched."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ettle.badges.credential import bitstring
from ettle.badges.credential.pictures import baked_image
from ettle.badges.definition import badge_artwork
from ettle.badges.keys import key_pairs
from ettle.badges.tests import badge_factory, foreign_badges
from ettle.badges.tests.foreign_badges import PRIVATE, Document
from ettle.badges.verify import verification
from ettle.badges.verify.documents import recipients
from ettle.badges.verify.documents.badge_parser import InvalidBadge
from ettle.badges.verify.documents.recipients import Match
from ettle.badges.verify.verdicts import Answer, Question, Result, Verdict
from ettle.kit.operations import guarded_client
from ettle.kit.operations.guarded_client import FetchedDocument, NotFetched, Refusal

pytestmark = pytest.mark.django_db
ISSUER, METHOD = "did:web:college.example", "did:web:college.example#key-1"
LIST = "https://college.example/status/1"
HOSTED = "https://college.example/assertions/1"
YES, NO, NOT_CHECKED = Result.YES, Result.NO, Result.NOT_CHECKED
Web = dict[str, Any]


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    """What other sites have, by address; an exception is raised."""
    pages: Web = {"https://college.example/.well-known/did.json": key_document()}

    def fetch(address: str, **_options: object) -> FetchedDocument:
        found = pages.get(address, NotFetched(Refusal.UNREACHABLE, "college.example"))
        if isinstance(found, NotFetched):
            raise found
        return FetchedDocument(address, json.dumps(found).encode(), "application/json")

    monkeypatch.setattr(guarded_client, "fetch", fetch)
    return pages


def key_document(private: Ed25519PrivateKey = PRIVATE, **changes: Any) -> Document:
    method = {
        "id": METHOD,
        "type": "Multikey",
        "controller": ISSUER,
        "publicKeyMultibase": key_pairs.encode_public_key(private.public_key()),
    }
    return {"id": ISSUER, "verificationMethod": [method], "assertionMethod": [METHOD], **changes}


def entry(index: int, purpose: str = "revocation") -> Document:
    return {
        "id": f"{LIST}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": LIST,
    }


def status_list(*withdrawn: int, **changes: Any) -> Document:
    document = {
        "@context": foreign_badges.CONTEXTS[:1],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": ISSUER,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bitstring.encode_bits(withdrawn, bitstring.MIN_SIZE),
        },
        **changes,
    }
    return foreign_badges.sign(document, PRIVATE, METHOD)


def badge(**changes: Any) -> Document:
    return foreign_badges.sign(foreign_badges.unsigned(ISSUER, credentialStatus=entry(7), **changes), PRIVATE, METHOD)


def verify(content: Document | str | bytes) -> Verdict:
    text = json.dumps(content) if isinstance(content, dict) else content
    return verification.verify_content(text.encode() if isinstance(text, str) else text, now=badge_factory.EARNED)


def result(verdict: Verdict, question: Question) -> Result:
    return verdict.result_of(question)


def test_without_fetching_a_badge_of_a_site_elsewhere_is_not_checked_and_the_page_says_why() -> None:
    verdict = verify(badge())

    assert verdict.answer is Answer.NOT_CHECKED
    assert result(verdict, Question.SIGNATURE) is result(verdict, Question.KEY) is NOT_CHECKED
    reasons = {check.question: str(check.reason) for check in verdict.checks}
    assert "this site fetches nothing" in reasons[Question.KEY]


def test_a_key_and_a_list_of_another_site_are_believed(web: Web) -> None:
    web[LIST] = status_list(3)

    verdict = verify(badge())

    assert verdict.answer is Answer.ISSUER_UNKNOWN
    assert {result(verdict, q) for q in (Question.SIGNATURE, Question.KEY, Question.STATUS)} == {YES}


def test_a_badge_on_its_issuers_list_is_withdrawn(web: Web) -> None:
    web[LIST] = status_list(7)

    assert verify(badge()).answer is Answer.REVOKED


@pytest.mark.parametrize(
    "change",
    [
        lambda: NotFetched(Refusal.TOO_SLOW, "college.example"),
        lambda: {**status_list(3), "validFrom": "2025-01-01T00:00:00Z"},  # changed after it was signed
        lambda: status_list(3, issuer="did:web:other.example"),
        lambda: status_list(3, validUntil="2026-02-01T00:00:00Z"),
        lambda: status_list(3, credentialSubject={"encodedList": "u"}),
    ],
    ids=["not there", "changed", "of another issuer", "out of date", "not a list"],
)
def test_a_list_that_cannot_be_believed_means_that_the_status_is_not_known(change: Callable[[], Any], web: Web) -> None:
    web[LIST] = change()

    verdict = verify(badge())

    assert (result(verdict, Question.SIGNATURE), result(verdict, Question.STATUS)) == (YES, NOT_CHECKED)
    assert verdict.answer is Answer.ISSUER_UNKNOWN


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (key_document(assertionMethod=[]), Answer.OTHER_KEY),
        (key_document(verificationMethod=[]), Answer.OTHER_KEY),
        (key_document(foreign_badges.OTHER), Answer.SIGNATURE_WRONG),
        (key_document(id="did:web:other.example"), Answer.NOT_CHECKED),
        ({"id": ISSUER, "assertionMethod": [{"id": METHOD, "controller": "did:web:other.example"}]}, Answer.OTHER_KEY),
        ({"id": ISSUER, "assertionMethod": [{"id": METHOD, "publicKeyJwk": {"kty": "RSA", "n": "AQ", "e": "Aw"}}]},
         Answer.NOT_CHECKED),
    ],
)  # fmt: skip
def test_a_key_is_believed_only_where_its_issuer_lists_it_for_badges(
    document: Document, expected: Answer, web: Web
) -> None:
    web["https://college.example/.well-known/did.json"] = document

    assert verify(badge()).answer is expected


def test_a_key_that_its_issuer_has_revoked_is_not_safe(web: Web) -> None:
    document = key_document()
    document["verificationMethod"][0]["revoked"] = "2026-06-01T00:00:00Z"
    web["https://college.example/.well-known/did.json"] = document

    assert verify(badge()).answer is Answer.KEY_UNSAFE


def token_of(document: Document, **claims: Any) -> str:
    private = generate_private_key(SECP256R1())
    issuer = f"did:key:{key_pairs.encode_public_key(private.public_key())}"
    unsigned = {**document, "issuer": {**document["issuer"], "id": issuer}}
    payload = {**unsigned, "iss": issuer, "sub": unsigned["credentialSubject"]["id"], "jti": unsigned["id"], **claims}
    return jwt.encode(payload, private, algorithm="ES256", headers={"kid": f"{issuer}#{issuer[8:]}"})


def test_a_token_of_another_issuer_is_verified() -> None:
    token = token_of(foreign_badges.unsigned())
    head, _body, signature = token.split(".")
    other = token_of(foreign_badges.unsigned(name="Another")).split(".")[1]

    assert verify(token).answer is Answer.ISSUER_UNKNOWN
    assert result(verify(token), Question.SIGNATURE) is YES
    assert verify(token_of(foreign_badges.unsigned(), sub="someone else")).answer is Answer.MALFORMED
    assert verify(f"{head}.{other}.{signature}").answer is not Answer.ISSUER_UNKNOWN


ASSERTION: Document = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": HOSTED,
    "recipient": {"type": "email", "hashed": False, "identity": "isla@example.org"},
    "badge": "https://college.example/badge/1",
    "verification": {"type": "HostedBadge"},
    "issuedOn": "2026-01-01T00:00:00Z",
}
VERSION_2: Web = {
    HOSTED: ASSERTION,
    "https://college.example/badge/1": {"type": "BadgeClass", "issuer": "https://college.example/issuer"},
    "https://college.example/issuer": {"id": "https://college.example/issuer", "type": "Issuer", "name": "A college"},
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Answer.ISSUER_UNKNOWN),
        ({HOSTED: {**ASSERTION, "issuedOn": "2025-01-01T00:00:00Z"}}, Answer.DIFFERENT),
        ({HOSTED: {**ASSERTION, "revoked": True}}, Answer.REVOKED),
        ({HOSTED: NotFetched(Refusal.GONE, "college.example")}, Answer.REVOKED),
        ({HOSTED: NotFetched(Refusal.UNREACHABLE, "college.example")}, Answer.NOT_CHECKED),
        ({"https://college.example/badge/1": {"issuer": "https://other.example/issuer"},
          "https://other.example/issuer": {"id": "https://other.example/issuer"}}, Answer.DIFFERENT),
        ({"https://college.example/issuer": NotFetched(Refusal.TOO_SLOW, "college.example")}, Answer.NOT_CHECKED),
    ],
)  # fmt: skip
def test_a_hosted_badge_of_version_2_is_compared_with_its_issuers_site(change: Web, expected: Answer, web: Web) -> None:
    web |= VERSION_2 | change

    assert verify(ASSERTION).answer is expected


def test_a_hosted_badge_is_not_checked_where_nothing_is_fetched() -> None:
    verdict = verify(ASSERTION)

    assert verdict.answer is Answer.NOT_CHECKED
    assert "this site fetches nothing" in str(verdict.why)


def png_with(keyword: bytes, text: bytes) -> bytes:
    """A picture with a chunk of text as other issuers write it: compressed."""
    data = keyword + b"\0\1\0\0\0" + zlib.compress(text)
    chunk = struct.pack(">I", len(data)) + b"iTXt" + data + struct.pack(">I", zlib.crc32(b"iTXt" + data))
    picture = badge_artwork.draw_png("ET-101")
    return picture[:-12] + chunk + picture[-12:]


def svg_with(element: str) -> bytes:
    start = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
    return f'{start}<svg xmlns="http://www.w3.org/2000/svg">{element}<path d="M0 0"/></svg>'.encode()


def test_pictures_of_any_issuer_give_their_badge() -> None:
    text = json.dumps(foreign_badges.sign(foreign_badges.unsigned()))
    token = token_of(foreign_badges.unsigned())
    space = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
    pictures = [
        baked_image.bake_credential(badge_artwork.draw_png("ET-101"), text),
        png_with(b"openbadgecredential", text.encode()),
        svg_with(f"<openbadges:credential {space}><![CDATA[{text}]]></openbadges:credential>"),
        svg_with(f'<openbadges:credential {space} verify="{token}"/>'),
    ]

    assert [result(verify(picture), Question.SIGNATURE) for picture in pictures] == [YES] * 4
    older = svg_with('<o:assertion xmlns:o="http://openbadges.org" verify="x"/>').replace(
        b'verify="x"/>', f"><![CDATA[{json.dumps(ASSERTION)}]]></o:assertion>".encode()
    )
    for picture in (png_with(b"openbadges", json.dumps(ASSERTION).encode()), older):
        assert result(verify(picture), Question.HOSTED) is NOT_CHECKED


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (svg_with(""), "no badge inside"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>', "cannot be read"),
        (b"<svg", "cannot be read"),
        (png_with(b"openbadges", b" " * 600_000), "larger than a badge"),
        (png_with(b"openbadges", b"\xff"), "cannot be read"),
        (svg_with('<c xmlns="https://purl.imsglobal.org/ob/v3p0"/>'), "no badge inside"),
        (b"<svg>" + b" " * 1_000_000, "larger than a badge"),
    ],
)
def test_a_picture_that_cannot_be_read_is_explained(picture: bytes, words: str) -> None:
    with pytest.raises(InvalidBadge, match=words):
        verify(picture)


@pytest.mark.parametrize(
    ("identifier", "typed", "match"),
    [
        ({"identityHash": "isla@example.org", "hashed": False}, "Isla@example.org", Match.SAME),
        ({"identityHash": "md5$4b2d6cf0f7ed0a4a2d1b1d5c1d0a8b6e", "hashed": True}, "isla@example.org", Match.OTHER),
        ({"identityHash": "sha1$00", "hashed": True}, "isla@example.org", Match.NOT_STATED),
        ({"identityHash": "sha256$é", "hashed": True, "salt": "s"}, "isla@example.org", Match.OTHER),
        ({}, "isla@example.org", Match.NOT_STATED),
        ("isla@example.org", "isla@example.org", Match.NOT_STATED),
    ],
)
def test_what_a_badge_says_of_its_holder_is_compared_in_every_form(identifier: Any, typed: str, match: Match) -> None:
    document = foreign_badges.unsigned()
    document["credentialSubject"]["identifier"] = [identifier]

    assert recipients.compare(document, typed) is match


def test_a_weak_hash_is_called_weak() -> None:
    import hashlib

    digest = hashlib.new("md5", b"isla@example.orgsalt", usedforsecurity=False).hexdigest()
    recipient = {"type": "email", "hashed": True, "salt": "salt", "identity": f"md5${digest}"}

    assert recipients.compare({"recipient": recipient}, "isla@example.org") is Match.SAME_BY_WEAK_HASH
