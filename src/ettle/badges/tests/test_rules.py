"""Pure rules, tested with generated examples: texts, pictures, status lists, sealed keys, signatures."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.badges.credential import (
    bitstring,
    canonicalisation,
    identifiers,
    jsonld_contexts,
    proofs,
    signable_text,
    timestamps,
)
from ettle.badges.credential.pictures import baked_image
from ettle.badges.definition import badge_artwork
from ettle.badges.keys import key_encryption, multibase
from ettle.badges.verify.documents import badge_parser

PICTURE = badge_artwork.draw_png("ET-101")
# Everything that may be signed: no control characters but a new line, no half characters.
CLEAN = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=200)


@given(CLEAN)
def test_a_clean_text_has_no_fault(text: str) -> None:
    assert signable_text.find_text_faults(text) == []


@given(CLEAN, st.sampled_from("\t\x0b\r\x00\x85\ud800"), CLEAN)
def test_a_control_or_half_character_is_always_found(before: str, wrong: str, after: str) -> None:
    assert signable_text.find_text_faults(before + wrong + after)


def test_an_emoji_is_refused_in_a_list_only() -> None:
    assert signable_text.find_text_faults("Well done 🎉") == []
    assert signable_text.find_text_faults("Well done 🎉", in_list=True)


@given(CLEAN, CLEAN)
def test_what_is_baked_comes_out_and_a_second_baking_replaces_the_first(first: str, second: str) -> None:
    baked = baked_image.bake_credential(PICTURE, first)

    assert baked_image.extract_credential(baked) == first
    assert baked_image.extract_credential(baked_image.bake_credential(baked, second)) == second
    assert baked_image.bake_credential(baked, second) == baked_image.bake_credential(PICTURE, second)


def test_a_picture_without_a_badge_or_with_damage_is_told_apart() -> None:
    assert baked_image.extract_credential(PICTURE) is None
    for broken in (PICTURE[:-20], PICTURE[:100] + b"x" + PICTURE[101:], b"GIF89a"):
        with pytest.raises(baked_image.InvalidPng):
            baked_image.extract_credential(broken)


@given(st.sets(st.integers(0, bitstring.MIN_SIZE - 1), max_size=20), st.integers(0, bitstring.MIN_SIZE - 1))
@settings(deadline=None)
def test_exactly_the_bits_that_were_set_are_set(indexes: set[int], other: int) -> None:
    encoded = bitstring.encode_bits(indexes, bitstring.MIN_SIZE)

    assert all(bitstring.is_bit_set(encoded, index) for index in indexes)
    assert bitstring.is_bit_set(encoded, other) == (other in indexes)


@pytest.mark.parametrize("encoded", [None, "", "x", "u", "uAAAA", "u" + "A" * 50])
def test_what_is_not_a_status_list_is_never_read_as_not_withdrawn(encoded: Any) -> None:
    with pytest.raises(ValueError, match="list"):
        bitstring.is_bit_set(encoded, 3)


@given(st.binary(max_size=100))
def test_multibase_gives_back_what_it_was_given(data: bytes) -> None:
    assert multibase.decode_multibase(multibase.encode_multibase(data)) == data


@given(st.binary(max_size=200), st.text(max_size=40))
def test_a_sealed_secret_opens_only_where_it_belongs(secret: bytes, place: str) -> None:
    sealed = key_encryption.seal_secret(secret, belongs_to=place)

    assert key_encryption.unseal_secret(sealed, belongs_to=place) == secret
    with pytest.raises(key_encryption.CannotUnseal):
        key_encryption.unseal_secret(sealed, belongs_to=place + "x")


def test_a_sealing_key_file_is_made_once_for_its_owner_only(settings: Any, tmp_path: Path) -> None:
    settings.SEALING_KEY, settings.SEALING_KEY_FILE = "", tmp_path / "var" / "sealing.key"

    assert key_encryption.make_sealing_key_file()
    first = settings.SEALING_KEY_FILE.read_text()
    sealed = key_encryption.seal_secret(b"secret", belongs_to="a")

    assert not key_encryption.make_sealing_key_file()
    assert settings.SEALING_KEY_FILE.read_text() == first
    assert stat.S_IMODE(os.stat(settings.SEALING_KEY_FILE).st_mode) == 0o600
    settings.SEALING_KEY_FILE.unlink()
    with pytest.raises(key_encryption.CannotUnseal, match="missing"):
        key_encryption.unseal_secret(sealed, belongs_to="a")


def badge(name: str = "Asking first", narrative: str = "Ask first.") -> dict[str, Any]:
    return {
        "@context": [jsonld_contexts.CREDENTIALS, jsonld_contexts.OPEN_BADGES],
        "id": "https://learn.example.org/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name,
        "issuer": {"id": "did:web:learn.example.org", "type": ["Profile"], "name": "Rowan House"},
        "validFrom": "2026-10-12T14:30:00Z",
        "credentialSubject": {
            "id": "urn:uuid:11111111-1111-4111-8111-111111111111",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://learn.example.org/achievements/1/",
                "type": ["Achievement"],
                "name": name,
                "description": narrative,
                "criteria": {"narrative": narrative},
            },
        },
    }


@given(CLEAN, CLEAN)
@settings(deadline=None, max_examples=40)
def test_two_readers_agree_on_any_clean_text_and_one_changed_letter_shows(name: str, narrative: str) -> None:
    document = badge(name, narrative)
    private = Ed25519PrivateKey.generate()

    signed = proofs.sign_document(
        document, private, method="did:web:learn.example.org#1", now=datetime(2026, 10, 12, tzinfo=UTC)
    )

    assert canonicalisation.canonical_nquads(document) == canonicalisation.canonical_nquads_by_pyld(document)
    assert proofs.is_signed_by(signed, private.public_key())
    assert not proofs.is_signed_by({**signed, "name": f"{name}x"}, private.public_key())


@pytest.mark.parametrize("member", [{"grade": "A"}, {"evidence": [{"id": "not/an/address", "type": ["Evidence"]}]}])
def test_what_no_signature_would_cover_is_refused(member: dict[str, Any]) -> None:
    with pytest.raises(canonicalisation.NotLossless):
        canonicalisation.check_lossless({**badge(), **member})


def test_an_unknown_context_is_refused() -> None:
    with pytest.raises(jsonld_contexts.UnknownContext):
        canonicalisation.canonical_nquads(
            {**badge(), "@context": [jsonld_contexts.CREDENTIALS, "https://example.org/words"]}
        )
    with pytest.raises(jsonld_contexts.UnknownContext):
        canonicalisation.canonical_nquads(
            {**badge(), "@context": [jsonld_contexts.CREDENTIALS, {"name": "https://example.org/name"}]}
        )


def test_too_many_nameless_parts_are_refused_before_they_cost_time() -> None:
    many = [{"type": ["Alignment"], "targetName": f"{n}", "targetUrl": "https://a.example/"} for n in range(100)]
    document = badge()
    document["credentialSubject"]["achievement"]["alignment"] = many

    with pytest.raises(canonicalisation.TooManyBlankNodes):
        canonicalisation.canonical_nquads(document)


@given(st.recursive(st.none() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3), max_leaves=20))
def test_any_json_is_read_or_refused_in_words(value: Any) -> None:
    with pytest.raises(badge_parser.InvalidBadge):
        badge_parser.parse_badge(json.dumps({"type": value, "issuer": value}).encode())


def test_deep_nesting_and_endless_numbers_are_refused() -> None:
    for text in ("[" * 100_000, '{"a":' * 5_000 + "1" + "}" * 5_000, '{"type": NaN}', '{"a": 1, "a": 2}'):
        with pytest.raises(badge_parser.InvalidBadge):
            badge_parser.parse_strict_json(text)


@pytest.mark.parametrize(
    ("public_url", "named"),
    [
        ("https://learn.example.org", "did:web:learn.example.org:issuers:rowan"),
        ("https://learn.example.org:8443", "https://learn.example.org:8443/issuers/rowan/did.json"),
        ("http://localhost:8000", "http://localhost:8000/issuers/rowan/did.json"),
    ],
)
def test_an_issuer_is_a_did_only_where_a_did_can_name_it(public_url: str, named: str) -> None:
    assert identifiers.issuer_id("rowan", public_url) == named


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)), st.integers(1, 120))  # noqa: DTZ001 - given a zone below
def test_months_later_is_never_in_the_wrong_month(moment: datetime, months: int) -> None:
    later = timestamps.add_months(moment.replace(tzinfo=UTC), months)

    assert (later.year * 12 + later.month) - (moment.year * 12 + moment.month) == months
    assert later.day <= moment.day


def test_a_date_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        timestamps.parse_timestamp("2026-10-12T14:30:00")
