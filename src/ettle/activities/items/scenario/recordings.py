"""The recording of a reflection: make it, hear it, remove it, put it back. Only its learner can."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.activities.items import step_pages
from ettle.activities.items.scenario import actions
from ettle.activities.models import ReflectionRecording
from ettle.kit.forms.outcomes import render_form, run_button, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.device_permissions import allow_microphone
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.activities.models import Attempt
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@allow_microphone
def record(request: SignedInRequest, invitation: UUID, position: int) -> HttpResponse:
    """Record a reflection, or choose a recording of it. It takes the place of the one before."""
    attempt = _attempt_or_404(request, invitation, position)
    is_sent = request.method == "POST"
    form = texts.RecordingForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if run_form(
        form,
        lambda data: actions.attach_recording(
            attempt,
            prepared=texts.prepare_recording(data["recording"].read(texts.MAX_RECORDING_SIZE + 1)),
            name=data["recording"].name or "",
            learner=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, _("Your recording is saved. Now type what it says"))
        return redirect("activities:reflect", invitation, position)
    return render_form(request, "activities/scenario/record.html", form, {"invited": attempt.invited})


@audience(SIGNED_IN)
@require_safe
def recording(request: SignedInRequest, invitation: UUID, position: int, name: UUID) -> HttpResponseBase:
    """The recording itself."""
    attempt = _attempt_or_404(request, invitation, position)
    found = ReflectionRecording.objects.filter(attempt=attempt, uuid=name).first()
    if found is None:
        raise Http404
    response: HttpResponseBase = found.file_response(request)
    return response


@audience(SIGNED_IN)
@require_POST
def remove(request: SignedInRequest, invitation: UUID, position: int, name: UUID) -> HttpResponse:
    """Remove the recording; the page offers to undo it."""
    attempt = _attempt_or_404(request, invitation, position)
    run_button(
        request,
        lambda: actions.detach_recording(attempt, number=name, learner=request.user, now=timezone.now()),
        done=_("Deleted. You can undo this for a day"),
    )
    return redirect("activities:reflect", invitation, position)


@audience(SIGNED_IN)
@require_POST
def restore(request: SignedInRequest, invitation: UUID, position: int, name: UUID) -> HttpResponse:
    """Put a removed recording back."""
    attempt = _attempt_or_404(request, invitation, position)
    run_button(
        request,
        lambda: actions.reattach_recording(attempt, number=name, learner=request.user, now=timezone.now()),
        done=_("It is back"),
    )
    return redirect("activities:reflect", invitation, position)


def _attempt_or_404(request: SignedInRequest, invitation: UUID, position: int) -> Attempt:
    attempt = step_pages.find_attempt(request, invitation, position, kind="scenario")
    if attempt is None:
        raise Http404
    return attempt
