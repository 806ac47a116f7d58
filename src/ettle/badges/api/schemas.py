"""What the API answers and takes, as models. The description of the API (OpenAPI) is made from them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ettle.badges.verify.verdicts import Answer, Question, Result


class Schema(BaseModel):
    """Members of other names are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProblemDetails(Schema):
    """What went wrong (RFC 9457)."""

    type: Literal["about:blank"] = "about:blank"
    title: Annotated[str, Field(description="The status in words.")]
    status: Annotated[int, Field(description="The status of the answer.")]
    detail: Annotated[str, Field(description="What happened and what to do.")]


class BadgeSummary(Schema):
    """A badge that can be earned here, in its newest version."""

    slug: str
    name: str
    summary: str
    version: Annotated[int, Field(description="1 for the first version that was published.")]
    minutes: Annotated[int, Field(description="How long it takes most people.")]
    valid_for_months: Annotated[int | None, Field(description="How long it is valid; null if it does not end.")]
    achievement: Annotated[str, Field(description="The address of the achievement, as data.")]
    picture: Annotated[str, Field(description="The address of its picture (SVG).")]
    page: Annotated[str, Field(description="The address of its page for people.")]


class BadgeCriterion(Schema):
    """One thing that a badge asks for."""

    title: str
    question: str


class BadgeDetails(BadgeSummary):
    """A badge with everything that it asks for."""

    why: str
    criteria: list[BadgeCriterion]


class BadgeList(Schema):
    badges: list[BadgeSummary]


class IssuerSummary(Schema):
    """Who issues badges on this site."""

    id: Annotated[str, Field(description="The permanent id in its badges: a did:web or an address.")]
    name: str
    url: str
    keys: Annotated[str, Field(description="The address of its public keys, as data.")]


class IssuerList(Schema):
    issuers: list[IssuerSummary]


class VerifyRequest(Schema):
    """A badge to check."""

    badge: Annotated[
        str | dict[str, Any],
        Field(description="The badge: its JSON as an object or as text, or a token (VC-JWT)."),
    ]


class CheckResult(Schema):
    """One question of a check."""

    question: Literal[tuple(question.name for question in Question)]  # type: ignore[valid-type]  # known when it runs
    result: Literal[tuple(result.name for result in Result)]  # type: ignore[valid-type]  # as above
    reason: str


class EndorsementResult(Schema):
    """What was signed about a badge, checked on its own."""

    by: Annotated[str, Field(description="The name in it, which is not confirmed.")]
    comment: str
    answer: Literal[tuple(answer.name for answer in Answer)]  # type: ignore[valid-type]  # as above
    checks: list[CheckResult]


class VerdictResult(Schema):
    """What a check of a badge found. Only VALID means that everything was checked and is right."""

    answer: Literal[tuple(answer.name for answer in Answer)]  # type: ignore[valid-type]  # as above
    words: Annotated[str, Field(description="The answer in words.")]
    why: Annotated[str, Field(description="The reason of the check that decided; empty for VALID.")]
    checked_at: datetime
    issuer: Annotated[str, Field(description="The name of the issuer; confirmed only where ISSUER is YES.")]
    checks: list[CheckResult]
    endorsements: list[EndorsementResult]


BadgeState = Literal["being signed", "valid", "expired", "suspended", "withdrawn"]


class EarnedBadge(Schema):
    """A badge that the holder has earned."""

    name: str
    slug: str
    issuer: str
    awarded_at: datetime
    valid_until: datetime | None
    state: Annotated[
        BadgeState,
        Field(description="As this site knows it. Check the credential to be sure."),
    ]
    credential: Annotated[str | None, Field(description="The address of the signed badge; null until it is signed.")]
    page: Annotated[str, Field(description="The address of the page that verifies it.")]


class EarnedBadgeList(Schema):
    badges: list[EarnedBadge]
