"""The pages of a sort: a card, what we say to it, and the cards as they were sorted.

No page holds the key of a card that has not been answered: templates are given the words of the choices only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ettle.activities.forms import AnswerForm
from ettle.activities.items import step_pages
from ettle.activities.items.published_content import published_part
from ettle.activities.items.sort import actions
from ettle.activities.items.sort.attempt_progress import PlacedCard, SortProgress
from ettle.activities.items.sort.forms import DiffersForm
from ettle.activities.items.sort.specs import SortSpec
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people.types import SignedInRequest
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django import forms

    from ettle.activities.models import Attempt


def render_step(request: SignedInRequest, attempt: Attempt, number: int) -> HttpResponse:
    under_way = _sort_progress(attempt)
    placed = under_way.card(number)
    if placed is None or number > under_way.current:
        return step_pages.redirect_out_of_order(request, attempt)
    if placed.category is not None:
        if request.method == "POST":
            messages.info(request, _("You have answered this card before. Your first answer stays."))
        return _render_card_answer(request, attempt, under_way, placed, DiffersForm({"words": placed.differs}))
    choices = [(category.key, category.label) for category in under_way.sort.categories]
    form = AnswerForm(posted_data(request), question=under_way.sort.question, choices=choices)
    me, now = request.user, timezone.now()
    if run_form(
        form,
        lambda data: actions.place_card(attempt, number=number, category=data["answer"], learner=me, now=now),
    ):
        # Our view of a card is on the page of the next one; that of the last card has a page to itself.
        return step_pages.redirect_to_step(attempt, min(number + 1, under_way.steps))
    asked = {"number": placed.number, "text": placed.card.text}
    page = {
        "invited": attempt.invited,
        "asked": asked,
        "steps": under_way.steps,
        "back": _back_address(attempt, number),
    }
    before = under_way.card(number - 1)
    if before is not None:
        page |= _describe_views(under_way, before) | {"before": before}
    return render_form(request, "activities/sort/card.html", form, page)


def _render_card_answer(
    request: SignedInRequest,
    attempt: Attempt,
    under_way: SortProgress,
    placed: PlacedCard,
    form: forms.Form,
    findings: Sequence[texts.ListedFinding] = (),
) -> HttpResponse:
    page = {
        "findings": findings,
        "invited": attempt.invited,
        "placed": placed,
        "steps": under_way.steps,
        "back": _back_address(attempt, placed.number),
        **_describe_views(under_way, placed),
    }
    return render_form(request, "activities/sort/said.html", form, page)


def _describe_views(under_way: SortProgress, placed: PlacedCard) -> dict[str, object]:
    return {"you_said": under_way.label(placed.category), "we_say": under_way.labels(placed.card.right)}


def _back_address(attempt: Attempt, number: int) -> str:
    """The card before this one; before the first, the activities of the invitation."""
    if number > 1:
        return step_pages.step_address(attempt, number - 1)
    return reverse("activities:invitation", args=[attempt.invited.invitation.uuid])


@audience(SIGNED_IN)
@answer_once(OtherContent.APPLY)
@require_POST
def next_card(request: SignedInRequest, invitation: UUID, position: int, number: int) -> HttpResponse:
    """Save how a person sees a card, if they say so, and go on to the next."""
    attempt = step_pages.find_attempt(request, invitation, position, kind="sort")
    if attempt is None:
        return redirect("activities:invitation", invitation)
    under_way = _sort_progress(attempt)
    placed = under_way.card(number)
    if placed is None or placed.category is None:
        return step_pages.redirect_out_of_order(request, attempt)
    form = DiffersForm(request.POST)
    if not form.is_valid():
        return _render_card_answer(request, attempt, under_way, placed, form)
    words = form.cleaned_data["words"]
    if findings := texts.ask_to_look(request, [words]):
        return _render_card_answer(request, attempt, under_way, placed, form, findings)
    actions.see_differently(attempt, number=number, words=words, learner=request.user, now=timezone.now())
    if number == under_way.steps:
        return step_pages.redirect_to_page(attempt, "ending")
    return step_pages.redirect_to_step(attempt, number + 1)


def render_ending(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    under_way = _sort_progress(attempt)
    if not under_way.has_ended:
        return step_pages.redirect_out_of_order(request, attempt)
    page = {
        "invited": attempt.invited,
        "invitation": step_pages.own_invitation(request, attempt.invited.invitation.uuid),
        "closing": under_way.sort.closing,
        "groups": _card_groups(under_way),
    }
    return render(request, "activities/sort/sorted.html", page)


def _card_groups(under_way: SortProgress) -> list[dict[str, object]]:
    """The cards under each category that was used."""
    groups: list[dict[str, object]] = []
    for category in under_way.sort.categories:
        placed = [card for card in under_way.cards if card.category == category.key]
        if placed:
            cards = [{"placed": card, "we_say": under_way.labels(card.card.right)} for card in placed]
            groups.append({"label": category.label, "cards": cards})
    return groups


def render_trail(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    """The cards as they were sorted are the trail too."""
    return render_ending(request, attempt)


def _sort_progress(attempt: Attempt) -> SortProgress:
    sort = published_part(SortSpec, attempt.invited.activity_version)
    return SortProgress(sort, attempt, step_pages.attempt_responses(attempt))
