"""Copy text from a log entry into an application."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ettle.evidence.actions import log_copies
from ettle.evidence.forms import CopyForm
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.learning_log import queries
from ettle.learning_log.types import part_label
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def copy_entry(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Choose the parts and the answer. The answer's page then shows what could identify a person."""
    mine = queries.entry_of(request.user, number)
    if mine is None:
        raise Http404
    saves = queries.current_texts(mine)
    parts = {part: part_label(part) for part in sorted(saves, key=log_copies.part_order) if saves[part].text.strip()}
    places = log_copies.open_copy_targets(request.user)
    form = CopyForm(posted_data(request), parts=parts, places=places)
    copied = run_form(
        form,
        lambda data: log_copies.copy_entry(
            mine,
            parts=data["parts"],
            place=form.chosen_target(places),
            is_added=data["how"] == "after",
            key=uuid.uuid4(),
            by=request.user,
            now=timezone.now(),
        ),
    )
    if copied:
        place = form.chosen_target(places)
        _add_copied_message(request, copied.value.text)
        return redirect("evidence:criterion", place.application.uuid, place.criterion.position)
    context = {"entry": mine, "places": places, "parts": parts}
    return render_form(request, "evidence/log_copy.html", form, context)


def _add_copied_message(request: SignedInRequest, text: str) -> None:
    if texts.find_personal_details(text):
        messages.warning(request, _("Copied. Check the words listed under your text: an assessor will read this one."))
    else:
        messages.success(request, _("Copied. Your log entry has not changed."))
