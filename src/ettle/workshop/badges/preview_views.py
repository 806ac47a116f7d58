"""The author's preview of a badge, with the credential that would be signed."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ettle.badges.queries import preview_badge
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.refusal import Refused
from ettle.people.types import SignedInRequest
from ettle.workshop.badges.badge_parts import get_draft


@audience(AUTHORS)
@require_safe
def preview(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Show the badge as its page would, and the credential of an example person."""
    draft = get_draft(identifier)
    context: dict[str, Any] = {"draft": draft, "spec": draft.content.badge, "refusal": ""}
    try:
        shown = preview_badge(draft.content.badge.badge, now=timezone.now())
    except Refused as refusal:
        context["refusal"] = str(refusal)
    else:
        context |= {"shown": shown, "picture": b64encode(shown.picture.encode()).decode()}
    return render(request, "workshop/badges/preview.html", context)
