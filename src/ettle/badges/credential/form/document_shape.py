"""What is the same in every badge of one version, and the few texts that differ from one badge to the next."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeGuard

# Values that are placed in a signed text without any escape, and that mean the same wherever they stand.
IRI = re.compile(r"(?:https?|urn|did):[A-Za-z0-9._~:/?#@!$&()*+,;=%-]+\Z")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
INDEX = re.compile(r"\d{1,9}\Z")
DIGEST = re.compile(r"sha256\$[0-9a-f]{64}\Z")
SALT = re.compile(r"[0-9a-f]{32}\Z")
NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f\"\\\ud800-\udfff]{1,200}\Z")
MAX_SHAPES = 256  # that a process remembers: versions of badges, each with and without a name and an end
# Sample values of each kind. Each is made different by a number.
SAMPLES = {
    IRI: "urn:uuid:5a0e5a0e-0000-4000-8000-{:012d}",
    TIME: "1001-01-01T00:00:{:02d}Z",
    INDEX: "9000{:04d}",
    DIGEST: "sha256${:064d}",
    SALT: "{:032d}",
    NAME: "a name that nobody has, number {}",
}


@dataclass
class Shape:
    """document: with sample values. values: sample value -> the value that stands there."""

    document: dict[str, Any]
    values: dict[str, str] = field(default_factory=dict)

    def vary(self, part: dict[str, Any], name: str, *kinds: re.Pattern[str]) -> None:
        """Put a sample value in the place of one member, unless its value is of none of these kinds: then it stays."""
        value = part.get(name)
        kind = next((kind for kind in kinds if isinstance(value, str) and kind.match(value)), None)
        if kind is not None:
            sample = SAMPLES[kind].format(len(self.values) + 1)
            self.values[sample] = part[name]
            part[name] = sample


def badge_shape(document: dict[str, Any]) -> Shape | None:
    """Return the shape of an unsigned badge; None for one that has more than every badge: evidence or endorsements."""
    subject, status = document.get("credentialSubject"), document.get("credentialStatus")
    if {"evidence", "endorsement", "proof"} & document.keys() or not isinstance(subject, dict):
        return None
    identities = subject.get("identifier")
    if not isinstance(status, dict) or not _is_list_of_objects(identities):
        return None
    subject = {**subject, "identifier": [dict(identity) for identity in identities]}
    shape = Shape({**document, "credentialSubject": subject, "credentialStatus": dict(status)})
    shape.vary(shape.document, "id", IRI)
    shape.vary(shape.document, "validFrom", TIME)
    shape.vary(shape.document, "validUntil", TIME)
    shape.vary(subject, "id", IRI)
    for identity in subject["identifier"]:
        shape.vary(identity, "identityHash", DIGEST, NAME)
        shape.vary(identity, "salt", SALT)
    shape.vary(shape.document["credentialStatus"], "id", IRI)
    shape.vary(shape.document["credentialStatus"], "statusListIndex", INDEX)
    shape.vary(shape.document["credentialStatus"], "statusListCredential", IRI)
    return shape


def _is_list_of_objects(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and all(isinstance(member, dict) for member in value)


def proof_shape(options: dict[str, Any]) -> Shape:
    """Return the shape of the options of a proof, with their contexts."""
    shape = Shape(dict(options))
    shape.vary(shape.document, "created", TIME)
    shape.vary(shape.document, "verificationMethod", IRI)
    return shape
