"""Pictures and voice notes of an entry: add, show to their owner, remove."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ettle.kit.files.file_responses import stored_file_response
from ettle.kit.forms.outcomes import render_form, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.device_permissions import allow_microphone
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.refusal import Refused
from ettle.learning_log import uploads
from ettle.learning_log.actions import attachments
from ettle.learning_log.forms import AttachmentForm
from ettle.learning_log.models import Entry, EntryFile
from ettle.learning_log.quotas import describe_quotas
from ettle.learning_log.views.log_entries import own_entry_or_404
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@allow_microphone
@answer_once(OtherContent.APPLY)
def add(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Add a picture or a voice note to an entry."""
    mine = own_entry_or_404(request, number)
    is_sent = request.method == "POST"
    form = AttachmentForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_valid() and _attach_uploads(request, mine, form):
        messages.success(
            request, _("Added. Type what it says, so that you find it again") if form.has_voice else _("Added")
        )
        return redirect("learning_log:entry", number)
    context = {"entry": mine, "most": attachments.MAX_FILES, "quotas": describe_quotas(request.user)}
    return render_form(request, "learning_log/add_file.html", form, context)


def _attach_uploads(request: SignedInRequest, mine: Entry, form: AttachmentForm) -> bool:
    """Store the uploaded files, all or none; a refusal becomes an error of its field. Return whether it was done."""
    files = []
    words = {"picture": form.cleaned_data["shows"], "voice": ""}
    for name, read in (("picture", uploads.prepare_picture), ("voice", uploads.prepare_voice_note)):
        upload = form.cleaned_data[name]
        if not isinstance(upload, UploadedFile):
            continue
        try:
            prepared = replace(read(upload.read(uploads.MAX_PICTURE_SIZE + 1)), words=words[name])
            files.append((prepared, upload.name or name))
        except Refused as refused:
            form.add_error(name, str(refused))
    if form.errors:
        return False
    outcome = run_form(form, lambda _: attachments.attach_files(mine, files=files, by=request.user, now=timezone.now()))
    if outcome and any(prepared.is_first_frame for prepared, _ in files):
        messages.info(request, _("Your picture moves. We saved its first frame"))
    if outcome and any(texts.find_in_file_name(name) for _, name in files):
        messages.warning(request, _("The name of a file could identify someone. Only you see it here."))
    if outcome and any(len(name) > EntryFile.NAME_LENGTH for _, name in files):
        messages.info(request, _("The name of your file is long. We left out its middle, shown as ‘…’."))
    return bool(outcome)


@audience(SIGNED_IN)
@require_safe
def file(request: SignedInRequest, number: uuid.UUID, name: uuid.UUID) -> HttpResponseBase:
    """The file itself, for its owner only; ?small for the thumbnail."""
    attachment = _file_or_404(request, number, name)
    path = attachment.small.name if "small" in request.GET and attachment.small else attachment.file.name
    if not path or not default_storage.exists(path):
        raise Http404
    return stored_file_response(
        request, path, kind=uploads.MEDIA_TYPES[path.rpartition(".")[2]], cache="private, no-store"
    )


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def remove(request: SignedInRequest, number: uuid.UUID, name: uuid.UUID) -> HttpResponse:
    """Delete a file. Asks for confirmation: it cannot be undone."""
    attachment = _file_or_404(request, number, name)
    if request.method == "POST":
        attachments.detach_file(attachment, by=request.user, now=timezone.now())
        messages.success(request, _("Removed"))
        return redirect("learning_log:entry", number)
    return render(request, "learning_log/remove_file.html", {"entry": attachment.entry, "file": attachment})


def _file_or_404(request: SignedInRequest, number: uuid.UUID, name: uuid.UUID) -> EntryFile:
    mine = own_entry_or_404(request, number)
    attachment = mine.files.filter(uuid=name).first()
    if attachment is None:
        raise Http404
    attachment.entry = mine
    return attachment
