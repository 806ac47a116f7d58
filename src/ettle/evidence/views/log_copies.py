"""From an entry to an application, by copy."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ettle.evidence import log_copies
from ettle.evidence.forms import CopyForm
from ettle.kit.once import once
from ettle.kit.refused import Refused
from ettle.learning_log import queries
from ettle.learning_log.models import PARTS
from ettle.learning_log.views.pages import TYPED, mine_or_404
from ettle.texts import privacy

if TYPE_CHECKING:
    from ettle.people.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
@once
def copy(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Choose the parts and the answer. The answer's own page then shows what may point to a person."""
    mine = mine_or_404(request, number)
    saves = queries.texts_of(mine)
    parts = {
        part: PARTS.get(part, TYPED) for part in sorted(saves, key=log_copies.place_of) if saves[part].text.strip()
    }
    places = log_copies.places(request.user)
    form = CopyForm(request.POST if request.method == "POST" else None, parts=parts, places=places)
    if form.is_valid():
        place = form.chosen(places)
        try:
            answer = log_copies.copy(
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
            _say_copied(request, answer.text)
            return redirect("evidence:criterion", place.application.uuid, place.criterion.position)
    context = {"entry": mine, "form": form, "places": places, "parts": parts}
    return render(request, "evidence/log_copy.html", context, status=422 if form.errors else 200)


def _say_copied(request: SignedInRequest, text: str) -> None:
    if privacy.marks(text):
        messages.warning(request, "Copied. Look at the places under your text: an assessor will read this one.")
    else:
        messages.success(request, "Copied. Your log entry stays as it is.")
