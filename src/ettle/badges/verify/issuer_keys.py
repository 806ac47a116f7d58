"""The key that a signature names, taken from its issuer and never from the badge.

An issuer of this site is in the database. A did:key or did:jwk contains its key. A did:web or an https address names a
document that lists the issuer's keys, which is fetched where the operator allows it.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.utils.translation import gettext_lazy as _

from ettle.badges.credential import timestamps
from ettle.badges.keys import key_pairs
from ettle.badges.models import Issuer, SigningKey
from ettle.badges.verify.documents import badge_parser
from ettle.badges.verify.lookups import Lookups
from ettle.badges.verify.reasons import fetch_reason
from ettle.badges.verify.verdicts import Check, Question, Result
from ettle.kit.operations.guarded_client import NotFetched

PublicKey = Ed25519PublicKey | EllipticCurvePublicKey | RSAPublicKey
LISTED = _("The issuer’s own list of keys has it.")
IN_NAME = _("The issuer’s name contains the key.")
OTHER_ISSUER = _("The signature names a key of someone else.")
NOT_LISTED = _("The issuer’s own list of keys does not have it.")
NO_KEY_NAMED = _("The signature does not say whose key made it.")
OTHER_KIND = _("The keys of an issuer with a name of this kind cannot be looked up here.")
UNREADABLE = _("The issuer’s list of keys cannot be read.")


@dataclass(frozen=True)
class IssuerKey:
    """A public key of an issuer. unsafe_since: when it was marked as not safe any more. row: if it is one of ours."""

    public: PublicKey
    unsafe_since: datetime | None = None
    row: SigningKey | None = None

    @property
    def public_multibase(self) -> str:
        """The key as multibase; "" for kinds that are used for tokens alone."""
        return "" if isinstance(self.public, RSAPublicKey) else key_pairs.encode_public_key(self.public)


class KeyNotFound(Exception):
    """There is no key to check with. check: the answer to ‘Does the key belong to the issuer?’."""

    def __init__(self, result: Result, reason: Any) -> None:
        super().__init__(result.value)
        self.check = Check(Question.KEY, result, reason)


def find_key(issuer_id: str, method: str, lookups: Lookups) -> tuple[IssuerKey, Check]:
    """Return the key that a signature names and why it is the issuer's. Raises KeyNotFound.

    method: the id of the key, as the signature names it.
    """
    issuer = Issuer.objects.filter(identifier=issuer_id).first()
    if not method:
        raise KeyNotFound(Result.NOT_CHECKED, NO_KEY_NAMED)
    if issuer is not None:
        return _find_own_key(issuer, method)
    if issuer_id.startswith(("did:key:", "did:jwk:")):
        if method.partition("#")[0] != issuer_id:
            raise KeyNotFound(Result.NO, OTHER_ISSUER)
        return _read_key_in_name(issuer_id), Check(Question.KEY, Result.YES, IN_NAME)
    if issuer_id.startswith(("did:web:", "https://")):
        return _find_listed_key(issuer_id, method, lookups)
    raise KeyNotFound(Result.NOT_CHECKED, OTHER_KIND)


def key_document_address(issuer_id: str) -> str:
    """Where an issuer's keys are: of a did:web as its standard says, else the address itself."""
    if not issuer_id.startswith("did:web:"):
        return issuer_id
    host, *path = [unquote(part) for part in issuer_id.removeprefix("did:web:").split(":")]
    return f"https://{host}/{'/'.join(path) or '.well-known'}/did.json"


def _find_own_key(issuer: Issuer, method: str) -> tuple[IssuerKey, Check]:
    for row in SigningKey.objects.filter(issuer=issuer).select_related("issuer"):
        if method == row.identifier:
            key = IssuerKey(key_pairs.decode_public_key(row.public_multibase), row.compromised_at, row)
            return key, Check(Question.KEY, Result.YES, LISTED)
    raise KeyNotFound(Result.NO, NOT_LISTED if method.startswith(f"{issuer.identifier}#") else OTHER_ISSUER)


def _read_key_in_name(issuer_id: str) -> IssuerKey:
    name = issuer_id[len("did:key:") :]
    try:
        if issuer_id.startswith("did:key:"):
            return IssuerKey(key_pairs.decode_public_key(name))
        text = base64.b64decode(name + "=" * (-len(name) % 4), altchars=b"-_", validate=True).decode()
        return IssuerKey(_read_jwk(badge_parser.parse_strict_json(text)))
    except (ValueError, binascii.Error, badge_parser.InvalidBadge):
        raise KeyNotFound(Result.NOT_CHECKED, OTHER_KIND) from None


def _find_listed_key(issuer_id: str, method: str, lookups: Lookups) -> tuple[IssuerKey, Check]:
    if issuer_id.startswith("did:") and urldefrag(method)[0] != issuer_id:
        raise KeyNotFound(Result.NO, OTHER_ISSUER)
    try:
        document = lookups.fetch_json(key_document_address(issuer_id))
    except NotFetched as fault:
        raise KeyNotFound(Result.NOT_CHECKED, fetch_reason(fault)) from None
    if document.get("id") != issuer_id:
        raise KeyNotFound(Result.NOT_CHECKED, UNREADABLE)
    listed = _list_methods(document).get(urljoin(issuer_id, method) if method.startswith("#") else method)
    if listed is None:
        raise KeyNotFound(Result.NO, NOT_LISTED)
    if listed.get("controller", issuer_id) != issuer_id:
        raise KeyNotFound(Result.NO, OTHER_ISSUER)
    return _read_method(listed), Check(Question.KEY, Result.YES, LISTED)


def _list_methods(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The keys with which an issuer may sign badges, by their full ids: those under assertionMethod."""

    def full_id(name: object) -> str:
        return f"{document['id']}{name}" if str(name).startswith("#") else str(name)

    methods = [row for row in _as_list(document.get("verificationMethod")) if isinstance(row, dict)]
    by_id = {full_id(row.get("id")): row for row in methods}
    allowed: dict[str, dict[str, Any]] = {}
    for named in _as_list(document.get("assertionMethod")):
        row = named if isinstance(named, dict) else by_id.get(full_id(named))
        if row is not None:
            allowed[full_id(row.get("id"))] = row
    return allowed


def _read_method(listed: dict[str, Any]) -> IssuerKey:
    try:
        if isinstance(listed.get("publicKeyJwk"), dict):
            public = _read_jwk(listed["publicKeyJwk"])
        else:
            public = key_pairs.decode_public_key(str(listed.get("publicKeyMultibase", "")))
        ended = listed.get("revoked", listed.get("expires"))
        return IssuerKey(public, timestamps.parse_timestamp(ended) if ended is not None else None)
    except ValueError:
        raise KeyNotFound(Result.NOT_CHECKED, UNREADABLE) from None


def _read_jwk(values: dict[str, Any]) -> PublicKey:
    """Return the key in a JSON Web Key. Raises ValueError for a private one and for kinds that badges do not use."""
    if "d" in values or len(str(values.get("n", ""))) > 1_400:  # RSA of more than 8,192 bits is slow on purpose
        raise ValueError("not a public key for badges")
    try:
        public = jwt.PyJWK(values, algorithm=_algorithm_of(values)).key
    except jwt.PyJWTError as fault:
        raise ValueError("not a public key for badges") from fault
    is_short = isinstance(public, RSAPublicKey) and public.key_size < 2_048
    is_other_curve = isinstance(public, EllipticCurvePublicKey) and not isinstance(public.curve, SECP256R1)
    if is_short or is_other_curve or not isinstance(public, PublicKey):
        raise ValueError("not a public key for badges")
    return public


def _algorithm_of(values: dict[str, Any]) -> str:
    return {"EC": "ES256", "OKP": "EdDSA", "RSA": "RS256"}.get(str(values.get("kty")), "none")


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
