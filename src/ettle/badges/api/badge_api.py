"""The API: the badges of this site, its issuers, checks of badges, and the badges of the person who asks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from pydantic import BaseModel, ValidationError

from ettle.badges import queries
from ettle.badges.api import description, responses, schemas
from ettle.badges.api.description import Operation, operation
from ettle.badges.api.problem_details import Problem, api_view
from ettle.badges.credential import identifiers
from ettle.badges.limits import CHECKS
from ettle.badges.models import Award, BadgeVersion, Issuer
from ettle.badges.verify import issuer_keys, verification
from ettle.badges.verify.documents import badge_parser
from ettle.badges.verify.documents.badge_parser import InvalidBadge
from ettle.badges.verify.verdicts import Verdict
from ettle.kit.http.audience import ACCOUNT_HOLDERS, EVERYONE, audience
from ettle.kit.operations import site_address
from ettle.kit.translations.catalogue import show_english

if TYPE_CHECKING:
    from ettle.people.models import User

JSON_TYPE = "application/json"
VERSION = "1"
PICTURE_TYPES = ("image/png", "image/svg+xml")
BUSY_SECONDS = 60
# Words about badges are in English, as in what is signed: one address has one content for everybody.


@audience(EVERYONE)
@api_view(CHECKS)
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of this API (OpenAPI 3.1)."""
    address = site_address.current_address()
    document = description.describe_api(
        find_patterns(get_resolver().url_patterns), title="Open Badges of this site", address=address, version=VERSION
    )
    return responses.public_response(request, json.dumps(document).encode(), JSON_TYPE)


def find_patterns(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """Every address of the rooms, which list theirs without a beginning of their own."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from find_patterns(pattern.url_patterns) if not str(pattern.pattern) else ()
        else:
            yield pattern


@audience(EVERYONE)
@api_view(CHECKS)
@operation(Operation("The badges that can be earned on this site.", {JSON_TYPE: schemas.BadgeList}))
@show_english()
def badges(request: HttpRequest) -> HttpResponse:
    address = site_address.current_address()
    listed = [schemas.BadgeSummary(**_summarise(version, address)) for version in queries.current_versions()]
    return _public(request, schemas.BadgeList(badges=listed))


@audience(EVERYONE)
@api_view(CHECKS)
@operation(Operation("One badge, with what it asks for.", {JSON_TYPE: schemas.BadgeDetails}))
@show_english()
def badge(request: HttpRequest, slug: str) -> HttpResponse:
    version = queries.version_by_slug(slug)
    if version is None:
        raise Http404
    criteria = [
        schemas.BadgeCriterion(title=criterion.title, question=criterion.question)
        for criterion in queries.version_criteria(version)
    ]
    summary = _summarise(version, site_address.current_address())
    return _public(request, schemas.BadgeDetails(**summary, why=version.why, criteria=criteria))


@audience(EVERYONE)
@api_view(CHECKS)
@operation(Operation("Who issues badges on this site.", {JSON_TYPE: schemas.IssuerList}))
def issuers(request: HttpRequest) -> HttpResponse:
    listed = [
        schemas.IssuerSummary(
            id=issuer.identifier,
            name=issuer.name,
            url=issuer.url,
            keys=issuer_keys.key_document_address(issuer.identifier),
        )
        for issuer in Issuer.objects.order_by("pk")
    ]
    return _public(request, schemas.IssuerList(issuers=listed))


@audience(EVERYONE)
@csrf_exempt  # it needs no account, and changes nothing
@api_view(CHECKS, methods=("POST",))
@operation(
    Operation(
        "Check a badge of any issuer. A picture is sent as it is, everything else as JSON. Nothing is stored.",
        {JSON_TYPE: schemas.VerdictResult},
        method="post",
        request=schemas.VerifyRequest,
        request_types=PICTURE_TYPES,
        refusals={
            400: "The request is not JSON of the form that is described.",
            413: "More than a badge can have.",
            415: "Another type of content.",
            422: "What was sent is not a badge that can be read.",
            503: "Many badges are being checked: see Retry-After.",
        },
        has_etag=False,
    )
)
def verify(request: HttpRequest) -> HttpResponse:
    try:
        verdict = verification.verify_content(_read_badge(request), now=timezone.now())
    except InvalidBadge as fault:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(fault)) from None
    if verification.is_busy(verdict):
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(verdict.why), retry_after=BUSY_SECONDS)
    response = _respond(_describe_verdict(verdict))
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-store"
    return response


@audience(ACCOUNT_HOLDERS)
@api_view(CHECKS)
@operation(
    Operation(
        "The badges that you have earned.",
        {JSON_TYPE: schemas.EarnedBadgeList},
        refusals={401: "Not signed in."},
        needs_holder=True,
    )
)
@show_english()
def my_badges(request: HttpRequest) -> HttpResponse:
    holder = find_holder(request)
    now = timezone.now()
    listed = [_describe_award(award, now) for award in queries.learner_awards(holder)]
    return responses.private_response(request, _dump(schemas.EarnedBadgeList(badges=listed)), JSON_TYPE)


def find_holder(request: HttpRequest) -> User:
    """Return who asks. Raises Problem for a visitor."""
    if request.user.is_authenticated:
        return request.user
    raise Problem(HTTPStatus.UNAUTHORIZED, _("Sign in on this site first."))


def _read_badge(request: HttpRequest) -> bytes:
    """The badge in a request, as a file of it would have it. Raises Problem and InvalidBadge."""
    if request.content_type in PICTURE_TYPES:
        return request.body
    if request.content_type != JSON_TYPE:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _("Send JSON, or a PNG or SVG picture."))
    try:
        sent = schemas.VerifyRequest.model_validate(badge_parser.parse_strict_json(request.body.decode()))
    except (InvalidBadge, ValidationError, UnicodeDecodeError):
        raise Problem(HTTPStatus.BAD_REQUEST, _("Send a JSON object with the badge as ‘badge’.")) from None
    return (sent.badge if isinstance(sent.badge, str) else json.dumps(sent.badge)).encode()


def _describe_verdict(verdict: Verdict) -> schemas.VerdictResult:
    return schemas.VerdictResult(
        answer=verdict.answer.name,
        words=_(verdict.answer.value),
        why=str(verdict.why),
        checked_at=verdict.at,
        issuer=verdict.issuer_name,
        checks=_describe_checks(verdict),
        endorsements=[
            schemas.EndorsementResult(
                by=endorsement.by,
                comment=endorsement.comment,
                answer=endorsement.verdict.answer.name,
                checks=_describe_checks(endorsement.verdict),
            )
            for endorsement in verdict.endorsements
        ],
    )


def _describe_checks(verdict: Verdict) -> list[schemas.CheckResult]:
    return [
        schemas.CheckResult(question=check.question.name, result=check.result.name, reason=str(check.reason))
        for check in verdict.checks
    ]


def _summarise(version: BadgeVersion, address: str) -> dict[str, Any]:
    return {
        "slug": version.badge.slug,
        "name": version.name,
        "summary": version.summary,
        "version": version.edition,
        "minutes": version.minutes,
        "valid_for_months": version.valid_for_months,
        "achievement": identifiers.achievement_url(version, address),
        "picture": f"{address}{reverse('badges:picture_svg', args=[version.uuid])}",
        "page": f"{address}{reverse('badges:definition', args=[version.badge.slug])}",
    }


def _describe_award(award: Award, now: datetime) -> schemas.EarnedBadge:
    return schemas.EarnedBadge(
        name=award.version.name,
        slug=award.version.badge.slug,
        issuer=award.issuer.name,
        awarded_at=award.awarded_at,
        valid_until=award.valid_until,
        state=_find_state(award, now),
        credential=award.credential.identifier if award.is_signed else None,
        page=identifiers.verify_page_url(award),
    )


def _find_state(award: Award, now: datetime) -> schemas.BadgeState:
    if award.is_revoked:
        return "withdrawn"
    if not award.is_signed:
        return "being signed"
    if award.is_suspended:
        return "suspended"
    return "expired" if award.valid_until and award.valid_until <= now else "valid"


def _public(request: HttpRequest, answer: BaseModel) -> HttpResponse:
    return responses.public_response(request, _dump(answer), JSON_TYPE)


def _respond(answer: BaseModel) -> HttpResponse:
    return HttpResponse(_dump(answer), content_type=JSON_TYPE)


def _dump(answer: BaseModel) -> bytes:
    return answer.model_dump_json().encode()
