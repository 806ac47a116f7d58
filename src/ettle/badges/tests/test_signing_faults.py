"""What must never be signed, and what must never pass for signed."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pytest_django import Settings

from ettle.badges import actions
from ettle.badges.award import signing
from ettle.badges.credential import (
    badge_documents,
    bitstring,
    canonicalisation,
    jsonld_contexts,
    proofs,
    signing_log,
    timestamps,
)
from ettle.badges.credential.form import lint
from ettle.badges.credential.pictures import baked_image
from ettle.badges.definition import badge_artwork
from ettle.badges.keys import key_encryption, key_pairs, multibase
from ettle.badges.models import Award, SigningKey, SigningLogLine
from ettle.badges.tests import badge_factory
from ettle.kit.tasks import task_queue
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
Document = dict[str, Any]


def unsigned_document(award: Award) -> Document:
    signed: Document = json.loads(bytes(award.credential.document))
    return {name: value for name, value in signed.items() if name != "proof"}


def own_private_key() -> EllipticCurvePrivateKey:
    return generate_private_key(SECP256R1())


# lint: each mistake by its name


def set_subject(document: Document, **changes: object) -> None:
    document["credentialSubject"] |= changes


FAULTS: list[tuple[Callable[[Document], object], str]] = [
    (lambda d: d.update({"@context": [jsonld_contexts.CREDENTIALS]}), "the contexts must be VC 2.0"),
    (lambda d: d.update(type=["VerifiableCredential"]), "the types must be VerifiableCredential"),
    (lambda d: d.update(expires="never"), "expires does not belong in a badge"),
    (lambda d: d.pop("name"), "name is missing"),
    (lambda d: d.update(validUntil=d["validFrom"]), "it would end before it begins"),
    (lambda d: d.update(validFrom=20261012), "A date must be text"),
    (lambda d: d.update(validUntil="2027-10-12T14:30:00"), "A date needs its zone"),
    (lambda d: d.update(credentialStatus=[d["credentialStatus"]]), "it needs exactly one status"),
    (lambda d: d["credentialStatus"].update(type="StatusList2021Entry"), "it needs exactly one status"),
    (lambda d: d["credentialStatus"].update(statusListIndex=7), "the status index must be a number inside the list"),
    (lambda d: d["credentialStatus"].update(statusListIndex="-1"), "the status index must be a number inside the list"),
    (
        lambda d: d["credentialStatus"].update(statusListIndex=str(bitstring.MIN_SIZE)),
        "the status index must be a number inside the list",
    ),
    (lambda d: d["credentialStatus"].update(id="https://a.example/1"), "the status must be named by its list"),
    (lambda d: d.update(name="Asking\tfirst"), "name: "),
    (lambda d: set_subject(d, id="isla@example.org"), "the holder needs an id"),
    (lambda d: d["credentialSubject"]["identifier"][0].update(hashed=False), "only as a salted hash"),
    (lambda d: d["credentialSubject"]["identifier"][0].update(salt=""), "only as a salted hash"),
    (
        lambda d: d["credentialSubject"]["identifier"][0].update(identityHash="isla@example.org"),
        "only as a salted hash",
    ),
    (lambda d: d["issuer"].pop("id"), "the issuer needs an id"),
    (lambda d: set_subject(d, favouriteColour="blue"), "does not give the same document back"),
]


@pytest.mark.parametrize(("spoil", "fault"), FAULTS)
def test_a_document_with_a_mistake_is_not_signed_and_the_mistake_is_named(
    spoil: Callable[[Document], object], fault: str
) -> None:
    document = unsigned_document(badge_factory.signed())
    lint.check_credential(document)

    spoil(document)

    with pytest.raises(lint.UnsignableDocument, match=fault):
        lint.check_credential(document)


def test_a_document_that_two_readers_read_differently_is_not_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    document = unsigned_document(badge_factory.signed())
    lint.forget_shapes()
    monkeypatch.setattr(canonicalisation, "canonical_nquads_by_pyld", lambda _: b"something else")

    with pytest.raises(lint.UnsignableDocument, match="two readers of the document do not agree"):
        lint.check_credential(document)


# the two signatures


@pytest.mark.parametrize(
    "spoil",
    [
        lambda signed: signed.update(name="Another"),
        lambda signed: signed["proof"].update(created="2026-10-13T00:00:00Z"),
        lambda signed: signed["proof"].pop("proofValue"),
        lambda signed: signed["proof"].update(proofValue="u123"),
        lambda signed: signed["proof"].update(proofValue="z0OIl"),
        lambda signed: signed["proof"].update(proofValue="z111"),
    ],
)
def test_a_changed_proof_is_not_valid(spoil: Callable[[Document], object]) -> None:
    award = badge_factory.signed()
    public = key_pairs.unseal_ed25519(award.credential.key).public_key()
    signed: Document = json.loads(bytes(award.credential.document))
    assert proofs.is_signed_by(signed, public)
    assert not proofs.is_signed_by(signed, Ed25519PrivateKey.generate().public_key())

    spoil(signed)

    assert not proofs.is_signed_by(signed, public)


def test_a_token_says_the_same_as_its_document_also_when_it_ends() -> None:
    private, document = own_private_key(), unsigned_document(badge_factory.signed())
    document["validUntil"] = "2029-10-12T14:30:00Z"

    token = proofs.sign_token(document, private, method="https://a.example/key")

    assert proofs.read_token(token, private.public_key()) == document
    assert proofs.read_token(token, own_private_key().public_key()) is None
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["exp"] - claims["nbf"] == (datetime(2029, 10, 12) - datetime(2026, 10, 12)).total_seconds()  # noqa: DTZ001


@pytest.mark.parametrize("claim", [{"sub": "urn:uuid:1"}, {"exp": 4_000_000_000}, {"issuer": {}}, {"validFrom": 1}])
def test_a_token_whose_claims_differ_from_its_document_is_not_valid(claim: Document) -> None:
    private, document = own_private_key(), unsigned_document(badge_factory.signed())
    claims = jwt.decode(proofs.sign_token(document, private, method="key"), options={"verify_signature": False})

    token = jwt.encode(claims | claim, private, algorithm=proofs.TOKEN_ALGORITHM)

    assert proofs.read_token(token, private.public_key()) is None


@pytest.mark.parametrize(("reader", "fault"), [("is_signed_by", "The proof"), ("read_token", "The token")])
def test_what_does_not_verify_is_not_issued(reader: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    award = badge_factory.awarded()

    with monkeypatch.context() as patched:
        patched.setattr(proofs, reader, lambda *_: None)
        with pytest.raises(signing.SignatureInvalid, match=f"{fault} does not verify"):
            signing.issue_credential(str(award.uuid), now=badge_factory.EARNED)

    assert not SigningLogLine.objects.exists()
    task_queue.run_due()
    assert Award.objects.get(pk=award.pk).credential


# what a badge says


def test_a_badge_for_some_months_names_its_end() -> None:
    version = badge_factory.version(valid_for_months=24, alignments=())
    award = actions.award(learner=cast.isla(), version=version, by=None, now=badge_factory.EARNED)
    task_queue.run_due()

    document = unsigned_document(Award.objects.with_related().get(pk=award.pk))

    assert document["validUntil"] == "2028-10-12T14:30:00Z"
    assert "alignment" not in document["credentialSubject"]["achievement"]


def test_an_issuer_with_an_address_names_it_and_a_compromised_key_is_revoked() -> None:
    award = badge_factory.signed()
    issuer = award.issuer
    assert "email" not in badge_documents.issuer_profile(issuer)
    issuer.email = "badges@example.org"
    assert badge_documents.issuer_profile(issuer)["email"] == "badges@example.org"
    SigningKey.objects.filter(kind=SigningKey.Kind.P256).update(compromised_at=badge_factory.EARNED)

    methods = {
        method["type"]: method.get("revoked")
        for method in (
            badge_documents._verification_method(issuer, key) for key in SigningKey.objects.filter(issuer=issuer)
        )
    }

    assert methods == {"JsonWebKey": "2026-10-12T14:30:00Z", "Multikey": None}


# pictures, lists and contexts


def build_picture(*chunks: bytes) -> bytes:
    parts = [baked_image._build_chunk(b"iTXt", baked_image.KEYWORD + chunk) for chunk in chunks]
    return b"".join([baked_image.SIGNATURE, *parts, baked_image._build_chunk(b"IEND", b"")])


@pytest.mark.parametrize(
    ("chunks", "fault"),
    [
        ([b"\0\0\0\0\0one", b"\0\0\0\0\0two"], "more than one badge"),
        ([b"\0\1\0\0\0packed"], "compressed in a way"),
        ([b"\0\0\0too-few-parts"], "compressed in a way"),
        ([b"\0\0\0\0\0\xff\xfe"], "is not text"),
    ],
)
def test_a_picture_with_a_wrong_badge_is_refused(chunks: list[bytes], fault: str) -> None:
    with pytest.raises(baked_image.InvalidPng, match=fault):
        baked_image.extract_credential(build_picture(*chunks))


def test_a_picture_over_the_limit_is_refused() -> None:
    picture = badge_artwork.draw_png("ET-101")

    with pytest.raises(baked_image.InvalidPng, match="at most 5 MB"):
        baked_image.extract_credential(picture + b"\0" * baked_image.MAX_BYTES)


@pytest.mark.parametrize("index", [-1, 8])
def test_an_index_outside_the_list_cannot_be_set(index: int) -> None:
    with pytest.raises(ValueError, match="outside the list"):
        bitstring.encode_bits([index], 8)


def test_a_status_list_that_unpacks_to_too_much_is_refused() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    packed = packer.compress(bytes(bitstring.MAX_BYTES + 1)) + packer.flush()

    with pytest.raises(ValueError, match="too large"):
        bitstring.is_bit_set("u" + base64.urlsafe_b64encode(packed).decode().rstrip("="), 0)


def test_a_context_that_is_gone_or_changed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    load = jsonld_contexts.load_context.__wrapped__
    monkeypatch.setattr(
        jsonld_contexts,
        "_FILES",
        {"https://a.example/gone": ("gone.json", ""), jsonld_contexts.CREDENTIALS: (
            jsonld_contexts._FILES[jsonld_contexts.CREDENTIALS][0], "another hash",
        )},
    )  # fmt: skip

    with pytest.raises(jsonld_contexts.UnknownContext, match=r"has no gone\.json"):
        load("https://a.example/gone")
    with pytest.raises(jsonld_contexts.UnknownContext, match="is not the file that was pinned"):
        load(jsonld_contexts.CREDENTIALS)


def test_a_time_without_its_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="needs its zone"):
        timestamps.format_timestamp(badge_factory.EARNED.replace(tzinfo=None))


# the log


def test_a_log_with_a_changed_or_missing_line_says_which() -> None:
    award = badge_factory.signed()
    lines = SigningLogLine.objects.filter(issuer=award.issuer).order_by("position")
    assert list(signing_log.find_log_faults(award.issuer)) == []
    for position in (2, 3):
        signing_log.record_signature(b"%d" % position, award.credential.key, badge_factory.EARNED)
    total = lines.count()

    lines.filter(position=total - 1).update(signed_sha256="0" * 64)
    assert list(signing_log.find_log_faults(award.issuer)) == [
        f"{award.issuer.name}: line {total - 1} of the signing log was changed"
    ]

    lines.filter(position=total - 1)._raw_delete(lines.db)
    assert list(signing_log.find_log_faults(award.issuer)) == [
        f"{award.issuer.name}: line {total - 1} of the signing log is missing",
        f"{award.issuer.name}: line {total} of the signing log was changed",
    ]


# keys


def test_a_key_is_used_only_for_its_own_kind_of_signature() -> None:
    badge_factory.signed()
    edwards = SigningKey.objects.get(kind=SigningKey.Kind.ED25519)
    curve = SigningKey.objects.get(kind=SigningKey.Kind.P256)

    for use, key, fault in (
        (key_pairs.unseal_ed25519, curve, "Not an Ed25519 key"),
        (key_pairs.unseal_p256, edwards, "Not a P-256 key"),
        (key_pairs.public_jwk, edwards, "Not a P-256 key"),
    ):
        with pytest.raises(TypeError, match=fault):
            use(key)


def test_another_kind_of_public_key_or_text_is_refused() -> None:
    with pytest.raises(ValueError, match="not used for badges"):
        key_pairs.decode_public_key(multibase.encode_multibase(b"\xe7\x01" + b"x" * 33))
    for text in ("u123", "z" * (multibase.MAX_LENGTH + 1)):
        with pytest.raises(ValueError, match="Not a base58btc text"):
            multibase.decode_multibase(text)


def test_sealed_keys_of_an_unknown_form_or_without_a_good_sealing_key_stay_sealed(
    settings: Settings, tmp_path: Path
) -> None:
    sealed = key_encryption.seal_secret(b"secret", belongs_to="row")
    with pytest.raises(key_encryption.CannotUnseal, match="does not know"):
        key_encryption.unseal_secret(b"\x02" + sealed[1:], belongs_to="row")
    for wrong in ("abc", "é", "c2hvcnQ="):
        settings.SEALING_KEY = wrong
        with pytest.raises(key_encryption.CannotUnseal, match="must be 32 bytes"):
            key_encryption.unseal_secret(sealed, belongs_to="row")
    settings.SEALING_KEY, settings.SEALING_KEY_FILE = "", tmp_path / "sealing.key"
    with pytest.raises(key_encryption.CannotUnseal, match="There is no sealing key"):
        key_encryption.unseal_secret(sealed, belongs_to="row")


def test_of_two_processes_that_make_the_sealing_key_one_does(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SEALING_KEY, settings.SEALING_KEY_FILE = "", tmp_path / "keys" / "sealing.key"
    assert key_encryption.make_sealing_key_file()
    made = settings.SEALING_KEY_FILE.read_text()
    monkeypatch.setattr(Path, "exists", lambda _: False)  # the other process was quicker than this one's look

    assert not key_encryption.make_sealing_key_file()
    assert settings.SEALING_KEY_FILE.read_text() == made
