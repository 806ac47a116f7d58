"""What the pages of every item type need: the play that an address names, and where to go from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ettle.activities import queries
from ettle.activities.actions.attempts import refuse_expired
from ettle.activities.actions.stored_plays import StoredPlay
from ettle.activities.actions.visitor_plays import TokenInvalid, VisitorPlay
from ettle.activities.choice_figures.role_comparison import RoleComparison, compare_with_role
from ettle.activities.items.registry import read_progress
from ettle.activities.models import Attempt, Invitation, InvitedActivity, ReflectionRecording
from ettle.badges import queries as badges
from ettle.kit.forms.outcomes import render_not_saved
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from ettle.activities.items.play import Play
    from ettle.activities.models import AttemptQuerySet
    from ettle.badges.models import Award
    from ettle.people.types import SignedInRequest

View = Callable[..., "HttpResponseBase"]
PlayView = Callable[..., "HttpResponseBase"]  # its first arguments are the request and the play
NOT_FOUND = 404
LONGEST_NUMBER = 4  # digits of the number of an attempt
PLACE = ("invitation", "position", "activity", "token")  # the parts of an address that say which play it is


def play_page(kind: str = "", *, is_record: bool = False) -> Callable[[PlayView], View]:
    """Give a view the play that its address names instead of the parts of the address.

    kind: the key of an item type; a play of another type leads to its first page. is_record: the page only shows what
    was done, so it stays open after the invitation has expired.
    """

    def decorate(view: PlayView) -> View:
        @wraps(view)
        def shown(request: Any, /, **parts: Any) -> HttpResponseBase:
            place = {name: parts.pop(name) for name in PLACE if name in parts}
            past = request.GET.get("attempt", "") if is_record else ""
            play = find_play(request, **place, past=past)
            if isinstance(play, HttpResponse):
                return play
            if kind and play.version.activity.kind != kind:
                return redirect(play.home)
            if not is_record and play.attempt is not None:
                try:
                    refuse_expired(play.attempt, now=timezone.now())
                except Refused as refusal:
                    return _answer_expired(request, play, refusal)
            return view(request, play, **parts)

        return shown

    return decorate


def _answer_expired(request: HttpRequest, play: Play, refusal: Refused) -> HttpResponse:
    """Lead to where the invitation is renewed. Words that were sent come back; the page says they are not saved."""
    words = "\n\n".join(filter(str.strip, request.POST.getlist("words")))
    if words:
        reason = _("Your invitation has expired, so these words were not saved. Copy them, then renew it to continue.")
        return render_not_saved(request, reason, words=words, onward=play.home, onward_words=_("Go to your invitation"))
    messages.info(request, str(refusal))
    return redirect(play.home)


def find_play(
    request: HttpRequest,
    *,
    invitation: UUID | None = None,
    position: int = 0,
    activity: str = "",
    token: str = "",
    past: str = "",
) -> Play | HttpResponse:
    """The play that the parts of an address name, or where its person can begin one. Raises Http404.

    past: the number of an attempt to read again, as it is in the address; "" for the newest.
    """
    if token:
        return _read_visitor_play(request, activity, token)
    person: Any = request.user
    if invitation is None:
        attempt = find_practice(person, activity, past)
        if attempt is not None:
            return StoredPlay(attempt, person, is_past=bool(past))
        if past or not queries.current_versions([activity]):
            raise Http404
        return redirect("activities:practice", activity)
    invited = own_invited_activity(person, invitation, position)
    attempt = current_attempt(invited, past)
    if attempt is None and past:
        raise Http404
    return StoredPlay(attempt, person, is_past=bool(past)) if attempt else redirect("activities:invitation", invitation)


def _read_visitor_play(request: HttpRequest, activity: str, token: str) -> Play | HttpResponse:
    try:
        return VisitorPlay.read(activity, token)
    except TokenInvalid:
        version = next(iter(queries.current_versions([activity])), None)
        return render(request, "activities/start_again.html", {"version": version}, status=NOT_FOUND)


def own_invitation(request: SignedInRequest, uuid: UUID) -> Invitation:
    return get_object_or_404(queries.invitations_of(request.user), uuid=uuid)


def play_invitation(play: Play) -> Invitation | None:
    """The invitation of a play with what is done of it now; None for practice."""
    invitation = play.invitation
    if invitation is None:
        return None
    return queries.invitations_of(invitation.learner).get(pk=invitation.pk)


def earned_context(play: Play) -> dict[str, object]:
    """For a closing page: the invitation with what is done of it now, and the award that it led to."""
    invitation = play_invitation(play)
    return {"invitation": invitation, "award": invitation_award(invitation) if invitation else None}


def invitation_award(invitation: Invitation) -> Award | None:
    """The badge that its learner has earned by this invitation; None before that."""
    if not invitation.is_done:
        return None
    return badges.learner_awards(invitation.learner).filter(version=invitation.version_id).first()


def own_invited_activity(person: Any, uuid: UUID, position: int) -> InvitedActivity:
    """One activity of the person's own invitation. Compared here, so that a huge number is only not found."""
    mine = InvitedActivity.objects.of(person).with_state().filter(invitation__uuid=uuid)
    # What is played is long, and cached (published_content).
    for invited in mine.select_related("invitation__version__badge").defer("activity_version__content"):
        if invited.position == position:
            return invited
    raise Http404


def current_attempt(invited: InvitedActivity, past: str = "") -> Attempt | None:
    """The newest attempt, or the one of a number; None when there is none."""
    attempt = _choose_attempt(Attempt.objects.filter(invited=invited).order_by("-number"), past)
    if attempt is not None:
        attempt.invited, attempt.activity_version = invited, invited.activity_version
    return attempt


def find_practice(person: Any, activity: str, past: str = "") -> Attempt | None:
    """The newest practice of an activity, by its key, or the one of a number; None when there is none."""
    mine = Attempt.objects.practice_of(person, activity).select_related("activity_version__activity")
    return _choose_attempt(mine.defer("activity_version__content"), past)


def _choose_attempt(attempts: AttemptQuerySet, past: str) -> Attempt | None:
    """The first of these, or the one of a number that anyone may have written in the address."""
    if past:
        is_number = past.isascii() and past.isdecimal() and len(past) <= LONGEST_NUMBER
        attempts = attempts.filter(number=int(past)) if is_number else attempts.none()
    return attempts.first()


def compare_choices(play: Play, chosen: Mapping[str, str]) -> RoleComparison | None:
    """How others of the learner's role chose what the learner has chosen: as for `compare_with_role`."""
    return compare_with_role(play, chosen)


def play_recordings(play: Play, step: str) -> list[ReflectionRecording]:
    """The recording of the reflection at a step, and those that can still be put back. A visitor has none."""
    if play.attempt is None:
        return []
    rows = ReflectionRecording.objects.filter(attempt=play.attempt, step=step)
    return list(rows.shown() | rows.restorable(timezone.now()))


def find_recording(play: Play, step: str, uuid: UUID) -> ReflectionRecording | None:
    if play.attempt is None:
        return None
    return ReflectionRecording.objects.filter(attempt=play.attempt, step=step, uuid=uuid).first()


def redirect_to_current_step(play: Play) -> HttpResponseRedirect:
    """To the page where this play stands now."""
    progress = read_progress(play)
    if progress.has_ended:
        return redirect_to_page(play, "ending")
    return redirect_to_page(play, "step", number=progress.current)


def redirect_out_of_order(request: HttpRequest, play: Play) -> HttpResponseRedirect:
    messages.info(request, _("This is where you are now. Each step opens when you have answered the one before it."))
    return redirect_to_current_step(play)


def redirect_to_page(play: Play, page: str, /, **parts: object) -> HttpResponseRedirect:
    """page and parts: as for `Play.address`."""
    return HttpResponseRedirect(play.address(page, **parts))
