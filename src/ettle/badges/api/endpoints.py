"""Public resources for machines: credentials, definitions, issuers' keys, status lists and pictures."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from ettle.badges import queries
from ettle.badges.api import responses
from ettle.badges.api.description import Operation, operation
from ettle.badges.api.problem_details import Problem, api_view, problem_response
from ettle.badges.credential import badge_documents, identifiers
from ettle.badges.definition import baked_pictures
from ettle.badges.limits import CHECKS
from ettle.badges.models import Credential, Issuer, StatusList
from ettle.badges.status import list_files, withdrawals
from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.operations import site_address

UNKNOWN = {503: "What was withdrawn is not known at the moment."}
RETRY_SECONDS = 600
GONE = {410: "This site does not give it away any more. A newer one is named in the header Link."}


@audience(EVERYONE)
@api_view(CHECKS)
@operation(Operation("A badge as it was signed.", {responses.CREDENTIAL_TYPE: None}, refusals=GONE))
def credential(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    signed = _get_credential(award)
    content, filename = bytes(signed.document), f"{signed.award.version.badge.slug}.json"
    return _gone_response(signed) or responses.public_response(
        request, content, responses.CREDENTIAL_TYPE, filename=filename
    )


@audience(EVERYONE)
@api_view(CHECKS)
@operation(Operation("A badge as a signed token (VC-JWT).", {responses.TOKEN_TYPE: None}, refusals=GONE))
def token(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    signed = _get_credential(award)
    content, filename = signed.jwt.encode(), f"{signed.award.version.badge.slug}.jwt"
    return _gone_response(signed) or responses.public_response(
        request, content, responses.TOKEN_TYPE, filename=filename
    )


@audience(EVERYONE)
@api_view(CHECKS)
@operation(Operation("The picture of a badge with the badge inside (PNG).", {"image/png": None}, refusals=GONE))
def baked_png(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """The badge's picture with the whole credential inside; that of a withdrawn or suspended one says so."""
    signed = _get_credential(award)
    if gone := _gone_response(signed):
        return gone
    filename = f"{signed.award.version.badge.slug}.png"
    return responses.public_response(request, baked_pictures.bake_png(signed), "image/png", filename=filename)


@audience(EVERYONE)
@api_view(CHECKS)
@operation(Operation("The picture of a badge with the badge inside (SVG).", {"image/svg+xml": None}, refusals=GONE))
def baked_svg(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """The badge's drawing with the whole credential inside; that of a withdrawn or suspended one says so."""
    signed = _get_credential(award)
    if gone := _gone_response(signed):
        return gone
    filename = f"{signed.award.version.badge.slug}.svg"
    return responses.public_response(request, baked_pictures.bake_svg(signed), "image/svg+xml", filename=filename)


@audience(EVERYONE)
@api_view(CHECKS)
@operation(Operation("The public keys of the site as an issuer.", {responses.DID_TYPE: None}))
def site_keys(request: HttpRequest) -> HttpResponse:
    return _keys_response(request, identifiers.SITE)


@audience(EVERYONE)
@api_view(CHECKS)
@operation(Operation("The public keys of an organisation as an issuer.", {responses.DID_TYPE: None}))
def issuer_keys(request: HttpRequest, slug: str) -> HttpResponse:
    return _keys_response(request, slug)


@audience(EVERYONE)
@api_view(CHECKS)
@operation(
    Operation(
        "The signed list of withdrawn badges.",
        {responses.CREDENTIAL_TYPE: None},
        refusals={503: "What was withdrawn is not known at the moment."},
    )
)
def status_list(request: HttpRequest, status_list: uuid.UUID) -> HttpResponse:
    """The list as last signed, from its file while the database is down.

    Status 503 while a restored site cannot tell what was withdrawn since.
    """
    try:
        row = get_object_or_404(StatusList, uuid=status_list)
        is_known, document = withdrawals.is_list_available(), bytes(row.document)
    except DatabaseError:
        stored = list_files.read_list_file(status_list)
        is_known, document = stored is not None, stored or b""
    if not is_known:
        raise Problem(
            HTTPStatus.SERVICE_UNAVAILABLE, _("What was withdrawn is not known at the moment."), retry_after=600
        )
    response = responses.public_response(
        request, document, responses.CREDENTIAL_TYPE, seconds=badge_documents.LIST_CACHED_SECONDS
    )
    # A cache in front serves what it has while the site is down: the list itself says until when it is valid.
    patch_cache_control(response, stale_if_error=responses.DAY_SECONDS)
    return response


def _keys_response(request: HttpRequest, slug: str) -> HttpResponse:
    address = site_address.requested_address(request)
    issuer = get_object_or_404(Issuer, identifier=identifiers.issuer_id(slug, address))
    content = badge_documents.document_to_bytes(
        badge_documents.build_issuer_keys(issuer, issuer.keys.order_by("created_at", "pk"))
    )
    return responses.public_response(request, content, responses.DID_TYPE)


def _get_credential(number: uuid.UUID) -> Credential:
    credential = queries.credential_by_number(number)
    if credential is None:
        raise Http404
    return credential


def _gone_response(credential: Credential) -> HttpResponse | None:
    """410 for what this site does not give away any more, with a link to the newer one; None for everything else.

    A replaced credential may contain a name that its holder does not use any more. Of a holder who has deleted their
    account the site has no copy.
    """
    newest = credential.award.credential
    is_replaced = newest is not None and newest != credential
    if credential.has_document and not is_replaced:
        return None
    gone = problem_response(Problem(HTTPStatus.GONE, _("This badge is not here any more.")))
    if is_replaced and newest is not None:
        gone.headers["Link"] = f'<{newest.identifier}>; rel="successor-version"'
    gone.headers["Cache-Control"] = "max-age=0, public"
    return gone
