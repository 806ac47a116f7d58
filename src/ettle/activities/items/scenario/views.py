"""The pages of a scenario: a decision, an ending, the reflection that completes it, and the trail.

No page tells what an option leads to before it is chosen: templates are given the words of the choices only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ettle.activities.forms import AnswerForm
from ettle.activities.items import step_pages
from ettle.activities.items.published_content import published_part, shuffle_items
from ettle.activities.items.scenario import actions, engine
from ettle.activities.items.scenario.attempt_progress import ScenarioProgress
from ettle.activities.items.scenario.forms import ReflectionForm
from ettle.activities.items.scenario.specs import ScenarioSpec
from ettle.kit.forms.outcomes import posted_data, render_form, render_not_saved, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.refusal import Refused
from ettle.kit.values.written_text import count_words, normalise_text
from ettle.people.types import SignedInRequest
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.activities.models import Attempt

STORY = "story"  # in the query of a step's address: what the choice before it led to, without the next question


def render_step(request: SignedInRequest, attempt: Attempt, number: int) -> HttpResponse:
    under_way = _scenario_progress(attempt)
    if under_way.reflection:
        return step_pages.redirect_to_page(attempt, "trail")
    ended_here = number == under_way.current and under_way.has_ended
    if ended_here and request.method in {"GET", "HEAD"}:
        return step_pages.redirect_to_page(attempt, "ending")
    if ended_here or not 1 <= number <= under_way.current:
        return step_pages.redirect_out_of_order(request, attempt)
    state = under_way.before(number)
    node = engine.find_node(under_way.spec, state.at)
    if node is None:
        raise Http404
    chosen = under_way.chosen(number)
    options = shuffle_items(node.options, attempt.seed)
    choices = [(option.key, option.text) for option in options]
    initial = chosen.option.key if chosen else ""
    form = AnswerForm(posted_data(request), question=node.question, choices=choices, initial=initial)
    me, now = request.user, timezone.now()
    if run_form(form, lambda data: actions.choose(attempt, number=number, option=data["answer"], learner=me, now=now)):
        return redirect(_story_address(attempt, number + 1))
    story = {
        **_previous_step_context(under_way, number),
        "invited": attempt.invited,
        "number": number,
        "steps": under_way.steps,
    }
    if STORY in request.GET and not form.is_bound and number > 1:
        back = {"back": step_pages.step_address(attempt, number - 1)}
        return render(request, "activities/scenario/story.html", story | back)
    page = {
        **story,
        "back": _story_address(attempt, number) if number > 1 else "",
        "node": {"title": node.title, "text": node.text, "passages": engine.visible_passages(node.passages, state)},
        "opening": under_way.spec.opening if number == 1 else "",
        "chosen_before": chosen is not None,
    }
    return render_form(request, "activities/scenario/node.html", form, page)


def _story_address(attempt: Attempt, number: int) -> str:
    """The page that says what the choice before a step led to, and leads on to the step."""
    return f"{step_pages.step_address(attempt, number)}?{STORY}"


def _previous_step_context(under_way: ScenarioProgress, number: int) -> dict[str, object]:
    """What the step before led to, for the page after it."""
    before = under_way.chosen(number - 1)
    return {"before": before, "touched": under_way.words_for(before.option) if before else []}


@audience(SIGNED_IN)
@answer_once(OtherContent.APPLY)
@require_POST
def back(request: SignedInRequest, invitation: UUID, position: int, number: int) -> HttpResponse:
    """Go back to a choice of a scenario and try another."""
    attempt = step_pages.find_attempt(request, invitation, position, kind="scenario")
    if attempt is None:
        return redirect("activities:invitation", invitation)
    try:
        actions.go_back(attempt, number=number, learner=request.user, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    return step_pages.redirect_to_current_step(attempt)


def render_ending(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    """Where the path ended and what it means."""
    under_way = _scenario_progress(attempt)
    if not under_way.has_ended:
        return step_pages.redirect_out_of_order(request, attempt)
    page = {
        **_previous_step_context(under_way, under_way.current),
        "invited": attempt.invited,
        "ending": under_way.ending,
        "passages": under_way.passages(),
        "has_reflected": bool(under_way.reflection),
        "number": under_way.current,
        "last": under_way.current - 1,
    }
    return render(request, "activities/scenario/ending.html", page)


@audience(SIGNED_IN)
@answer_once(OtherContent.SHOW)
@require_http_methods(["GET", "HEAD", "POST"])
def reflect(request: SignedInRequest, invitation: UUID, position: int) -> HttpResponse:
    """The closing reflection of a scenario, which completes it."""
    attempt = step_pages.find_attempt(request, invitation, position, kind="scenario")
    if attempt is None:
        return redirect("activities:invitation", invitation)
    under_way = _scenario_progress(attempt)
    if under_way.reflection:
        return _answer_second_reflection(request, under_way, invitation)
    if under_way.ending is None:
        return step_pages.redirect_out_of_order(request, attempt)
    spec = under_way.spec
    form = ReflectionForm(posted_data(request), question=spec.reflection)
    findings = texts.ask_to_look(request, [form.cleaned_data["words"]]) if form.is_valid() else []
    if not findings and run_form(
        form, lambda data: actions.reflect(attempt, **data, learner=request.user, now=timezone.now())
    ):
        messages.success(request, _("You have finished %(title)s") % {"title": attempt.invited.activity_version.title})
        return redirect("activities:invitation", invitation)
    written = count_words(form.data.get("words", "")) if form.is_bound else 0
    page = {
        "invited": attempt.invited,
        "question": under_way.ending.question,
        "about": spec.reflection_about_words,
        "length": texts.describe_word_count(written, spec.reflection_about_words, 0),
        "findings": findings,
        "recordings": step_pages.attempt_recordings(attempt),
    }
    return render_form(request, "activities/scenario/reflect.html", form, page)


def render_trail(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    """What you chose and what happened: stored, and made to be printed."""
    under_way = _scenario_progress(attempt)
    rows = [{"chosen": row, "touched": under_way.words_for(row.option)} for row in under_way.trail()]
    page = {"invited": attempt.invited, "rows": rows, "ending": under_way.ending, "reflection": under_way.reflection}
    page["recording"] = next((row for row in step_pages.attempt_recordings(attempt) if not row.removed_at), None)
    return render(request, "activities/scenario/trail.html", page)


def _scenario_progress(attempt: Attempt) -> ScenarioProgress:
    spec = published_part(ScenarioSpec, attempt.invited.activity_version)
    return ScenarioProgress(spec, step_pages.attempt_responses(attempt))


def _answer_second_reflection(request: SignedInRequest, under_way: ScenarioProgress, invitation: UUID) -> HttpResponse:
    """Lead on; other words than those that completed the activity are not saved, and come back."""
    words = request.POST.get("words", "")
    if not words or normalise_text(words).strip() == under_way.reflection:
        return redirect("activities:invitation", invitation)
    reason = _("You finished this activity before, in another tab or on another device. What you wrote then is saved.")
    return render_not_saved(request, reason, words=words, onward=reverse("activities:invitation", args=[invitation]))
