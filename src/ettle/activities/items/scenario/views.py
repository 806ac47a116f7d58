"""The pages of a scenario: a decision, an ending, the reflection that completes it, and the trail.

No page tells what an option leads to before it is chosen: templates are given the words of the choices only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ettle.activities.forms import ReflectionForm
from ettle.activities.items import past_attempts, step_pages
from ettle.activities.items.item_type import TrailPart
from ettle.activities.items.published_content import play_part, shuffle_items
from ettle.activities.items.scenario import actions, engine
from ettle.activities.items.scenario.attempt_progress import REFLECTION, ScenarioProgress
from ettle.activities.items.scenario.forms import ACT_LABELS, DecisionForm, NameForm
from ettle.activities.items.scenario.specs import EndingSpec, NodeSpec, ScenarioSpec
from ettle.kit.forms.outcomes import posted_data, render_form, render_not_saved, run_form
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.refusal import Refused
from ettle.kit.values.written_text import normalise_text
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.activities.items.play import Play


def render_step(request: HttpRequest, play: Play, number: int) -> HttpResponse:
    """What the choice before led to, and under it the next decision."""
    under_way = scenario_progress(play)
    if under_way.has_reflected:
        return step_pages.redirect_to_page(play, "trail")
    ended_here = number == under_way.current and under_way.has_ended
    if ended_here and request.method in {"GET", "HEAD"}:
        return step_pages.redirect_to_page(play, "ending")
    if ended_here or not 1 <= number <= under_way.current:
        return step_pages.redirect_out_of_order(request, play)
    state = under_way.before(number)
    node = engine.find_node(under_way.spec, state.at)
    if node is None:
        raise Http404
    form = _decision_form(request, play, under_way, number, node)
    now = timezone.now()
    if run_form(
        form,
        lambda data: actions.choose(play, number=number, option=data["answer"], called=data.get("called", ""), now=now),
    ):
        return step_pages.redirect_to_page(play, "step", number=number + 1)
    page = {
        **_previous_step_context(play, under_way, number),
        "play": play,
        "number": number,
        "steps": under_way.steps,
        "back": play.address("step", number=number - 1) if number > 1 else play.home,
        "node": {"title": node.title, "text": node.text, "passages": engine.visible_passages(node.passages, state)},
        "opening": under_way.spec.opening if number == 1 else "",
        "chosen_before": under_way.chosen(number) is not None,
    }
    return render_form(request, "activities/scenario/node.html", form, page)


def _decision_form(
    request: HttpRequest, play: Play, under_way: ScenarioProgress, number: int, node: NodeSpec
) -> DecisionForm:
    before, chosen = under_way.chosen(number - 1), under_way.chosen(number)
    return DecisionForm(
        posted_data(request),
        question=node.question,
        choices=[(option.key, option.text) for option in shuffle_items(node.options, play.seed)],
        initial=chosen.option.key if chosen else "",
        called=before.called if before else None,
    )


def _previous_step_context(play: Play, under_way: ScenarioProgress, number: int) -> dict[str, object]:
    """For the page of a step: what the step before led to, how others chose there, and our view of the one before."""
    before = under_way.chosen(number - 1)
    chosen = {before.node.key: before.option.key} if before else {}
    return {
        "before": before,
        "comparison": step_pages.compare_choices(play, chosen),
        "revealed": under_way.chosen(number - 2),
    }


@step_pages.play_page("scenario")
@answer_once(OtherContent.APPLY)
@require_POST
def back(request: HttpRequest, play: Play, number: int) -> HttpResponse:
    """Go back to a choice of a scenario and try another."""
    try:
        actions.go_back(play, number=number, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    return step_pages.redirect_to_current_step(play)


def render_ending(request: HttpRequest, play: Play) -> HttpResponse:
    """Where the path ended and what it means."""
    under_way = scenario_progress(play)
    if not under_way.has_ended:
        return step_pages.redirect_out_of_order(request, play)
    page = {
        **_previous_step_context(play, under_way, under_way.current),
        "play": play,
        "ending": under_way.ending,
        "passages": under_way.passages(),
        "has_reflected": under_way.has_reflected,
        "last": under_way.current - 1,
    }
    last = under_way.chosen(under_way.current - 1)
    form = NameForm(initial={"called": last.called if last else ""})
    if last is not None:
        form.fields["called"].label = _(
            "Your last choice was ‘%(choice)s’. Was that management, leadership or both?"
        ) % {"choice": last.option.text}
    return render_form(request, "activities/scenario/ending.html", form, page)


@step_pages.play_page("scenario")
@answer_once(OtherContent.APPLY)
@require_POST
def name_last_choice(request: HttpRequest, play: Play) -> HttpResponse:
    """Record what a person calls their last choice, if they say so, and go on to the closing reflection."""
    if not scenario_progress(play).has_ended:
        return step_pages.redirect_out_of_order(request, play)
    form = NameForm(request.POST)
    run_form(form, lambda data: actions.name_last_choice(play, called=data["called"], now=timezone.now()))
    return step_pages.redirect_to_page(play, "reflect")


@step_pages.play_page("scenario")
@answer_once(OtherContent.SHOW)
@require_http_methods(["GET", "HEAD", "POST"])
def reflect(request: HttpRequest, play: Play) -> HttpResponse:
    """The closing reflection of a scenario, which completes it."""
    under_way = scenario_progress(play)
    if under_way.has_reflected:
        return _answer_second_reflection(request, play, under_way)
    if under_way.ending is None:
        return step_pages.redirect_out_of_order(request, play)
    spec = under_way.spec
    data = texts.read_sent_form(request) if play.is_stored else None
    form = ReflectionForm(data, question=spec.reflection, about_words=spec.reflection_about_words)
    findings = texts.ask_to_look(request, [form.cleaned_data["words"]]) if form.is_valid() else []
    is_sent = request.method == "POST" and not findings
    if is_sent and run_form(form, lambda data: actions.reflect(play, **data, now=timezone.now())):
        messages.success(request, _("You have finished %(title)s") % {"title": play.version.title})
        return redirect(play.home)
    page = {
        "play": play,
        "question": under_way.ending.question,
        "revealed": under_way.chosen(under_way.current - 1),
        "findings": findings,
        "recordings": step_pages.play_recordings(play, REFLECTION),
    }
    return render_form(request, "activities/scenario/reflect.html", form, page)


def render_trail(request: HttpRequest, play: Play) -> HttpResponse:
    """What you chose and what happened: stored, and made to be printed."""
    under_way = scenario_progress(play)
    rows = [
        {"chosen": row, "is_asked": under_way.is_asked(row), "touched": under_way.words_for(row.option)}
        for row in under_way.trail()
    ]
    page: dict[str, object] = {"play": play, "rows": rows, "attempts": past_attempts.list_others(play)}
    page |= {"ending": under_way.ending, "reflection": under_way.reflection}
    page["ending_parts"] = _ending_parts(under_way, under_way.ending) if under_way.ending else []
    page["recording"] = next((row for row in step_pages.play_recordings(play, REFLECTION) if not row.removed_at), None)
    return render(request, "activities/scenario/trail.html", page)


def list_trail(play: Play) -> Iterator[TrailPart]:
    under_way = scenario_progress(play)
    for row in under_way.trail():
        lines = [row.node.question, _("You chose: %(choice)s") % {"choice": row.option.text}, row.option.consequence]
        if row.called:
            lines.append(_("You called it: %(kind)s") % {"kind": ACT_LABELS[row.called]})
        if not under_way.is_asked(row):
            our_view = {"kind": ACT_LABELS[row.option.was], "why": row.option.why}
            lines.append(_("Our view: %(kind)s. %(why)s") % our_view)
            if touched := under_way.words_for(row.option):
                lines.append(_("In the leadership logic model, your choice has to do with:"))
                lines += [words for _key, words in touched]
        if row.undone:
            lines.append(_("You went back and tried another"))
        yield TrailPart(row.node.title, lines)
    if under_way.ending is not None:
        yield from _ending_parts(under_way, under_way.ending)
    if under_way.reflection:
        yield TrailPart(_("Your last thought"), [under_way.reflection])


def _ending_parts(under_way: ScenarioProgress, ending: EndingSpec) -> list[TrailPart]:
    """How it ended and what it means: the same on the page and in the file."""
    return [
        TrailPart(_("How it ended: %(title)s") % {"title": ending.title}, [ending.text, *under_way.passages()]),
        TrailPart(_("What you did well"), [ending.did_well]),
        TrailPart(_("A link you may have missed"), [ending.missed_link]),
        TrailPart(_("A question for your own work"), [ending.question]),
    ]


def scenario_progress(play: Play) -> ScenarioProgress:
    return ScenarioProgress(play_part(ScenarioSpec, play), play.responses)


def _answer_second_reflection(request: HttpRequest, play: Play, under_way: ScenarioProgress) -> HttpResponse:
    """Lead on; other words than those that completed the activity are not saved, and come back."""
    words = request.POST.get("words", "")
    if not words or normalise_text(words).strip() == under_way.reflection:
        return redirect(play.home)
    reason = _("You finished this activity before, in another tab or on another device. What you wrote then is saved.")
    return render_not_saved(request, reason, words=words, onward=play.home)
