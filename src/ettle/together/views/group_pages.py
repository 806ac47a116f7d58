"""Pages for a team or a group: the page of a team session for an area, and the action-learning timer."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ettle.kit.files.printable_documents import download_response
from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.http.device_permissions import allow_wake_lock
from ettle.kit.http.page_limits import limit_page
from ettle.library import queries as library
from ettle.together import queries, summary_documents
from ettle.together.limits import PRINTED_PAGES
from ettle.together.team_sheets import TeamSheet, build_sheet
from ettle.together.types.specs import ActionLearningSpec, PartSpec, TurnSpec


@dataclass(frozen=True)
class TimedStep:
    """A step of somebody's turn. person: from 1. first, last: minutes from the beginning."""

    person: int
    step: PartSpec
    first: int
    last: int
    is_first: bool


@audience(EVERYONE)
@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """The page that a team session about an area needs: to print, or to read from a phone."""
    return render(request, "together/team.html", {"sheet": _get_sheet(slug)})


@audience(EVERYONE)
@limit_page(PRINTED_PAGES)
@require_safe
def team_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The same page as a PDF of one sheet of A4."""
    return download_response(summary_documents.team_page(_get_sheet(slug)), kind="pdf")


def _get_sheet(slug: str) -> TeamSheet:
    area, plan = library.find_brief(slug), queries.team_plan()
    if area is None or plan is None:
        raise Http404
    return build_sheet(area, plan)


@audience(EVERYONE)
@allow_wake_lock
@require_safe
def timer(request: HttpRequest) -> HttpResponse:
    """Turns and their minutes for a group. The plan is the page; a script makes a timer of it."""
    spec = queries.action_learning_plan()
    if spec is None:
        raise Http404
    turn = next((turn for turn in spec.lengths if turn.key == request.GET.get("length")), spec.lengths[0])
    people = _read_people(request, spec)
    steps = list_steps(turn, people)
    context = {"spec": spec, "turn": turn, "people": people, "steps": steps, "minutes": steps[-1].last}
    context["choices"] = range(spec.fewest, spec.most + 1)
    return render(request, "together/timer.html", context)


def _read_people(request: HttpRequest, spec: ActionLearningSpec) -> int:
    asked = request.GET.get("people", "")
    people = int(asked) if asked.isdecimal() and len(asked) < 3 else min(4, spec.most)
    return max(spec.fewest, min(people, spec.most))


def list_steps(turn: TurnSpec, people: int) -> list[TimedStep]:
    """Every step of every turn, with its minutes counted from the beginning."""
    steps, at = [], 0
    for person in range(1, people + 1):
        for place, step in enumerate(turn.steps):
            steps.append(TimedStep(person, step, at, at + step.minutes, is_first=place == 0))
            at += step.minutes
    return steps
