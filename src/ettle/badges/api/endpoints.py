"""Public resources for machines: credentials, definitions, issuers' keys, status lists and pictures."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ettle.badges.api import responses
from ettle.badges.credential import badge_documents, baked_image, identifiers
from ettle.badges.definition import badge_artwork, badge_details, withdrawn_picture
from ettle.badges.limits import CHECKS
from ettle.badges.models import Award, BadgeVersion, Issuer, StatusList
from ettle.badges.status import withdrawals
from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.http.page_limits import limit_page
from ettle.kit.operations import site_address


@audience(EVERYONE)
@limit_page(CHECKS)
@require_safe
def credential(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    signed_award = _get_signed_award(award)
    content = bytes(signed_award.credential.document)
    return responses.public_response(
        request, content, responses.CREDENTIAL_TYPE, filename=f"{signed_award.version.badge.slug}.json"
    )


@audience(EVERYONE)
@limit_page(CHECKS)
@require_safe
def token(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    signed_award = _get_signed_award(award)
    content, filename = signed_award.credential.jwt.encode(), f"{signed_award.version.badge.slug}.jwt"
    return responses.public_response(request, content, responses.TOKEN_TYPE, filename=filename)


@audience(EVERYONE)
@limit_page(CHECKS)
@require_safe
def baked_png(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """The badge's picture with the whole credential inside; that of a withdrawn badge says so."""
    signed_award = _get_signed_award(award)
    picture = badge_artwork.draw_png(signed_award.version.badge.number, signed_award.version.emblem)
    if signed_award.is_revoked:
        picture = withdrawn_picture.mark_withdrawn(picture)
    content = baked_image.bake_credential(picture, bytes(signed_award.credential.document).decode())
    return responses.public_response(request, content, "image/png", filename=f"{signed_award.version.badge.slug}.png")


@audience(EVERYONE)
@limit_page(CHECKS)
@require_safe
def achievement(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """What one version of a badge means: a page for people, JSON for machines."""
    badge_version = get_object_or_404(BadgeVersion.objects.select_related("badge"), uuid=version)
    if responses.is_page_request(request):
        context = {"meaning": badge_details.load_badge_details(badge_version), "version": badge_version, "award": None}
        response = render(request, "badges/definition.html", context)
    else:
        address = site_address.requested_address(request)
        content = badge_documents.document_to_bytes(
            badge_documents.build_standalone_achievement(badge_version, address)
        )
        response = responses.public_response(request, content, responses.JSON_LD_TYPE, seconds=responses.DAY_SECONDS)
    response.headers["Vary"] = "Accept, Cookie"
    return response


@audience(EVERYONE)
@limit_page(CHECKS)
@require_safe
def picture_png(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    badge_version = get_object_or_404(BadgeVersion.objects.select_related("badge"), uuid=version)
    return responses.public_response(
        request,
        badge_artwork.draw_png(badge_version.badge.number, badge_version.emblem),
        "image/png",
        seconds=responses.DAY_SECONDS,
    )


@audience(EVERYONE)
@limit_page(CHECKS)
@require_safe
def picture_svg(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    badge_version = get_object_or_404(BadgeVersion.objects.select_related("badge"), uuid=version)
    svg = badge_artwork.draw_svg(badge_version.badge.number, badge_version.name, badge_version.emblem)
    return responses.public_response(request, svg.encode(), "image/svg+xml", seconds=responses.DAY_SECONDS)


@audience(EVERYONE)
@limit_page(CHECKS)
@require_safe
def site_keys(request: HttpRequest) -> HttpResponse:
    return _keys_response(request, identifiers.SITE)


@audience(EVERYONE)
@limit_page(CHECKS)
@require_safe
def issuer_keys(request: HttpRequest, slug: str) -> HttpResponse:
    return _keys_response(request, slug)


@audience(EVERYONE)
@limit_page(CHECKS)
@require_safe
def status_list(request: HttpRequest, status_list: uuid.UUID) -> HttpResponse:
    """The list as last signed; status 503 while a restored site cannot tell what was withdrawn since."""
    row = get_object_or_404(StatusList, uuid=status_list)
    if not withdrawals.is_list_available():
        return HttpResponse("What was withdrawn is not known at the moment.", status=503, content_type="text/plain")
    return responses.public_response(request, bytes(row.document), responses.CREDENTIAL_TYPE)


def _keys_response(request: HttpRequest, slug: str) -> HttpResponse:
    address = site_address.requested_address(request)
    issuer = get_object_or_404(Issuer, identifier=identifiers.issuer_id(slug, address))
    content = badge_documents.document_to_bytes(
        badge_documents.build_issuer_keys(issuer, issuer.keys.order_by("created_at", "pk"))
    )
    return responses.public_response(request, content, responses.DID_TYPE)


def _get_signed_award(award: uuid.UUID) -> Award:
    row = Award.objects.with_related().filter(uuid=award).first()
    if row is None or not row.is_signed:
        raise Http404
    return row
