"""Records that are no badges, signed with the site's key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ettle.badges.award import record_signatures
from ettle.badges.keys import key_encryption, key_pairs
from ettle.badges.models import SigningKey, SigningLogLine
from ettle.badges.tests import badge_factory
from ettle.kit.refusal import Refused

RECORD = b"What Isla learned this year"
pytestmark = pytest.mark.django_db


def test_only_what_was_signed_is_a_signed_record() -> None:
    signature = record_signatures.sign_record(RECORD, now=badge_factory.EARNED)

    assert record_signatures.is_signed_record(RECORD, signature)
    assert not record_signatures.is_signed_record(RECORD + b".", signature)
    assert not record_signatures.is_signed_record(RECORD, replace(signature, value="z0OIl"))
    assert SigningLogLine.objects.count() == 1


def test_a_key_that_is_unknown_or_compromised_signs_nothing() -> None:
    signature = record_signatures.sign_record(RECORD, now=badge_factory.EARNED)

    assert not record_signatures.is_signed_record(RECORD, replace(signature, key=f"{signature.key}0"))
    SigningKey.objects.update(compromised_at=badge_factory.EARNED)
    assert not record_signatures.is_signed_record(RECORD, signature)


def test_a_key_that_cannot_be_opened_is_said_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(*_: object) -> None:
        raise key_encryption.CannotUnseal

    monkeypatch.setattr(key_pairs, "unseal_ed25519", cannot)

    with pytest.raises(Refused, match="cannot sign anything at the moment"):
        record_signatures.sign_record(RECORD, now=badge_factory.EARNED)
    assert not SigningLogLine.objects.exists()
