"""Issuing and verifying badges, beside what bare Ed25519 costs on the same machine."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from benchmarks import demo_people
from benchmarks.figures import Figure, measure_rate
from benchmarks.sizes import Sizes

CLAIM = "a badge is signed and checked in milliseconds; the figures beside bare Ed25519 say what its meaning costs"


def measure(sizes: Sizes) -> Iterator[Figure]:
    cast = demo_people.prepare_cast(sizes.waiting_applications)
    bare = Ed25519PrivateKey.generate()
    signature, content = bare.sign(b"x" * 64), b"x" * 64
    bare_sign = measure_rate(lambda: bare.sign(content), seconds=sizes.seconds)
    bare_verify = measure_rate(lambda: bare.public_key().verify(signature, content), seconds=sizes.seconds)
    yield Figure("bare Ed25519: sign 64 bytes", bare_sign, "/s")
    yield Figure("bare Ed25519: verify 64 bytes", bare_verify, "/s")
    yield from _measure_proof(cast.award, bare_sign, bare_verify, sizes.seconds)
    yield from _measure_verification(cast.award, bare_verify, sizes.seconds)
    yield from _measure_issuing(sizes.issued_badges, bare_sign)


def _measure_proof(award: Any, bare_sign: float, bare_verify: float, seconds: float) -> Iterator[Figure]:
    """The proof alone: the document's meaning in canonical order, hashed and signed; and back."""
    from django.utils import timezone

    from ettle.badges.credential import proofs
    from ettle.badges.keys import key_pairs

    credential, now = award.credential, timezone.now()
    signed: dict[str, Any] = json.loads(bytes(credential.document))
    document = {name: value for name, value in signed.items() if name != "proof"}
    private = key_pairs.unseal_ed25519(credential.key)
    public = key_pairs.decode_public_key(credential.key.public_multibase)
    assert isinstance(public, Ed25519PublicKey)
    assert proofs.is_signed_by(signed, public)

    def sign_badge() -> None:
        proofs.sign_document(document, private, method=credential.key.identifier, now=now)

    sign = measure_rate(sign_badge, seconds=seconds)
    verify = measure_rate(lambda: proofs.is_signed_by(signed, public), seconds=seconds)
    yield Figure("proof: sign a badge", sign, "/s")
    yield Figure("proof: sign a badge / bare", sign / bare_sign, "×")
    yield Figure("proof: verify a badge", verify, "/s")
    yield Figure("proof: verify a badge / bare", verify / bare_verify, "×")


def _measure_verification(award: Any, bare_verify: float, seconds: float) -> Iterator[Figure]:
    """What the public page does: signature, key, dates and the signed list of withdrawn badges, from the database."""
    from django.utils import timezone

    from ettle.badges.models import Award
    from ettle.badges.verify import own_documents, verification

    def verify_own(*, is_cached: bool) -> None:
        if not is_cached:
            own_documents.forget_proofs()
        verdict = verification.verify_award(Award.objects.with_related().get(pk=award.pk), now=timezone.now())
        assert verdict.is_valid, verdict

    content = bytes(award.credential.document)

    def verify_file() -> None:
        assert verification.verify_content(content, now=timezone.now()).is_valid

    uncached = measure_rate(lambda: verify_own(is_cached=False), seconds=seconds)
    cached = measure_rate(lambda: verify_own(is_cached=True), seconds=seconds)
    yield Figure("verify page of our own badge, never seen", uncached, "/s")
    yield Figure("verify page of our own badge, never seen / bare", uncached / bare_verify, "×")
    yield Figure("verify page of our own badge, seen before", cached, "/s")
    file = measure_rate(verify_file, seconds=2 * seconds)
    yield Figure("verify a file that was handed in", file, "/s", note="in its own process")


def _measure_issuing(number: int, bare_sign: float) -> Iterator[Figure]:
    """From award to published credential: both signatures, both verified, status list, log and email, on the disk."""
    from django.utils import timezone

    from ettle.badges.award import signing

    now = timezone.now()
    badge = demo_people.find_badge("ET-101")
    people = [demo_people.add_learner(now, has_badge=False) for _ in range(number)]
    awards = [demo_people.award_unsigned(badge, person, now) for person in people]
    began = time.perf_counter()
    for award in awards:
        assert signing.issue_credential(str(award.uuid), now=now) is not None
    rate = number / (time.perf_counter() - began)
    yield Figure("badge issued, whole path", rate, "/s")
    yield Figure("badge issued, whole path / bare", rate / bare_sign, "×")
