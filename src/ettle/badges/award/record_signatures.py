"""Sign a record that is not a badge, with the site's own Ed25519 key, and check such a signature.

What is signed begins with a sentence of its own, so that no signature of a record can be taken for one of a badge.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ettle.badges.award import issuers
from ettle.badges.credential import signing_log
from ettle.badges.keys import key_encryption, key_pairs, multibase
from ettle.badges.models import Issuer, SigningKey
from ettle.kit.refusal import Refused

PREFIX = b"Ettle record, version 1\n"
CANNOT_SIGN = _("This site cannot sign anything at the moment. Nothing was stored. Try again later")


@dataclass(frozen=True)
class RecordSignature:
    """value: the signature as multibase base58btc. key: the identifier of the public key, on the site's issuer page."""

    value: str
    key: str


@transaction.atomic
def sign_record(content: bytes, *, now: datetime) -> RecordSignature:
    """Sign a record and add a line to the signing log. Raises Refused when the site's key cannot be opened."""
    issuer = issuers.get_or_create_site_issuer(now)
    # One signing at a time for each issuer, as for badges.
    Issuer.objects.select_for_update().get(pk=issuer.pk)
    try:
        key = key_pairs.current_key(issuer, SigningKey.Kind.ED25519, now)
        signature = key_pairs.unseal_ed25519(key).sign(PREFIX + content)
    except key_encryption.CannotUnseal:
        raise Refused(CANNOT_SIGN) from None
    signing_log.record_signature(PREFIX + content, key, now)
    return RecordSignature(multibase.encode_multibase(signature), key.identifier)


def is_signed_record(content: bytes, signature: RecordSignature) -> bool:
    """Whether a key of this site that is not known to be compromised signed exactly this content."""
    identifier, _, number = signature.key.rpartition("#")
    keys = SigningKey.objects.filter(issuer__identifier=identifier, compromised_at=None).select_related("issuer")
    key = next((key for key in keys if str(key.uuid) == number), None)
    public = key_pairs.decode_public_key(key.public_multibase) if key else None
    if not isinstance(public, Ed25519PublicKey):
        return False
    try:
        public.verify(multibase.decode_multibase(signature.value), PREFIX + content)
    except (InvalidSignature, ValueError):
        return False
    return True
