"""Badges of our own making that differ from one sound badge in one feature each, genuine and changed ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ettle.badges.tests import foreign_badges
from ettle.badges.tests.foreign_badges import OTHER, PRIVATE, Document, did_of, method_of, sign, unsigned

OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0."
ALIGNMENT = {"type": ["Alignment"], "targetName": "Sharing", "targetUrl": "https://a.example/1"}
GEO = {"type": "GeoCoordinates", "latitude": 55, "longitude": -3}
PROFILE = {"id": "https://a.example/p", "type": ["Profile"], "name": "Someone"}
HASHED = {
    "type": "IdentityObject",
    "hashed": True,
    "identityHash": "sha256$00",
    "identityType": "emailAddress",
    "salt": "s",
}

# Members of the achievement, the subject, the issuer and the whole badge, each signed as it is.
ACHIEVEMENT: dict[str, Document] = {
    "one alignment": {"alignment": [ALIGNMENT]},
    "three alignments": {"alignment": [{**ALIGNMENT, "targetCode": str(n)} for n in range(3)]},
    "two alignments that are the same": {"alignment": [ALIGNMENT, ALIGNMENT]},
    "an alignment that is not in a list": {"alignment": ALIGNMENT},
    "a result description": {
        "resultDescription": [
            {"id": "urn:uuid:1", "type": ["ResultDescription"], "name": "Mark", "resultType": "Percent"}
        ]
    },
    "an image": {"image": {"id": "https://a.example/i.png", "type": "Image", "caption": "A badge"}},
    "tags": {"tag": ["one", "two"]},
    "tags in another script": {"tag": ["eins", "zwölf", "三"]},
    "a creator": {"creator": PROFILE},
    "a code and a version": {"humanCode": "ET-1", "version": "1", "inLanguage": "en-GB"},
    "half a credit": {"creditsAvailable": 0.5},
    "whole credits": {"creditsAvailable": 3},
    "large credits": {"creditsAvailable": 1e21},
    "a type of achievement": {"achievementType": "Badge"},
    "criteria with an address": {"criteria": {"id": "https://a.example/c", "narrative": "n"}},
    "a related achievement": {"related": [{"id": "https://a.example/2", "type": ["Related"]}]},
    "a field of study": {"fieldOfStudy": "Care", "specialization": "Homes"},
    "another identifier": {
        "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "1", "identifierType": "identifier"}]
    },
}
SUBJECT: dict[str, Document] = {
    "a hashed address": {"identifier": [HASHED]},
    "a plain name": {"identifier": [{**HASHED, "hashed": False, "identityHash": "Isla", "identityType": "name"}]},
    "a result": {"result": [{"type": ["Result"], "value": "70"}]},
    "dates of an activity": {"activityStartDate": "2026-01-01T00:00:00Z", "activityEndDate": "2026-02-01T00:00:00Z"},
    "credits earned": {"creditsEarned": 1.25},
    "a role and a term": {"role": "Learner", "term": "Spring", "licenseNumber": "7"},
    "a narrative": {"narrative": "What was done,\nin two lines and with “quotes” and \\ one."},
    "a source": {"source": PROFILE},
}
ISSUER: dict[str, Document] = {
    "an address of the web and of email": {"url": "https://a.example/", "email": "a@a.example", "phone": "1"},
    "a picture of the issuer": {"image": {"id": "https://a.example/i.png", "type": "Image"}},
    "a place in whole numbers": {"address": {"type": ["Address"], "addressCountry": "UK", "geo": GEO}},
    "a place in fractions": {"address": {"type": ["Address"], "geo": {**GEO, "latitude": 55.25}}},
    "an official name": {"official": "The college", "description": "A college"},
    "a parent": {"parentOrg": PROFILE},
}
BADGE: dict[str, Document] = {
    "as it is": {},
    "without the context of extensions": {"@context": foreign_badges.CONTEXTS[:2]},
    "the other type": {"type": ["VerifiableCredential", "AchievementCredential"]},
    "it has ended": {"validUntil": "2026-02-01T00:00:00Z"},
    "it ends later": {"validUntil": "2099-02-01T00:00:00Z"},
    "it begins later": {"validFrom": "2099-02-01T00:00:00Z"},
    "a date with parts of seconds": {"validFrom": "2026-01-01T00:00:00.123Z"},
    "a date of another zone": {"validFrom": "2026-01-01T00:00:00+01:00"},
    "an emoji": {"name": "Well done 🎉"},
    "letters from right to left": {"name": "عمل جماعي"},
    "markup": {"name": "<b>Team</b> & work"},
    "a description": {"description": "A badge"},
    "the day of the award": {"awardedDate": "2026-01-01T00:00:00Z"},
    "evidence with an address": {"evidence": [{"id": "https://a.example/e", "type": ["Evidence"], "name": "e"}]},
    "evidence without one": {"evidence": [{"type": ["Evidence"], "narrative": "e"}]},
    "three pieces of evidence": {"evidence": [{"type": ["Evidence"], "narrative": str(n)} for n in range(3)]},
    "an endorsement": {"endorsement": [foreign_badges.endorsement()]},
    "a picture": {"image": {"id": "https://a.example/i.png", "type": "Image"}},
}  # fmt: skip


def _set(**changes: Any) -> Callable[[Document], object]:
    return lambda badge: badge.update(changes)


def _in_proof(**changes: Any) -> Callable[[Document], object]:
    return lambda badge: badge["proof"].update(changes)


def _in_subject(**changes: Any) -> Callable[[Document], object]:
    return lambda badge: badge["credentialSubject"].update(changes)


def _in_issuer(**changes: Any) -> Callable[[Document], object]:
    return lambda badge: badge["issuer"].update(changes)


# What was done to a badge after it was signed.
CHANGES: dict[str, Callable[[Document], object]] = {
    "another name": _set(name="Team play"),
    "another day": _set(validFrom="2025-01-01T00:00:00Z"),
    "a later end": _set(validUntil="2099-01-01T00:00:00Z"),
    "another id": _set(id="urn:uuid:9"),
    "another holder": _in_subject(id="urn:uuid:9"),
    "a grade that no context knows": _in_subject(grade="A"),
    "a narrative that was added": _in_subject(narrative="Very good"),
    "an address that leads nowhere": _set(evidence=[{"id": "no/address", "type": ["Evidence"]}]),
    "another achievement": lambda badge: badge["credentialSubject"]["achievement"].update(id="urn:uuid:9"),
    "no description": lambda badge: badge["credentialSubject"]["achievement"].pop("description"),
    "another name of the issuer": _in_issuer(name="Another college"),
    "another issuer": _in_issuer(id=did_of(OTHER)),
    "a type less": _set(type=["OpenBadgeCredential"]),
    "context 3.0.1": _set(**{"@context": [foreign_badges.CONTEXTS[0], f"{OB}1.json"]}),
    "context 3.0.2": _set(**{"@context": [foreign_badges.CONTEXTS[0], f"{OB}2.json"]}),
    "contexts in another order": _set(**{"@context": list(reversed(foreign_badges.CONTEXTS[:2]))}),
    "a context less": _set(**{"@context": foreign_badges.CONTEXTS[:1]}),
    "a context that is not known": _set(**{"@context": [*foreign_badges.CONTEXTS, "https://a.example/words"]}),
    "another signature": _in_proof(proofValue=sign(unsigned(name="X"))["proof"]["proofValue"]),
    "a broken signature": _in_proof(proofValue="z111"),
    "another time of signing": _in_proof(created="2026-01-02T00:00:00Z"),
    "another purpose": _in_proof(proofPurpose="authentication"),
    "another kind of signature": _in_proof(cryptosuite="ecdsa-rdfc-2019"),
    "a kind that is not known": _in_proof(cryptosuite="made-up-2026"),
    "the key of someone else": _in_proof(verificationMethod=method_of(did_of(OTHER))),
    "no signature": lambda badge: badge.pop("proof"),
    "an empty list of signatures": _set(proof=[]),
    "its signature in a list": lambda badge: badge.update(proof=[badge["proof"]]),
    "its members in another order": lambda badge: badge.update(name=badge.pop("name")),
}


def varied_badges() -> dict[str, Document]:
    """Return every badge by what is special about it."""
    found = {}
    for name, members in ACHIEVEMENT.items():
        badge = unsigned()
        badge["credentialSubject"]["achievement"] |= members
        found[name] = sign(badge)
    for part, varied in (("credentialSubject", SUBJECT), ("issuer", ISSUER)):
        for name, members in varied.items():
            badge = unsigned()
            badge[part] |= members
            found[name] = sign(badge)
    found |= {name: sign(unsigned(**members)) for name, members in BADGE.items()}
    signed = sign(unsigned())
    found |= {name: foreign_badges.changed(signed, change) for name, change in CHANGES.items()}
    found["signed by someone else under this name"] = sign(unsigned(), OTHER, method_of(did_of(PRIVATE)))
    forged = foreign_badges.endorsement()
    forged["credentialSubject"]["endorsementComment"] = "I did not say this."
    endorsed = sign(unsigned(endorsement=[foreign_badges.endorsement()]))
    found["an endorsement that was changed"] = {**endorsed, "endorsement": [forged]}
    return found
