"""Issuing and verifying badges, beside what bare Ed25519 costs on the same machine."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from benchmarks import stage
from benchmarks.figures import Figure, per_second

CLAIM = "a badge is signed and checked in milliseconds; the figures beside bare Ed25519 say what its meaning costs"
ISSUED = 60


def measure() -> Iterator[Figure]:
    cast = stage.cast()
    bare = Ed25519PrivateKey.generate()
    signature, content = bare.sign(b"x" * 64), b"x" * 64
    bare_sign = per_second(lambda: bare.sign(content))
    bare_verify = per_second(lambda: bare.public_key().verify(signature, content))
    yield Figure("bare Ed25519: sign 64 bytes", bare_sign, "/s")
    yield Figure("bare Ed25519: verify 64 bytes", bare_verify, "/s")
    yield from _signing(cast.award, bare_sign, bare_verify)
    yield from _verifying(cast.award, bare_verify)
    yield from _issuing(bare_sign)


def _signing(award: Any, bare_sign: float, bare_verify: float) -> Iterator[Figure]:
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
    sign = per_second(lambda: proofs.sign_document(document, private, method=credential.key.identifier, now=now))
    verify = per_second(lambda: proofs.is_signed_by(signed, public))
    yield Figure("proof: sign a badge", sign, "/s")
    yield Figure("proof: sign a badge / bare", sign / bare_sign, "×")
    yield Figure("proof: verify a badge", verify, "/s")
    yield Figure("proof: verify a badge / bare", verify / bare_verify, "×")


def _verifying(award: Any, bare_verify: float) -> Iterator[Figure]:
    """What the public page does: signature, key, dates and the signed list of withdrawn badges, from the database."""
    from django.utils import timezone

    from ettle.badges.models import Award
    from ettle.badges.verify import verification

    def own(*, remembered: bool) -> None:
        if not remembered:
            verification._is_own_proof_valid.cache_clear()
        verdict = verification.verify_award(Award.objects.with_related().get(pk=award.pk), now=timezone.now())
        assert verdict.is_valid, verdict

    content = bytes(award.credential.document)

    def handed_in() -> None:
        assert verification.verify_content(content, now=timezone.now()).is_valid

    anew = per_second(lambda: own(remembered=False))
    yield Figure("verify page of our own badge, never seen", anew, "/s")
    yield Figure("verify page of our own badge, never seen / bare", anew / bare_verify, "×")
    yield Figure("verify page of our own badge, seen before", per_second(lambda: own(remembered=True)), "/s")
    yield Figure("verify a file that was handed in", per_second(handed_in, seconds=2), "/s", note="in its own process")


def _issuing(bare_sign: float) -> Iterator[Figure]:
    """From award to published credential: both signatures, both verified, status list, log and mail, on the disk."""
    from django.utils import timezone

    from ettle.badges.award import signing

    now = timezone.now()
    version = stage.version("ET-101")
    people = [stage.newcomer(3000 + number, now, holds=False) for number in range(ISSUED)]
    awards = [stage.promised(version, person, now) for person in people]
    began, done = time.perf_counter(), 0
    for award in awards:
        done += signing.issue_credential(str(award.uuid), now=now) is not None
    each = done / (time.perf_counter() - began)
    yield Figure("badge issued, whole path", each, "/s")
    yield Figure("badge issued, whole path / bare", each / bare_sign, "×")
