"""From an entry to an application, by copy."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ettle.evidence import log_copies
from ettle.evidence.forms import CopyForm
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import answer_once
from ettle.kit.refusal import Refused
from ettle.learning_log import queries
from ettle.learning_log.types import PARTS, VOICE_NOTE_LABEL
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@answer_once
def copy_entry(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Choose the parts and the answer. The answer's own page then shows what may point to a person."""
    mine = queries.entry_of(request.user, number)
    if mine is None:
        raise Http404
    saves = queries.current_texts(mine)
    parts = {
        part: PARTS.get(part, VOICE_NOTE_LABEL)
        for part in sorted(saves, key=log_copies.part_order)
        if saves[part].text.strip()
    }
    places = log_copies.open_copy_targets(request.user)
    form = CopyForm(request.POST if request.method == "POST" else None, parts=parts, places=places)
    if form.is_valid():
        place = form.chosen_target(places)
        try:
            answer = log_copies.copy_entry(
                mine,
                parts=form.cleaned_data["parts"],
                place=place,
                is_added=form.cleaned_data["how"] == "after",
                key=uuid.uuid4(),
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            _add_copied_message(request, answer.text)
            return redirect("evidence:criterion", place.application.uuid, place.criterion.position)
    context = {"entry": mine, "form": form, "places": places, "parts": parts}
    return render(request, "evidence/log_copy.html", context, status=422 if form.errors else 200)


def _add_copied_message(request: SignedInRequest, text: str) -> None:
    if texts.find_personal_details(text):
        messages.warning(request, "Copied. Look at the places under your text: an assessor will read this one.")
    else:
        messages.success(request, "Copied. Your log entry stays as it is.")
