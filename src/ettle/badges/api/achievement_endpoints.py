"""What a version of a badge means, and its picture, at the addresses that signed badges name."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ettle.badges.api import responses
from ettle.badges.api.description import Operation, operation
from ettle.badges.api.problem_details import api_view
from ettle.badges.credential import achievements, badge_documents
from ettle.badges.definition import badge_artwork, badge_details
from ettle.badges.limits import CHECKS
from ettle.badges.models import BadgeVersion
from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.operations import site_address


@audience(EVERYONE)
@api_view(CHECKS)
@operation(
    Operation(
        "What one version of a badge means. Ask for application/ld+json: a browser gets a page.",
        {responses.JSON_LD_TYPE: None},
    )
)
def achievement(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """What one version of a badge means: a page for people, JSON for machines."""
    badge_version = get_object_or_404(BadgeVersion.objects.select_related("badge"), uuid=version)
    if responses.is_page_request(request):
        context = {"meaning": badge_details.load_badge_details(badge_version), "version": badge_version, "award": None}
        response = render(request, "badges/definition.html", context)
    else:
        address = site_address.requested_address(request)
        content = badge_documents.document_to_bytes(achievements.build_standalone_achievement(badge_version, address))
        response = responses.public_response(request, content, responses.JSON_LD_TYPE, seconds=responses.DAY_SECONDS)
    response.headers["Vary"] = "Accept, Cookie"
    return response


@audience(EVERYONE)
@api_view(CHECKS)
@operation(Operation("The picture of a badge version (PNG).", {"image/png": None}))
def picture_png(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    badge_version = get_object_or_404(BadgeVersion.objects.select_related("badge"), uuid=version)
    return responses.public_response(
        request,
        badge_artwork.draw_png(badge_version.badge.number, badge_version.emblem),
        "image/png",
        seconds=responses.DAY_SECONDS,
    )


@audience(EVERYONE)
@api_view(CHECKS)
@operation(Operation("The picture of a badge version (SVG).", {"image/svg+xml": None}))
def picture_svg(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    badge_version = get_object_or_404(BadgeVersion.objects.select_related("badge"), uuid=version)
    svg = badge_artwork.draw_svg(badge_version.badge.number, badge_version.name, badge_version.emblem)
    return responses.public_response(request, svg.encode(), "image/svg+xml", seconds=responses.DAY_SECONDS)
