"""Badges, who issues them, what was awarded and what was signed.

A published version never changes. An award is created once. What was signed is stored byte for byte. A withdrawal is
never undone. The signing log only grows.
"""

from __future__ import annotations

from ettle.badges.models.awards import Award, Holder, Issuance, NameChoice, ReissueRequest
from ettle.badges.models.credentials import (
    Cancellation,
    Credential,
    Revocation,
    StatusList,
    Suspension,
    WithdrawalList,
)
from ettle.badges.models.definitions import Badge, BadgeVersion, Criterion, Prerequisite, PublishedAchievement
from ettle.badges.models.issuers import (
    Issuer,
    KeyChange,
    SigningKey,
    SigningKeyQuerySet,
    SigningLogLine,
    TrustedIssuer,
)

__all__ = [
    "Award",
    "Badge",
    "BadgeVersion",
    "Cancellation",
    "Credential",
    "Criterion",
    "Holder",
    "Issuance",
    "Issuer",
    "KeyChange",
    "NameChoice",
    "Prerequisite",
    "PublishedAchievement",
    "ReissueRequest",
    "Revocation",
    "SigningKey",
    "SigningKeyQuerySet",
    "SigningLogLine",
    "StatusList",
    "Suspension",
    "TrustedIssuer",
    "WithdrawalList",
]
