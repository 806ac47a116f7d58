"""The pages of a sort: a card, what we say to it, and the cards as they were sorted.

No page holds the key of a card that has not been answered: templates are given the words of the choices only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ettle.activities.actions.stored_plays import StoredPlay
from ettle.activities.forms import AnswerForm
from ettle.activities.items import past_attempts, step_pages
from ettle.activities.items.item_type import TrailPart
from ettle.activities.items.published_content import play_part
from ettle.activities.items.sort import actions
from ettle.activities.items.sort.attempt_progress import PlacedCard, SortProgress
from ettle.activities.items.sort.forms import DiffersForm
from ettle.activities.items.sort.specs import SortSpec
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django import forms

    from ettle.activities.items.play import Play


def render_step(request: HttpRequest, play: Play, number: int) -> HttpResponse:
    under_way = _sort_progress(play)
    placed = under_way.card(number)
    if placed is None or number > under_way.current:
        return step_pages.redirect_out_of_order(request, play)
    if placed.category is not None:
        if request.method == "POST":
            messages.info(request, _("You have answered this card before. Your first answer stays."))
        return _render_view_of_card(request, play, under_way, placed)
    choices = [(category.key, category.label) for category in under_way.sort.categories]
    form = AnswerForm(posted_data(request), question=under_way.sort.question, choices=choices)
    now = timezone.now()
    if run_form(form, lambda data: actions.place_card(play, number=number, category=data["answer"], now=now)):
        # Our view of a card is on the page of the next one; that of the last card has a page to itself.
        is_last = number in {under_way.needed, len(under_way.cards)}
        return step_pages.redirect_to_page(play, "step", number=number if is_last else number + 1)
    asked = {"number": placed.number, "text": placed.card.text}
    page = {
        "play": play,
        "asked": asked,
        "steps": under_way.steps_at(number),
        "back": _back_address(play, number),
    }
    # The last of those that are drawn has a page to itself, so the first of the others does not repeat it.
    before = under_way.card(number - 1) if number != under_way.needed + 1 else None
    if before is not None:
        page |= _answer_context(play, under_way, before) | {"before": before}
    return render_form(request, "activities/sort/card.html", form, page)


def _render_view_of_card(request: HttpRequest, play: Play, under_way: SortProgress, placed: PlacedCard) -> HttpResponse:
    """Our view of a card and the form for theirs, with what they have just sent where it could identify someone."""
    sent = texts.read_shown_form(request) if play.is_stored else None
    form = DiffersForm(sent or {"words": placed.differs})
    findings = texts.ask_to_look(request, [form.cleaned_data["words"]]) if sent and form.is_valid() else []
    return _render_card_answer(request, play, under_way, placed, form, findings)


def _render_card_answer(
    request: HttpRequest,
    play: Play,
    under_way: SortProgress,
    placed: PlacedCard,
    form: forms.Form,
    findings: Sequence[texts.ListedFinding] = (),
) -> HttpResponse:
    page = {
        "findings": findings,
        "play": play,
        "placed": placed,
        "steps": under_way.steps_at(placed.number),
        "back": _back_address(play, placed.number),
        **_answer_context(play, under_way, placed),
    }
    return render_form(request, "activities/sort/said.html", form, page)


def _answer_context(play: Play, under_way: SortProgress, placed: PlacedCard) -> dict[str, object]:
    """For a page that shows an answer: both views of the card, and how others of the role sorted it."""
    chosen = {placed.card.key: placed.category} if placed.category else {}
    return {**_describe_views(under_way, placed), "comparison": step_pages.compare_choices(play, chosen)}


def _describe_views(under_way: SortProgress, placed: PlacedCard) -> dict[str, object]:
    return {"you_said": under_way.label(placed.category), "we_say": under_way.labels(placed.card.right)}


def _back_address(play: Play, number: int) -> str:
    """The card before this one; before the first, the page where the activity begins."""
    return play.address("step", number=number - 1) if number > 1 else play.home


@step_pages.play_page("sort")
@answer_once(OtherContent.APPLY)
@require_POST
def next_card(request: HttpRequest, play: Play, number: int) -> HttpResponse:
    """Save how a person sees a card, if they say so, and go on to the next. A visitor's words are not saved."""
    under_way = _sort_progress(play)
    placed = under_way.card(number)
    if placed is None or placed.category is None:
        return step_pages.redirect_out_of_order(request, play)
    form = DiffersForm(request.POST if play.is_stored else {})
    if not form.is_valid():
        return _render_card_answer(request, play, under_way, placed, form)
    words = form.cleaned_data["words"]
    if findings := texts.ask_to_look(request, [words], page=play.address("step", number=number)):
        return _render_card_answer(request, play, under_way, placed, form, findings)
    actions.see_differently(play, number=number, words=words, now=timezone.now())
    if number in {under_way.needed, len(under_way.cards)}:
        return step_pages.redirect_to_page(play, "ending")
    return step_pages.redirect_to_page(play, "step", number=number + 1)


def render_ending(request: HttpRequest, play: Play) -> HttpResponse:
    under_way = _sort_progress(play)
    if not under_way.has_ended:
        return step_pages.redirect_out_of_order(request, play)
    return _render_sorted(request, play, under_way)


def _render_sorted(request: HttpRequest, play: Play, under_way: SortProgress) -> HttpResponse:
    attempts = past_attempts.list_others(play)
    page = {
        "play": play,
        **step_pages.earned_context(play),
        "closing": under_way.sort.closing if under_way.has_ended else "",
        "groups": _card_groups(under_way),
        "attempts": attempts,
        "left": under_way.left if under_way.has_ended else 0,
        "onward": _onward_address(play, under_way, is_newest=attempts.is_newest),
    }
    return render(request, "activities/sort/sorted.html", page)


def _onward_address(play: Play, under_way: SortProgress, *, is_newest: bool) -> str:
    """Where the cards that were not drawn are sorted; "" for an attempt after which there was another."""
    if not is_newest or not under_way.left:
        return ""
    current = StoredPlay(play.attempt, play.attempt.learner) if play.attempt else play
    return current.address("step", number=under_way.current)


def _card_groups(under_way: SortProgress) -> list[dict[str, object]]:
    """The cards under each category that was used."""
    groups: list[dict[str, object]] = []
    for category in under_way.sort.categories:
        placed = [card for card in under_way.cards if card.category == category.key]
        if placed:
            cards = [{"placed": card, "we_say": under_way.labels(card.card.right)} for card in placed]
            groups.append({"label": category.label, "cards": cards})
    return groups


def render_trail(request: HttpRequest, play: Play) -> HttpResponse:
    """The cards as they were sorted are the trail too, and before the end those that are answered."""
    return _render_sorted(request, play, _sort_progress(play))


def list_trail(play: Play) -> Iterator[TrailPart]:
    under_way = _sort_progress(play)
    for placed in under_way.cards:
        if placed.category is None:
            continue
        views = _describe_views(under_way, placed)
        lines = [
            _("You said: %(view)s") % {"view": views["you_said"]},
            _("We say: %(view)s. %(why)s") % {"view": views["we_say"], "why": placed.card.why},
        ]
        if placed.card.arguable:
            lines.append(str(placed.card.arguable))
        if placed.differs:
            lines.append(_("Your view: %(words)s") % {"words": placed.differs})
        yield TrailPart(placed.card.text, lines)
    if under_way.has_ended:
        yield TrailPart(_("How you sorted them"), [under_way.sort.closing])


def _sort_progress(play: Play) -> SortProgress:
    sort = play_part(SortSpec, play)
    return SortProgress(sort, play.seed, play.responses)
