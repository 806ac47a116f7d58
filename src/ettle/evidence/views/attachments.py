"""Recordings, pictures and PDF files of an answer: add, hear or see, remove, put back."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.evidence import actions, queries
from ettle.evidence.application import attachments
from ettle.evidence.views.answers import criterion_or_404
from ettle.evidence.views.applications import own_application_or_404
from ettle.kit.forms.outcomes import render_form, run_button, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.device_permissions import allow_microphone
from ettle.people.queries import ASSESSORS
from ettle.texts import queries as texts
from ettle.texts.attachments import describe_space

if TYPE_CHECKING:
    from django.forms import Form

    from ettle.badges.models import Criterion
    from ettle.evidence.models import Application
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@allow_microphone
def record(request: SignedInRequest, number: uuid.UUID, position: int) -> HttpResponse:
    """Record an answer, or choose a recording of it. It takes the place of the one before."""
    application, criterion = _open_answer_or_404(request, number, position)
    is_sent = request.method == "POST"
    form = texts.RecordingForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if run_form(
        form,
        lambda data: actions.attach(
            application,
            criterion=criterion,
            prepared=texts.prepare_recording(data["recording"].read(texts.MAX_RECORDING_SIZE + 1)),
            name=data["recording"].name or "",
            by=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, _("Your recording is saved. Now type what it says"))
        return redirect("evidence:criterion", number, position)
    return _render_page(request, "evidence/record.html", form, application, criterion)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: SignedInRequest, number: uuid.UUID, position: int) -> HttpResponse:
    """Add a picture or a PDF to an answer."""
    application, criterion = _open_answer_or_404(request, number, position)
    is_sent = request.method == "POST"
    form = texts.FileForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if run_form(
        form,
        lambda data: actions.attach(
            application,
            criterion=criterion,
            prepared=texts.prepare_file(data["file"].read(texts.MAX_FILE_SIZE + 1)),
            name=data["file"].name or "",
            shows=data["shows"],
            by=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, _("File added"))
        shows = form.cleaned_data["shows"]
        if texts.find_in_file_name(form.cleaned_data["file"].name or "") or texts.find_personal_details(shows):
            words = _(
                "The name of the file, or what you say it shows, could identify someone. Your assessor will see both."
            )
            messages.warning(request, words)
        return redirect("evidence:criterion", number, position)
    return _render_page(request, "evidence/add_file.html", form, application, criterion)


@audience(SIGNED_IN)
@require_safe
def file(request: SignedInRequest, number: uuid.UUID, position: int, name: uuid.UUID) -> HttpResponseBase:
    """The file itself, for the learner."""
    application = own_application_or_404(request, number)
    found = attachments.own_file(application, criterion_or_404(application, position), name)
    if found is None:
        raise Http404
    return found.file_response(request)


@audience(ASSESSORS)
@require_safe
def sent_file(request: SignedInRequest, number: uuid.UUID, name: uuid.UUID) -> HttpResponseBase:
    """A file as it was sent, for an assessor who may review that submission."""
    submission = queries.reviewable_submission(request.user, number)
    found = attachments.sent_file(submission, name) if submission else None
    if found is None:
        raise Http404
    return found.file_response(request)


@audience(SIGNED_IN)
@require_POST
def remove(request: SignedInRequest, number: uuid.UUID, position: int, name: uuid.UUID) -> HttpResponse:
    """Remove a file from an answer; the page offers to undo it."""
    application, criterion = _open_answer_or_404(request, number, position)
    me, now = request.user, timezone.now()
    run_button(
        request,
        lambda: actions.detach(application, criterion=criterion, number=name, by=me, now=now),
        done=_("Deleted. You can undo this for a day"),
    )
    return redirect("evidence:criterion", number, position)


@audience(SIGNED_IN)
@require_POST
def restore(request: SignedInRequest, number: uuid.UUID, position: int, name: uuid.UUID) -> HttpResponse:
    """Put a removed file back."""
    application, criterion = _open_answer_or_404(request, number, position)
    me, now = request.user, timezone.now()
    run_button(
        request,
        lambda: actions.reattach(application, criterion=criterion, number=name, by=me, now=now),
        done=_("It is back"),
    )
    return redirect("evidence:criterion", number, position)


def _open_answer_or_404(request: SignedInRequest, number: uuid.UUID, position: int) -> tuple[Application, Criterion]:
    application = own_application_or_404(request, number)
    criterion = criterion_or_404(application, position)
    if criterion.kind != "text":
        raise Http404
    return application, criterion


def _render_page(
    request: SignedInRequest, template: str, form: Form, application: Application, criterion: Criterion
) -> HttpResponse:
    space = describe_space(application.learner)
    context = {"application": application, "criterion": criterion, "space_notice": space}
    return render_form(request, template, form, context)
