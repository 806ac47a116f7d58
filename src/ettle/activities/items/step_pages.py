"""What the pages of every item type need: the learner's own attempt, its responses, and where to go from here."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ettle.activities import queries
from ettle.activities.items.registry import read_progress
from ettle.activities.models import Attempt, Invitation, InvitedActivity, ReflectionRecording, Response

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ettle.people.types import SignedInRequest


def own_invitation(request: SignedInRequest, uuid: UUID) -> Invitation:
    return get_object_or_404(queries.invitations_of(request.user), uuid=uuid)


def own_invited_activity(request: SignedInRequest, uuid: UUID, position: int) -> InvitedActivity:
    """One activity of the person's own invitation. Compared here, so that a huge number is only not found."""
    mine = InvitedActivity.objects.of(request.user).with_state().filter(invitation__uuid=uuid)
    # What is played is long, and cached (published_content).
    for invited in mine.select_related("invitation__version__badge").defer("activity_version__content"):
        if invited.position == position:
            return invited
    raise Http404


def find_attempt(request: SignedInRequest, invitation: UUID, position: int, *, kind: str = "") -> Attempt | None:
    """The newest attempt at one activity of the person's own invitation; None when there is none.

    kind: the key of an item type; None for an attempt at an activity of another. Raises Http404 when there is no such
    activity.
    """
    attempt = current_attempt(own_invited_activity(request, invitation, position))
    if attempt is None or (kind and attempt.invited.activity_version.activity.kind != kind):
        return None
    return attempt


def current_attempt(invited: InvitedActivity) -> Attempt | None:
    attempt = Attempt.objects.filter(invited=invited).order_by("-number").first()
    if attempt is not None:
        attempt.invited = invited
    return attempt


def attempt_responses(attempt: Attempt) -> list[Response]:
    return list(Response.objects.filter(attempt=attempt).order_by("pk"))


def attempt_recordings(attempt: Attempt) -> list[ReflectionRecording]:
    """The recording of a reflection, and those that can still be put back."""
    rows = ReflectionRecording.objects.filter(attempt=attempt)
    return list(rows.shown() | rows.restorable(timezone.now()))


def redirect_to_current_step(attempt: Attempt) -> HttpResponse:
    """To the page where this attempt stands now, read again from the database."""
    current = current_attempt(attempt.invited)
    if current is None:
        raise Http404
    progress = read_progress(current, attempt_responses(current))
    if progress.has_ended:
        return redirect_to_page(attempt, "ending")
    return redirect_to_step(attempt, progress.current)


def redirect_out_of_order(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    messages.info(request, _("This is where you are now. Each step opens when you have answered the one before it."))
    return redirect_to_current_step(attempt)


def redirect_to_page(attempt: Attempt, name: str) -> HttpResponse:
    return redirect(f"activities:{name}", attempt.invited.invitation.uuid, attempt.invited.position)


def redirect_to_step(attempt: Attempt, number: int) -> HttpResponse:
    return redirect(step_address(attempt, number))


def step_address(attempt: Attempt, number: int) -> str:
    return reverse("activities:step", args=[attempt.invited.invitation.uuid, attempt.invited.position, number])
