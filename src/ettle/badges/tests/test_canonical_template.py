"""The canonical form that is filled in is, byte for byte, the one that a whole RDFC-1.0 library makes."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ettle.badges.credential import canonicalisation, jsonld_contexts
from ettle.badges.credential.form import canonical_template, document_shape, lint
from ettle.badges.credential.form.canonical_template import canonical_badge, canonical_proof, compile_shape
from ettle.badges.tests import badge_factory

Document = dict[str, Any]
STATUS_LIST = "https://learn.example.org/status/1"
BADGE: Document = {
    "@context": [jsonld_contexts.CREDENTIALS, jsonld_contexts.OPEN_BADGES],
    "id": "urn:uuid:11111111-1111-4111-8111-111111111111",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Asking first",
    "issuer": {"id": "did:web:learn.example.org", "type": ["Profile"], "name": "Learn"},
    "validFrom": "2026-10-12T14:30:00Z",
    "credentialSubject": {
        "id": "urn:uuid:22222222-2222-4222-8222-222222222222",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject", "hashed": True, "identityHash": f"sha256${'a' * 64}",
                "identityType": "emailAddress", "salt": "b" * 32,
            },
            {"type": "IdentityObject", "hashed": False, "identityHash": "Isla Reid", "identityType": "name"},
        ],
        "achievement": {
            "id": "https://learn.example.org/achievements/1", "type": ["Achievement"], "name": "Asking first",
            "description": "You ask before you decide.", "criteria": {"narrative": "1. Ask \"why\"\\n2. Listen"},
            "alignment": [
                {"type": ["Alignment"], "targetName": name, "targetUrl": f"https://learn.example.org/items/{name}"}
                for name in ("Honesty", "Care")
            ],
        },
    },
    "credentialStatus": {
        "id": f"{STATUS_LIST}#7", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
        "statusListIndex": "7", "statusListCredential": STATUS_LIST,
    },
}  # fmt: skip
TEXT = st.text(max_size=30)
IRI = st.one_of(st.uuids().map("urn:uuid:{}".format), st.just("https://a.example/é"), st.just("not an address"), TEXT)
TIME = st.one_of(st.datetimes().map(lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ")), TEXT)
HASH = st.one_of(st.binary(min_size=32, max_size=32).map(lambda value: f"sha256${value.hex()}"), TEXT)


def changed(change: Callable[[Document], object]) -> Document:
    document = copy.deepcopy(BADGE)
    change(document)
    return document


@given(IRI, IRI, TIME, HASH, HASH, TEXT, st.integers(0, 10**9), st.booleans())
def test_every_badge_of_a_version_has_the_form_that_the_library_makes(
    number: str, holder: str, begins: str, email: str, name: str, salt: str, index: int, has_end: bool
) -> None:
    document = copy.deepcopy(BADGE)
    document |= {"id": number, "validFrom": begins}
    if has_end:
        document["validUntil"] = begins
    subject, status = document["credentialSubject"], document["credentialStatus"]
    subject["id"] = holder
    subject["identifier"][0] |= {"identityHash": email, "salt": salt}
    subject["identifier"][1]["identityHash"] = name
    status |= {"id": f"{STATUS_LIST}#{index}", "statusListIndex": str(index)}

    assert canonical_badge(document) == canonicalisation.canonical_nquads(document)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(evidence=[{"id": "https://a.example/1", "type": ["Evidence"], "narrative": "I asked."}]),
        lambda d: d["credentialSubject"].update(identifier=[]),
        lambda d: d["credentialSubject"].update(identifier=["Isla"]),
        lambda d: d["credentialSubject"]["identifier"][0].update(identityHash=7),
        # Two nameless parts that say the same: only the whole algorithm can order them.
        lambda d: d["credentialSubject"].update(identifier=[d["credentialSubject"]["identifier"][1]] * 2),
        # A sample value that somebody wrote.
        lambda d: d.update(name=document_shape.SAMPLES[document_shape.IRI].format(1)),
        lambda d: d.update(name=document_shape.SAMPLES[document_shape.INDEX].format(9)),
        lambda d: d["credentialSubject"].update(id=document_shape.SAMPLES[document_shape.IRI].format(1)),
        # One address for two things.
        lambda d: d["credentialSubject"].update(id=d["id"]),
        lambda d: d.pop("credentialStatus"),
        lambda d: d.pop("credentialSubject"),
    ],
)
def test_unusual_badges_have_it_too(change: Callable[[Document], object]) -> None:
    document = changed(change)

    assert canonical_badge(document) == canonicalisation.canonical_nquads(document)


def test_the_options_of_a_proof_have_it_too() -> None:
    options = {
        "@context": BADGE["@context"], "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-10-12T14:30:00Z", "verificationMethod": "did:web:learn.example.org#1",
        "proofPurpose": "assertionMethod",
    }  # fmt: skip

    assert canonical_proof(options) == canonicalisation.canonical_nquads(options)


@pytest.fixture
def real_badge() -> Document:
    """The unsigned document of a badge that was signed."""
    signed: Document = json.loads(bytes(badge_factory.signed().credential.document))
    return {name: value for name, value in signed.items() if name != "proof"}


@pytest.mark.django_db
def test_a_second_badge_of_a_version_is_not_read_as_json_ld_again(
    real_badge: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = {**real_badge, "id": "urn:uuid:33333333-3333-4333-8333-333333333333"}

    def refuse(*_: object) -> None:
        raise AssertionError("read again")

    with monkeypatch.context() as patched:
        for name in ("read_quads", "canonical_nquads", "canonical_nquads_by_pyld", "check_lossless"):
            patched.setattr(canonicalisation, name, refuse)
        form = canonical_badge(other)
        lint.check_credential(other)

    assert b"33333333-3333-4333-8333-333333333333" in form
    assert form == canonicalisation.canonical_nquads(other)


def test_a_form_that_differs_from_the_librarys_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    shape = document_shape.badge_shape(BADGE)
    assert shape
    compile_shape.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(canonicalisation, "canonical_nquads", lambda _: b"something else")
        assert compile_shape(json.dumps(shape.document), tuple(shape.values)) is None
    compile_shape.cache_clear()


def test_more_nameless_parts_than_a_badge_has_are_not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    shape = document_shape.badge_shape(BADGE)
    assert shape
    monkeypatch.setattr(canonicalisation, "MAX_BLANK_NODES", 1)

    assert compile_shape(f" {json.dumps(shape.document)}", tuple(shape.values)) is None


@pytest.mark.django_db
def test_a_mistake_that_only_one_badge_has_is_found_among_many_of_its_version(real_badge: Document) -> None:
    lint.check_credential(real_badge)

    with pytest.raises(lint.UnsignableDocument):
        lint.check_credential({**real_badge, "id": "relative/address"})


def test_the_cache_is_bounded() -> None:
    assert canonical_template.compile_shape.cache_info().maxsize == document_shape.MAX_SHAPES
