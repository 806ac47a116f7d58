"""The author's preview of a story: from any place, with any values, as it is told to any reader."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ettle.kit.http.audience import AUTHORS, audience
from ettle.people import queries as people
from ettle.people.types import SignedInRequest
from ettle.workshop.stories.preview import FITTING, preview_place, read_reader
from ettle.workshop.stories.story_content import list_places
from ettle.workshop.stories.views.draft_links import get_draft


@audience(AUTHORS)
@require_safe
def preview(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Play the draft from any place with any variables, as it is told to any reader."""
    draft = get_draft(identifier)
    scenario, asked = draft.content.scenario, request.GET.dict()
    reader = read_reader(scenario, asked)
    shown = scenario.in_variant(reader.variant)
    context = {
        "draft": draft,
        "scenario": shown,
        "places": list_places(scenario),
        "place": preview_place(shown, asked),
        "reader": reader,
        "fitting": FITTING,
        "variants": scenario.list_variants(),
        "roles": people.role_titles().items(),
        "settings": people.setting_titles().items(),
    }
    return render(request, "workshop/stories/preview.html", context)
