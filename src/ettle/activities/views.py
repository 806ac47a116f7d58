"""All activities, practice, my invitations, and the addresses of a play, whose pages its item type shows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.activities import actions, queries
from ettle.activities.actions.stored_plays import StoredPlay
from ettle.activities.actions.visitor_plays import VisitorPlay
from ettle.activities.items import past_attempts, step_pages
from ettle.activities.items.registry import play_item_type, read_progress
from ettle.activities.limits import starts_left
from ettle.activities.variant_choice import list_choices, read_choice, variant_label
from ettle.kit.forms.outcomes import run_button
from ettle.kit.http.audience import EVERYONE, SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.refusal import Refused
from ettle.people import queries as people
from ettle.people.types import SignedInRequest

if TYPE_CHECKING:
    from ettle.activities.items.play import Play
    from ettle.activities.models import ActivityVersion


@audience(EVERYONE)
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every activity, for practice; those that are meant for the reader's role come first."""
    shown = people.shown_roles(request)
    under_way = _practice_by_key(request)
    cards = [
        (
            offered,
            shown.titles(offered.roles),
            offered.is_meant_for(shown.keys),
            under_way.get(offered.activity.activity.key),
        )
        for offered in queries.offered_activities(shown.keys)
    ]
    return render(request, "activities/catalogue.html", {"cards": cards, "shown": shown})


def _practice_by_key(request: HttpRequest) -> dict[str, past_attempts.PracticeUnderWay]:
    """What the signed-in person practises, the last answered first. Nothing is stored of a visitor."""
    if not request.user.is_authenticated:
        return {}
    return {practice.version.activity.key: practice for practice in past_attempts.list_practice(request.user)}


@audience(EVERYONE)
@answer_once(OtherContent.APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: HttpRequest, activity: str) -> HttpResponse:
    """The first page of practice; by POST, begin, or begin again after reaching the end."""
    version = next(iter(queries.current_versions([activity])), None)
    if version is None:
        raise Http404
    if request.method == "POST":
        try:
            return step_pages.redirect_to_current_step(_begin_practice(request, version))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("activities:practice", activity)
    attempt = step_pages.find_practice(request.user, activity) if request.user.is_authenticated else None
    play = StoredPlay(attempt, attempt.learner) if attempt else None
    return _render_first_page(request, version, play)


def _begin_practice(request: HttpRequest, version: ActivityVersion) -> Play:
    variant = read_choice(request, version)
    if not request.user.is_authenticated:
        return VisitorPlay.begin(version, variant)
    attempt = actions.begin_practice(version, learner=request.user, variant=variant, now=timezone.now())
    return StoredPlay(attempt, request.user)


@audience(EVERYONE)
@require_safe
@step_pages.play_page()
def paused(request: HttpRequest, play: Play) -> HttpResponse:
    """The first page again for a visitor who has stopped; its address holds the answers so far."""
    return _render_first_page(request, play.version, play)


def _render_first_page(request: HttpRequest, version: ActivityVersion, play: Play | None) -> HttpResponse:
    page: dict[str, object] = {"version": version, "play": play, "variants": list_choices(request, version)}
    if play is not None:
        progress = read_progress(play)
        page |= {"has_ended": progress.has_ended, "current": progress.current}
    if request.user.is_authenticated:
        page["starts_left"] = starts_left(request.user, now=timezone.now())
        page["invited"] = queries.waiting_activity(request.user, version.activity.key)
    return render(request, "activities/practice.html", page)


@audience(EVERYONE)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """A learner's invitations and what they practise. A visitor, who has neither, goes to all activities."""
    if not request.user.is_authenticated:
        return redirect("activities:catalogue")
    invitations = list(queries.invitations_of(request.user))
    return render(
        request,
        "activities/mine.html",
        {
            "practice": list(_practice_by_key(request).values()),
            "waiting": [invitation for invitation in invitations if not invitation.is_done],
            "done": [invitation for invitation in invitations if invitation.is_done],
            "now": timezone.now(),
        },
    )


@audience(SIGNED_IN)
@require_safe
def invitation(request: SignedInRequest, invitation: UUID) -> HttpResponse:
    own = step_pages.own_invitation(request, invitation)
    page: dict[str, object] = {
        "invitation": own,
        "award": step_pages.invitation_award(own),
        "groups": [
            [(row, list_choices(request, row.invited.activity_version)) for row in group]
            for group in past_attempts.list_states(own)
        ],
        "has_expired": own.has_expired(timezone.now()) and not own.is_done,
    }
    return render(request, "activities/invitation.html", page)


@audience(SIGNED_IN)
@require_POST
def renew(request: SignedInRequest, invitation: UUID) -> HttpResponse:
    own = step_pages.own_invitation(request, invitation)
    run_button(
        request,
        lambda: actions.renew(own, learner=request.user, now=timezone.now()),
        done=_("Your invitation is open again"),
    )
    return redirect("activities:invitation", invitation)


@audience(SIGNED_IN)
@answer_once(OtherContent.APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest, invitation: UUID, position: int) -> HttpResponse:
    """By POST, begin, or begin again after finishing; by GET, go to the current step."""
    invited = step_pages.own_invited_activity(request.user, invitation, position)
    if request.method == "POST":
        try:
            variant = read_choice(request, invited.activity_version)
            attempt = actions.begin(invited, learner=request.user, variant=variant, now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("activities:invitation", invitation)
        return step_pages.redirect_to_current_step(StoredPlay(attempt, request.user))
    current = step_pages.current_attempt(invited)
    if current is None:
        return redirect("activities:invitation", invitation)
    return step_pages.redirect_to_current_step(StoredPlay(current, request.user))


@step_pages.play_page()
@answer_once(OtherContent.APPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, play: Play, number: int) -> HttpResponse:
    return play_item_type(play).load_views().render_step(request, play, number)


@step_pages.play_page(is_record=True)
@require_safe
def ending(request: HttpRequest, play: Play) -> HttpResponse:
    """The closing page: where a path ended, or the cards as they were sorted."""
    return play_item_type(play).load_views().render_ending(request, play)


@step_pages.play_page(is_record=True)
@require_safe
def trail(request: HttpRequest, play: Play) -> HttpResponse:
    """What was answered, to read again. Where nothing is answered since it was begun again, what was before that."""
    answered = past_attempts.find_answered(play) if not play.responses else None
    if answered is not None:
        return redirect(answered.address("trail"))
    return play_item_type(play).load_views().render_trail(request, play)


@step_pages.play_page(is_record=True)
@require_safe
def trail_file(request: HttpRequest, play: Play) -> HttpResponse:
    """What was answered as a text file."""
    now = timezone.localtime()
    parts = play_item_type(play).load_views().list_trail(play)
    head = [str(play.version.title), date_format(now, "DATE_FORMAT")]
    if label := variant_label(play):
        head.append(_("Version for: %(label)s") % {"label": label})
    blocks = ["\n".join(head)]
    blocks += ["\n".join([part.title, *part.lines]) for part in parts]
    name = f"{slugify(play.version.title) or play.version.activity.key}-{now:%Y-%m-%d}.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("\n\n".join(blocks) + "\n", content_type="text/plain; charset=utf-8", headers=headers)
