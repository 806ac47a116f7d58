"""Items and frameworks as JSON, in the shape of 1EdTech CASE 1.1 (CFItem, CFDocument)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from ettle.framework.models import Framework, Item


def _item_changed(request: HttpRequest, identifier: uuid.UUID) -> datetime | None:
    return Item.objects.filter(uuid=identifier).values_list("changed_at", flat=True).first()


def _framework_changed(request: HttpRequest, identifier: uuid.UUID) -> datetime | None:
    return Framework.objects.filter(uuid=identifier).values_list("changed_at", flat=True).first()


@login_not_required
@require_safe
@condition(last_modified_func=_item_changed)
def item(request: HttpRequest, identifier: uuid.UUID) -> JsonResponse:
    """One item as a CFItem."""
    one = get_object_or_404(Item.objects.select_related("framework"), uuid=identifier)
    return JsonResponse(cf_item(one))


@login_not_required
@require_safe
@condition(last_modified_func=_framework_changed)
def framework(request: HttpRequest, identifier: uuid.UUID) -> JsonResponse:
    """One edition of a framework as a CFDocument."""
    return JsonResponse(cf_document(get_object_or_404(Framework, uuid=identifier)))


def cf_item(item: Item) -> dict[str, Any]:
    """The fields of a CFItem that we can fill. Empty ones are left out, as the standard asks."""
    fields = {
        "identifier": str(item.uuid),
        "uri": _address("framework:item", item.uuid),
        "fullStatement": item.statement,
        "abbreviatedStatement": item.title if item.title != item.statement else "",
        "humanCodingScheme": item.key,
        "CFItemType": item.get_kind_display(),
        "notes": "" if item.is_verified else "Not verified against the owner's text.",
        "language": item.framework.language,
        "lastChangeDateTime": _moment(item.changed_at),
        "statusEndDate": item.retired_at.date().isoformat() if item.retired_at else "",
        "CFDocumentURI": {
            "title": item.framework.title,
            "identifier": str(item.framework.uuid),
            "uri": _address("framework:framework", item.framework.uuid),
        },
    }
    return {name: value for name, value in fields.items() if value}


def cf_document(framework: Framework) -> dict[str, Any]:
    """The fields of a CFDocument that we can fill."""
    fields = {
        "identifier": str(framework.uuid),
        "uri": _address("framework:framework", framework.uuid),
        "creator": framework.owner,
        "title": framework.title,
        "version": framework.edition,
        "description": framework.description,
        "notes": framework.note,
        "officialSourceURL": framework.source_url,
        "language": framework.language,
        "statusStartDate": framework.in_force_on.isoformat() if framework.in_force_on else "",
        "lastChangeDateTime": _moment(framework.changed_at),
        "CFPackageURI": {
            "title": framework.title,
            "identifier": str(framework.uuid),
            "uri": _address("framework:framework", framework.uuid),
        },
    }
    return {name: value for name, value in fields.items() if value}


def _address(name: str, identifier: uuid.UUID) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=[identifier])}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
