"""The recording of a reflection: make it, hear it, remove it, put it back. Only its learner can."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.activities.actions import recordings as actions
from ettle.activities.items import step_pages
from ettle.activities.items.registry import find_reflection
from ettle.kit.forms.outcomes import render_form, run_button, run_form
from ettle.kit.http.device_permissions import allow_microphone
from ettle.texts import queries as texts
from ettle.texts.attachments import describe_space

if TYPE_CHECKING:
    from ettle.activities.items.play import Play
    from ettle.people.types import SignedInRequest


@step_pages.play_page()
@require_http_methods(["GET", "HEAD", "POST"])
@allow_microphone
def record(request: SignedInRequest, play: Play, step: str) -> HttpResponse:
    """Record a reflection, or choose a recording of it. It takes the place of the one before."""
    if not play.is_stored:
        raise Http404
    reflection = find_reflection(play, step)
    if reflection is None:
        return step_pages.redirect_out_of_order(request, play)
    is_sent = request.method == "POST"
    form = texts.RecordingForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if run_form(
        form,
        lambda data: actions.attach_recording(
            play,
            step,
            prepared=texts.prepare_recording(data["recording"].read(texts.MAX_RECORDING_SIZE + 1)),
            name=data["recording"].name or "",
            learner=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, _("Your recording is saved. Now type what it says"))
        return _redirect_to_reflection(play, step)
    back = play.address(reflection.page, **reflection.parts)
    page = {"play": play, "step": step, "back": back, "space_notice": describe_space(request.user)}
    return render_form(request, "activities/record.html", form, page)


@step_pages.play_page(is_record=True)
@require_safe
def recording(request: SignedInRequest, play: Play, step: str, name: UUID) -> HttpResponseBase:
    """The recording itself."""
    found = step_pages.find_recording(play, step, name)
    if found is None:
        raise Http404
    response: HttpResponseBase = found.file_response(request)
    return response


@step_pages.play_page()
@require_POST
def remove(request: SignedInRequest, play: Play, step: str, name: UUID) -> HttpResponse:
    """Remove the recording; the page offers to undo it."""
    run_button(
        request,
        lambda: actions.detach_recording(play, step, number=name, now=timezone.now()),
        done=_("Deleted. You can undo this for a day"),
    )
    return _redirect_to_reflection(play, step)


@step_pages.play_page()
@require_POST
def restore(request: SignedInRequest, play: Play, step: str, name: UUID) -> HttpResponse:
    """Put a removed recording back."""
    run_button(
        request,
        lambda: actions.reattach_recording(play, step, number=name, now=timezone.now()),
        done=_("It is back"),
    )
    return _redirect_to_reflection(play, step)


def _redirect_to_reflection(play: Play, step: str) -> HttpResponse:
    """To the page where its words are written; where that is over, to where the play stands."""
    reflection = find_reflection(play, step)
    if reflection is None:
        return step_pages.redirect_to_current_step(play)
    return step_pages.redirect_to_page(play, reflection.page, **reflection.parts)
