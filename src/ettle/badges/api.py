"""What machines fetch: credentials, definitions, issuers' keys, status lists and pictures. Public, and nothing else."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ettle.badges import baking, documents, identifiers, pictures, presenting, public, withdrawals
from ettle.badges.models import Award, BadgeVersion, Issuer, StatusList


@login_not_required
@require_safe
def credential(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    found = _signed(award)
    content = bytes(found.credential.document)
    return public.answer(request, content, public.CREDENTIAL, filename=f"{found.version.badge.slug}.json")


@login_not_required
@require_safe
def token(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    found = _signed(award)
    return public.answer(
        request, found.credential.jwt.encode(), public.TOKEN, filename=f"{found.version.badge.slug}.jwt"
    )


@login_not_required
@require_safe
def baked(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """The badge's picture with the whole credential inside."""
    found = _signed(award)
    picture = pictures.png(found.version.badge.number)
    content = baking.bake(picture, bytes(found.credential.document).decode())
    return public.answer(request, content, "image/png", filename=f"{found.version.badge.slug}.png")


@login_not_required
@require_safe
def achievement(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """What one version of a badge means: a page for people, JSON for machines."""
    found = get_object_or_404(BadgeVersion.objects.select_related("badge"), uuid=version)
    if public.wants_page(request):
        context = {"meaning": presenting.meaning(found), "version": found, "award": None}
        response = render(request, "badges/definition.html", context)
    else:
        content = documents.as_bytes(documents.achievement_alone(found))
        response = public.answer(request, content, public.LINKED, seconds=public.DAY)
    response.headers["Vary"] = "Accept, Cookie"
    return response


@login_not_required
@require_safe
def picture_png(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(BadgeVersion.objects.select_related("badge"), uuid=version)
    return public.answer(request, pictures.png(found.badge.number), "image/png", seconds=public.DAY)


@login_not_required
@require_safe
def picture_svg(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(BadgeVersion.objects.select_related("badge"), uuid=version)
    drawn = pictures.svg(found.badge.number, found.name)
    return public.answer(request, drawn.encode(), "image/svg+xml", seconds=public.DAY)


@login_not_required
@require_safe
def site_keys(request: HttpRequest) -> HttpResponse:
    return _keys(request, identifiers.SITE)


@login_not_required
@require_safe
def issuer_keys(request: HttpRequest, slug: str) -> HttpResponse:
    return _keys(request, slug)


@login_not_required
@require_safe
def status_list(request: HttpRequest, status_list: uuid.UUID) -> HttpResponse:
    """The list as last signed; none (503) while a restored site cannot tell what was withdrawn since."""
    found = get_object_or_404(StatusList, uuid=status_list)
    if not withdrawals.are_known():
        return HttpResponse("What was withdrawn is not known at the moment.", status=503, content_type="text/plain")
    return public.answer(request, bytes(found.document), public.CREDENTIAL)


def _keys(request: HttpRequest, slug: str) -> HttpResponse:
    issuer = get_object_or_404(Issuer, identifier=identifiers.issuer(slug))
    content = documents.as_bytes(documents.issuer_keys(issuer, issuer.keys.order_by("made_at", "pk")))
    return public.answer(request, content, public.DID)


def _signed(award: uuid.UUID) -> Award:
    found = Award.objects.with_all().filter(uuid=award).first()
    if found is None or not found.is_signed:
        raise Http404
    return found
