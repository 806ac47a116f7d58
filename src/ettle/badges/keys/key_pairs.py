"""Key pairs of issuers: created when first needed, sealed at rest, unsealed only to sign."""

from __future__ import annotations

import base64
import uuid
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from django.db import transaction

from ettle.badges.credential import identifiers
from ettle.badges.keys import key_encryption, multibase
from ettle.badges.models import Issuer, SigningKey
from ettle.kit import audit

PrivateKey = Ed25519PrivateKey | EllipticCurvePrivateKey
PublicKey = Ed25519PublicKey | EllipticCurvePublicKey


def current_key(issuer: Issuer, kind: SigningKey.Kind, now: datetime) -> SigningKey:
    """The key an issuer signs with now; created by the first call. The caller has locked the issuer's row."""
    key = SigningKey.objects.current().filter(issuer=issuer, kind=kind).first()
    return key or create_key(issuer, kind, now)


def create_key(issuer: Issuer, kind: SigningKey.Kind, now: datetime) -> SigningKey:
    if not SigningKey.objects.exists():
        # Only before the first key: a sealing key that is lost later must be restored, not replaced.
        key_encryption.make_sealing_key_file()
    private: PrivateKey = (
        Ed25519PrivateKey.generate() if kind == SigningKey.Kind.ED25519 else generate_private_key(SECP256R1())
    )
    name = uuid.uuid4()
    secret = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SigningKey.objects.create(
        uuid=name,
        identifier=identifiers.new_key_id(issuer, name),
        issuer=issuer,
        kind=kind,
        public_multibase=encode_public_key(private.public_key()),
        sealed_private=key_encryption.seal_secret(secret, belongs_to=str(name)),
        created_at=now,
    )


@transaction.atomic
def retire_lost_keys(now: datetime) -> int:
    """Retire the current keys that the sealing key cannot open, and return how many. The next signing makes new ones.

    They stay listed: what they signed stays valid.
    """
    retired = 0
    for key in SigningKey.objects.current().select_for_update():
        try:
            _unseal_private_key(key)
        except key_encryption.CannotUnseal:
            key.retired_at = now
            key.save(update_fields=["retired_at"])
            audit.record(None, "retired a signing key that cannot be opened", key, now=now)
            retired += 1
    return retired


@transaction.atomic
def reseal_keys(sealing_key: bytes) -> tuple[int, int]:
    """Encrypt every private key under another sealing key. Returns how many, and how many retired ones it cannot open.

    Raises CannotUnseal when a key that is in use cannot be opened; then nothing has changed.
    """
    resealed = lost = 0
    for key in SigningKey.objects.select_for_update().order_by("pk"):
        belongs_to = str(key.uuid)
        try:
            secret = key_encryption.unseal_secret(bytes(key.sealed_private), belongs_to=belongs_to)
        except key_encryption.CannotUnseal:
            if key.is_current:
                raise
            lost += 1
            continue
        key.sealed_private = key_encryption.seal_secret(secret, belongs_to=belongs_to, sealing_key=sealing_key)
        key.save(update_fields=["sealed_private"])
        resealed += 1
    return resealed, lost


def unseal_ed25519(key: SigningKey) -> Ed25519PrivateKey:
    private = _unseal_private_key(key)
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError("Not an Ed25519 key")
    return private


def unseal_p256(key: SigningKey) -> EllipticCurvePrivateKey:
    private = _unseal_private_key(key)
    if not isinstance(private, EllipticCurvePrivateKey):
        raise TypeError("Not a P-256 key")
    return private


def encode_public_key(public: PublicKey) -> str:
    """Return a public key as multibase with its multicodec prefix (z6Mk…, zDn…)."""
    if isinstance(public, Ed25519PublicKey):
        return multibase.encode_multibase(
            multibase.ED25519_PUBLIC + public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        )
    point = public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return multibase.encode_multibase(multibase.P256_PUBLIC + point)


def decode_public_key(text: str) -> PublicKey:
    """Return the public key of a multibase text. Raises ValueError for any other kind of key."""
    data = multibase.decode_multibase(text)
    prefix, rest = data[:2], data[2:]
    if prefix == multibase.ED25519_PUBLIC:
        return Ed25519PublicKey.from_public_bytes(rest)
    if prefix == multibase.P256_PUBLIC:
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), rest)
    raise ValueError("A kind of key that is not used for badges")


def public_jwk(key: SigningKey) -> dict[str, str]:
    """Return a P-256 public key as a JSON Web Key, for verifiers of tokens."""
    public = decode_public_key(key.public_multibase)
    if not isinstance(public, EllipticCurvePublicKey):
        raise TypeError("Not a P-256 key")
    point = public.public_numbers()
    x, y = (base64.urlsafe_b64encode(part.to_bytes(32, "big")).decode().rstrip("=") for part in (point.x, point.y))
    return {"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": key.identifier, "x": x, "y": y}


def _unseal_private_key(key: SigningKey) -> object:
    return load_der_private_key(key_encryption.unseal_secret(bytes(key.sealed_private), belongs_to=str(key.uuid)), None)
