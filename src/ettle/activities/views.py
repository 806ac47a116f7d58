"""My invitations, and playing: one thing on each page, everything decided on the server.

No page holds the key of a question that has not been answered: templates are given the words of the choices only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ettle.activities import actions, queries
from ettle.activities.forms import AnswerForm, DiffersForm, ReflectionForm
from ettle.activities.models import Attempt, Invitation, InvitedActivity, Response
from ettle.activities.play import attempt_progress, published_content, scenario
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import answer_once
from ettle.kit.refusal import Refused
from ettle.people.types import SignedInRequest

if TYPE_CHECKING:
    from django import forms


@audience(SIGNED_IN)
@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    invitations = list(queries.invitations_of(request.user))
    return render(
        request,
        "activities/mine.html",
        {
            "waiting": [one for one in invitations if not one.is_done],
            "done": [one for one in invitations if one.is_done],
        },
    )


@audience(SIGNED_IN)
@require_GET
def invitation(request: SignedInRequest, invitation: UUID) -> HttpResponse:
    return render(request, "activities/invitation.html", {"invitation": _own_invitation(request, invitation)})


@audience(SIGNED_IN)
@answer_once
@require_http_methods(["GET", "POST"])
def begin(request: SignedInRequest, invitation: UUID, position: int) -> HttpResponse:
    """Begin, or begin anew after finishing, by POST; by GET go on where one was."""
    invited = _own_invited_activity(request, invitation, position)
    if request.method == "POST":
        return _redirect_to_current_step(actions.begin(invited, learner=request.user, now=timezone.now()))
    attempt = _current_attempt(invited)
    return _redirect_to_current_step(attempt) if attempt else redirect("activities:invitation", invitation)


@audience(SIGNED_IN)
@answer_once
@require_http_methods(["GET", "POST"])
def step(request: SignedInRequest, invitation: UUID, position: int, number: int) -> HttpResponse:
    attempt = _current_attempt(_own_invited_activity(request, invitation, position))
    if attempt is None:
        return redirect("activities:invitation", invitation)
    if attempt.invited.activity_version.is_sort:
        return _render_card(request, attempt, number)
    return _render_node(request, attempt, number)


def _render_card(request: SignedInRequest, attempt: Attempt, number: int) -> HttpResponse:
    under_way = _sort_progress(attempt)
    placed = under_way.card(number)
    if placed is None or number > under_way.current:
        return _out_of_order(request, attempt)
    if placed.category is not None:
        return _render_card_answer(request, attempt, under_way, placed, DiffersForm({"words": placed.differs}))
    choices = [(category.key, category.label) for category in under_way.sort.categories]
    form = AnswerForm(posted_data(request), question=under_way.sort.question, choices=choices)
    me, now = request.user, timezone.now()
    if run_form(
        form,
        lambda data: actions.place_card(attempt, number=number, category=data["answer"], learner=me, now=now),
    ):
        return _redirect_to_step(attempt, number)
    asked = {"number": placed.number, "text": placed.card.text}
    page = {"invited": attempt.invited, "asked": asked, "steps": under_way.steps}
    return render_form(request, "activities/card.html", form, page)


def _render_card_answer(
    request: SignedInRequest,
    attempt: Attempt,
    under_way: attempt_progress.SortProgress,
    placed: attempt_progress.PlacedCard,
    form: forms.Form,
) -> HttpResponse:
    page = {
        "invited": attempt.invited,
        "placed": placed,
        "steps": under_way.steps,
        "you_said": under_way.label(placed.category),
        "we_say": under_way.labels(placed.card.right),
    }
    return render_form(request, "activities/said.html", form, page)


@audience(SIGNED_IN)
@answer_once
@require_POST
def next_card(request: SignedInRequest, invitation: UUID, position: int, number: int) -> HttpResponse:
    """Keep how a person sees a card, if they say so, and go on to the next."""
    attempt = _current_attempt(_own_invited_activity(request, invitation, position))
    if attempt is None or not attempt.invited.activity_version.is_sort:
        return redirect("activities:invitation", invitation)
    under_way = _sort_progress(attempt)
    placed = under_way.card(number)
    if placed is None or placed.category is None:
        return _out_of_order(request, attempt)
    form = DiffersForm(request.POST)
    if not form.is_valid():
        return _render_card_answer(request, attempt, under_way, placed, form)
    words = form.cleaned_data["words"]
    actions.see_differently(attempt, number=number, words=words, learner=request.user, now=timezone.now())
    if number == under_way.steps:
        return _redirect_to(attempt, "ending")
    return _redirect_to_step(attempt, number + 1)


def _render_node(request: SignedInRequest, attempt: Attempt, number: int) -> HttpResponse:
    under_way = _scenario_progress(attempt)
    if under_way.reflection:
        return _redirect_to(attempt, "trail")
    ended_here = number == under_way.current and under_way.has_ended
    if ended_here and request.method == "GET":
        return _redirect_to(attempt, "ending")
    if ended_here or not 1 <= number <= under_way.current:
        return _out_of_order(request, attempt)
    state = under_way.before(number)
    node = scenario.find_node(under_way.spec, state.at)
    if node is None:
        raise Http404
    standing = under_way.chosen(number)
    options = published_content.shuffle_items(node.options, attempt.seed)
    choices = [(option.key, option.text) for option in options]
    initial = standing.option.key if standing else ""
    form = AnswerForm(posted_data(request), question=node.question, choices=choices, initial=initial)
    me, now = request.user, timezone.now()
    if run_form(form, lambda data: actions.choose(attempt, number=number, option=data["answer"], learner=me, now=now)):
        return _redirect_to_step(attempt, number + 1)
    page = {
        **_previous_step_context(under_way, number),
        "invited": attempt.invited,
        "node": {"title": node.title, "text": node.text, "passages": scenario.visible_passages(node.passages, state)},
        "opening": under_way.spec.opening if number == 1 else "",
        "number": number,
        "steps": under_way.steps,
        "chosen_before": standing is not None,
    }
    return render_form(request, "activities/node.html", form, page)


def _previous_step_context(under_way: attempt_progress.ScenarioProgress, number: int) -> dict[str, object]:
    """What the step before led to, for the page after it."""
    before = under_way.chosen(number - 1)
    return {"before": before, "touched": under_way.words_for(before.option) if before else []}


@audience(SIGNED_IN)
@answer_once
@require_POST
def back(request: SignedInRequest, invitation: UUID, position: int, number: int) -> HttpResponse:
    """Go back to a choice of a scenario and try another."""
    attempt = _current_attempt(_own_invited_activity(request, invitation, position))
    if attempt is None or attempt.invited.activity_version.is_sort:
        return redirect("activities:invitation", invitation)
    try:
        actions.go_back(attempt, number=number, learner=request.user, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    return _redirect_to_current_step(attempt)


@audience(SIGNED_IN)
@require_GET
def ending(request: SignedInRequest, invitation: UUID, position: int) -> HttpResponse:
    """Where the path ended, or the cards as they were sorted."""
    attempt = _current_attempt(_own_invited_activity(request, invitation, position))
    if attempt is None:
        return redirect("activities:invitation", invitation)
    if attempt.invited.activity_version.is_sort:
        return _render_sorted_cards(request, attempt)
    under_way = _scenario_progress(attempt)
    if not under_way.has_ended:
        return _out_of_order(request, attempt)
    page = {
        **_previous_step_context(under_way, under_way.current),
        "invited": attempt.invited,
        "ending": under_way.ending,
        "passages": under_way.passages(),
        "has_reflected": bool(under_way.reflection),
        "number": under_way.current,
        "last": under_way.current - 1,
    }
    return render(request, "activities/ending.html", page)


def _render_sorted_cards(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    under_way = _sort_progress(attempt)
    if not under_way.has_ended:
        return _out_of_order(request, attempt)
    page = {
        "invited": attempt.invited,
        "invitation": _own_invitation(request, attempt.invited.invitation.uuid),
        "closing": under_way.sort.closing,
        "groups": _card_groups(under_way),
    }
    return render(request, "activities/sorted.html", page)


def _card_groups(under_way: attempt_progress.SortProgress) -> list[dict[str, object]]:
    """The cards under each category that was used."""
    groups: list[dict[str, object]] = []
    for category in under_way.sort.categories:
        placed = [card for card in under_way.cards if card.category == category.key]
        if placed:
            cards = [{"placed": card, "we_say": under_way.labels(card.card.right)} for card in placed]
            groups.append({"label": category.label, "cards": cards})
    return groups


@audience(SIGNED_IN)
@answer_once
@require_http_methods(["GET", "POST"])
def reflect(request: SignedInRequest, invitation: UUID, position: int) -> HttpResponse:
    """The closing reflection of a scenario, which completes it."""
    attempt = _current_attempt(_own_invited_activity(request, invitation, position))
    if attempt is None or attempt.invited.activity_version.is_sort:
        return redirect("activities:invitation", invitation)
    under_way = _scenario_progress(attempt)
    if under_way.reflection:
        return redirect("activities:invitation", invitation)
    if under_way.ending is None:
        return _out_of_order(request, attempt)
    spec = under_way.spec
    form = ReflectionForm(posted_data(request), question=spec.reflection, least=spec.reflection_min_words)
    if run_form(form, lambda data: actions.reflect(attempt, **data, learner=request.user, now=timezone.now())):
        messages.success(request, f"You have finished {attempt.invited.activity_version.title}")
        return redirect("activities:invitation", invitation)
    written = attempt_progress.count_words(form.data.get("words", "")) if form.is_bound else 0
    page = {
        "invited": attempt.invited,
        "question": under_way.ending.question,
        "least": spec.reflection_min_words,
        "written": written,
        "more": max(0, spec.reflection_min_words - written),
    }
    return render_form(request, "activities/reflect.html", form, page)


@audience(SIGNED_IN)
@require_GET
def trail(request: SignedInRequest, invitation: UUID, position: int) -> HttpResponse:
    """What you chose, what happened: kept, and made to be printed."""
    invited = _own_invited_activity(request, invitation, position)
    attempt = _current_attempt(invited)
    if attempt is None:
        return redirect("activities:invitation", invitation)
    if invited.activity_version.is_sort:
        return _render_sorted_cards(request, attempt)
    under_way = _scenario_progress(attempt)
    rows = [{"chosen": row, "touched": under_way.words_for(row.option)} for row in under_way.trail()]
    page = {"invited": invited, "rows": rows, "ending": under_way.ending, "reflection": under_way.reflection}
    return render(request, "activities/trail.html", page)


def _own_invitation(request: SignedInRequest, uuid: UUID) -> Invitation:
    return get_object_or_404(queries.invitations_of(request.user), uuid=uuid)


def _own_invited_activity(request: SignedInRequest, uuid: UUID, position: int) -> InvitedActivity:
    """One activity of the person's own invitation. Compared here, so that a huge number is only not found."""
    mine = InvitedActivity.objects.of(request.user).with_state().filter(invitation__uuid=uuid)
    # What is played is kept parsed (published_content), and is long.
    for invited in mine.select_related("invitation__version__badge").defer("activity_version__content"):
        if invited.position == position:
            return invited
    raise Http404


def _current_attempt(invited: InvitedActivity) -> Attempt | None:
    attempt = Attempt.objects.filter(invited=invited).order_by("-number").first()
    if attempt is not None:
        attempt.invited = invited
    return attempt


def _attempt_responses(attempt: Attempt) -> list[Response]:
    return list(Response.objects.filter(attempt=attempt).order_by("pk"))


def _sort_progress(attempt: Attempt) -> attempt_progress.SortProgress:
    return attempt_progress.SortProgress(
        published_content.published_sort(attempt.invited.activity_version), attempt, _attempt_responses(attempt)
    )


def _scenario_progress(attempt: Attempt) -> attempt_progress.ScenarioProgress:
    return attempt_progress.ScenarioProgress(
        published_content.published_scenario(attempt.invited.activity_version), _attempt_responses(attempt)
    )


def _redirect_to_current_step(attempt: Attempt) -> HttpResponse:
    """To the page where this attempt stands now, read afresh."""
    afresh = _current_attempt(attempt.invited)
    if afresh is None:
        raise Http404
    under_way = _sort_progress(afresh) if attempt.invited.activity_version.is_sort else _scenario_progress(afresh)
    if under_way.has_ended:
        return _redirect_to(attempt, "ending")
    return _redirect_to_step(attempt, under_way.current)


def _out_of_order(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    messages.info(request, "This is where you are now. Each step opens when the one before it is answered.")
    return _redirect_to_current_step(attempt)


def _redirect_to(attempt: Attempt, name: str) -> HttpResponse:
    return redirect(f"activities:{name}", attempt.invited.invitation.uuid, attempt.invited.position)


def _redirect_to_step(attempt: Attempt, number: int) -> HttpResponse:
    return redirect("activities:step", attempt.invited.invitation.uuid, attempt.invited.position, number)
