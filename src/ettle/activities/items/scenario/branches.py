"""Every branch of a scenario to read, once its end is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from ettle.activities.items import step_pages
from ettle.activities.items.scenario.views import scenario_progress

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ettle.activities.items.play import Play
    from ettle.activities.items.scenario.attempt_progress import ScenarioProgress
    from ettle.activities.items.scenario.specs import ScenarioSpec


@step_pages.play_page("scenario", is_record=True)
@require_safe
def branches(request: HttpRequest, play: Play) -> HttpResponse:
    """All decisions with what each choice leads to, and all endings. Before an ending is reached it leads back."""
    under_way = scenario_progress(play)
    if not under_way.has_ended:
        return step_pages.redirect_out_of_order(request, play)
    page = {"play": play, "decisions": _list_decisions(under_way), "endings": under_way.spec.endings}
    page["reached"] = under_way.ending
    return render(request, "activities/scenario/branches.html", page)


def _list_decisions(under_way: ScenarioProgress) -> list[dict[str, object]]:
    titles = _place_titles(under_way.spec)
    chosen = {(row.node.key, row.option.key) for row in under_way.trail()}
    return [
        {
            "node": node,
            "options": [
                {
                    "option": option,
                    "is_chosen": (node.key, option.key) in chosen,
                    "leads_to": [titles[key] for key in dict.fromkeys(route.to for route in option.routes)],
                }
                for option in node.options
            ],
        }
        for node in under_way.spec.nodes
    ]


def _place_titles(spec: ScenarioSpec) -> dict[str, str]:
    """The title of each decision and ending by its key."""
    return {node.key: node.title for node in spec.nodes} | {ending.key: ending.title for ending in spec.endings}
