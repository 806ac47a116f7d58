"""All activities, my invitations, and the addresses of an activity under way, whose pages its item type shows."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ettle.activities import actions, queries
from ettle.activities.items import step_pages
from ettle.activities.items.registry import attempt_item_type
from ettle.kit.http.audience import EVERYONE, SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people import queries as people
from ettle.people.types import SignedInRequest


@audience(EVERYONE)
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The activities that badges lead to; those that the reader's role is invited to come first."""
    shown = people.shown_roles(request)
    cards = [(offered, shown.titles(offered.roles)) for offered in queries.offered_activities(shown.keys)]
    return render(request, "activities/catalogue.html", {"cards": cards, "shown": shown})


@audience(SIGNED_IN)
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    invitations = list(queries.invitations_of(request.user))
    return render(
        request,
        "activities/mine.html",
        {
            "waiting": [invitation for invitation in invitations if not invitation.is_done],
            "done": [invitation for invitation in invitations if invitation.is_done],
        },
    )


@audience(SIGNED_IN)
@require_safe
def invitation(request: SignedInRequest, invitation: UUID) -> HttpResponse:
    return render(request, "activities/invitation.html", {"invitation": step_pages.own_invitation(request, invitation)})


@audience(SIGNED_IN)
@answer_once(OtherContent.APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest, invitation: UUID, position: int) -> HttpResponse:
    """By POST, begin, or begin again after finishing; by GET, go to the current step."""
    invited = step_pages.own_invited_activity(request, invitation, position)
    if request.method == "POST":
        return step_pages.redirect_to_current_step(actions.begin(invited, learner=request.user, now=timezone.now()))
    attempt = step_pages.current_attempt(invited)
    return step_pages.redirect_to_current_step(attempt) if attempt else redirect("activities:invitation", invitation)


@audience(SIGNED_IN)
@answer_once(OtherContent.APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: SignedInRequest, invitation: UUID, position: int, number: int) -> HttpResponse:
    attempt = step_pages.find_attempt(request, invitation, position)
    if attempt is None:
        return redirect("activities:invitation", invitation)
    return attempt_item_type(attempt).load_views().render_step(request, attempt, number)


@audience(SIGNED_IN)
@require_safe
def ending(request: SignedInRequest, invitation: UUID, position: int) -> HttpResponse:
    """The closing page: where a path ended, or the cards as they were sorted."""
    attempt = step_pages.find_attempt(request, invitation, position)
    if attempt is None:
        return redirect("activities:invitation", invitation)
    return attempt_item_type(attempt).load_views().render_ending(request, attempt)


@audience(SIGNED_IN)
@require_safe
def trail(request: SignedInRequest, invitation: UUID, position: int) -> HttpResponse:
    """What was answered, to read again."""
    attempt = step_pages.find_attempt(request, invitation, position)
    if attempt is None:
        return redirect("activities:invitation", invitation)
    return attempt_item_type(attempt).load_views().render_trail(request, attempt)
