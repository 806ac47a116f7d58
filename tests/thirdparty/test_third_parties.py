"""Other people's verifiers accept what we sign, and refuse every changed copy of it."""

from __future__ import annotations

import base64
import copy
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from ettle.badges import actions
from ettle.badges.credential import proofs
from ettle.badges.keys import key_pairs
from ettle.badges.models import Award
from ettle.badges.tests import badge_factory
from ettle.people.tests import cast
from tests.thirdparty.conftest import issuer_document, served

pytestmark = [pytest.mark.thirdparty, pytest.mark.django_db]
Document = dict[str, Any]


def _name(badge: Document) -> None:
    badge["name"] = "Asking last"


def _date(badge: Document) -> None:
    badge["validFrom"] = "2025-10-12T14:30:00Z"


def _subject(badge: Document) -> None:
    badge["credentialSubject"]["id"] = "urn:uuid:00000000-0000-4000-8000-000000000000"


def _achievement(badge: Document) -> None:
    badge["credentialSubject"]["achievement"]["id"] = "https://learn.example.org/achievements/another/"


def _proof_value(badge: Document) -> None:
    value = badge["proof"]["proofValue"]
    badge["proof"]["proofValue"] = value[:-1] + ("2" if value[-1] != "2" else "3")


def _status(badge: Document) -> None:
    status = badge["credentialStatus"]
    index = str((int(status["statusListIndex"]) + 1) % 131_072)
    status |= {"statusListIndex": index, "id": f"{status['statusListCredential']}#{index}"}


def _somebody_elses_key(badge: Document) -> None:
    """Signed anew by a stranger who says they are the issuer."""
    private = Ed25519PrivateKey.generate()
    named = key_pairs.encode_public_key(private.public_key())
    unsigned = {name: value for name, value in badge.items() if name != "proof"}
    badge |= proofs.sign_document(unsigned, private, method=f"did:key:{named}#{named}", now=badge_factory.EARNED)


CHANGES: dict[str, Callable[[Document], None]] = {
    "name": _name,
    "date": _date,
    "subject": _subject,
    "achievement": _achievement,
    "proof value": _proof_value,
    "status": _status,
    "somebody else's key": _somebody_elses_key,
}


def copies(badge: Document) -> dict[str, Document]:
    changed = {}
    for name, change in CHANGES.items():
        changed[name] = copy.deepcopy(badge)
        change(changed[name])
    return changed


def ask_node(verifiers: Path, award: Award, credentials: dict[str, Document], tokens: dict[str, str]) -> dict[str, Any]:
    """The answers of the Node verifiers, who look up what is served for an award."""
    asked = {"documents": served(award), "credentials": credentials, "tokens": tokens, "keys": public_jwks(award)}
    return ask_node_rounds(verifiers, [asked])[0]


def ask_node_rounds(verifiers: Path, rounds: list[Document]) -> list[Document]:
    """Their answers to several questions, each with what may be looked up then. Starting Node takes longest."""
    done = subprocess.run(
        ["node", "verify.mjs"], cwd=verifiers, input=json.dumps(rounds).encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    answers: list[Document] = json.loads(done.stdout)
    return answers


def public_jwks(award: Award) -> list[Document]:
    methods = issuer_document(award)["verificationMethod"]
    return [method["publicKeyJwk"] for method in methods if "publicKeyJwk" in method]


def test_digital_bazaar_accepts_the_badge_and_refuses_every_changed_copy(award: Award, verifiers: Path) -> None:
    badge = json.loads(bytes(award.credential.document))
    lists = json.loads(bytes(award.credential.status_list.document))

    told = ask_node(verifiers, award, {"as signed": badge, "list": lists, **copies(badge)}, {})["credentials"]

    assert told.pop("as signed") == {"verified": True, "error": None}
    assert told.pop("list")["verified"], told
    assert {name: answer["verified"] for name, answer in told.items()} == dict.fromkeys(CHANGES, False)


def test_digital_bazaar_refuses_a_withdrawn_badge(award: Award, verifiers: Path) -> None:
    badge = json.loads(bytes(award.credential.document))
    actions.revoke(award, reason="The account was copied.", by=cast.dougal(), now=timezone.now())

    told = ask_node(verifiers, award, {"withdrawn": badge}, {})["credentials"]

    assert not told["withdrawn"]["verified"]


def test_jose_accepts_the_token_and_refuses_changed_ones(award: Award, verifiers: Path) -> None:
    token = award.credential.jwt
    changed = {"payload": _changed_token(token), "unsigned": _unsigned_token(token), "signature": token[:-6] + "AAAAAA"}

    told = ask_node(verifiers, award, {}, {"as signed": token, **changed})["tokens"]

    assert told.pop("as signed")["verified"], told
    assert {name: answer["verified"] for name, answer in told.items()} == dict.fromkeys(changed, False)


def test_openbadgeslib_accepts_the_badge_and_refuses_every_changed_copy(award: Award) -> None:
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.ldp import OB3LdpVerifier

    badge = json.loads(bytes(award.credential.document))
    verifier = OB3LdpVerifier.for_issuer_did(award.issuer.identifier)
    # It can check the signature of status lists that are tokens only, so it takes ours on the host's word.
    looking = {"check_status": True, "verify_status_list": False, "download": _download(award)}

    assert verifier.verify(badge, **looking).issuer.id == award.issuer.identifier
    for changed in copies(badge).values():
        with pytest.raises(LibOpenBadgesException):
            verifier.verify(changed, **looking)


def test_openbadgeslib_accepts_the_token_and_refuses_changed_ones(award: Award) -> None:
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.verifier import OB3Verifier

    token = award.credential.jwt
    verifier = OB3Verifier.for_issuer_did(award.issuer.identifier, download=_download(award))

    assert verifier.verify(token).issuer.id == award.issuer.identifier
    for changed in (_changed_token(token), _unsigned_token(token)):
        with pytest.raises(LibOpenBadgesException):
            verifier.verify(changed)


def test_openbadgeslib_refuses_a_withdrawn_badge(award: Award) -> None:
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.ldp import OB3LdpVerifier

    badge = json.loads(bytes(award.credential.document))
    actions.revoke(award, reason="The account was copied.", by=cast.dougal(), now=timezone.now())

    with pytest.raises(LibOpenBadgesException, match="is set at index"):
        OB3LdpVerifier.for_issuer_did(award.issuer.identifier).verify(
            badge, check_status=True, verify_status_list=False, download=_download(award)
        )


def test_the_official_schema_passes(award: Award, schema: Document) -> None:
    jsonschema.Draft201909Validator(schema).validate(json.loads(bytes(award.credential.document)))


def test_openbadgeslib_finds_the_badge_in_its_picture(award: Award) -> None:
    from openbadgeslib.ob3.verifier import OB3Verifier

    from ettle.badges.credential.pictures import baked_image
    from ettle.badges.definition import badge_artwork

    picture = baked_image.bake_credential(badge_artwork.draw_png("ET-900"), bytes(award.credential.document).decode())

    assert OB3Verifier.extract_token_from_png(picture) == bytes(award.credential.document).decode()


def _download(award: Award) -> Callable[..., bytes]:
    """What openbadgeslib fetches with: our own documents by their web addresses, nothing else."""
    here = {address: json.dumps(document).encode() for address, document in served(award).items()}
    here["https://learn.example.org/issuers/rowan-house/did.json"] = json.dumps(issuer_document(award)).encode()

    def download(url: str, *_: object, **__: object) -> bytes:
        return here[url]

    return download


def _changed_token(token: str) -> str:
    head, claims, signature = token.split(".")
    changed = base64.urlsafe_b64decode(claims + "==").replace(b"Asking first", b"Asking last!")
    return ".".join((head, base64.urlsafe_b64encode(changed).decode().rstrip("="), signature))


def _unsigned_token(token: str) -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    return f"{head}.{token.split('.')[1]}."
