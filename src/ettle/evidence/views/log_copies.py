"""Copy text from a log entry into an application."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ettle.evidence.actions import log_copies
from ettle.evidence.forms import CopyForm, LogWordsForm
from ettle.evidence.views.answers import criterion_or_404
from ettle.evidence.views.applications import own_application_or_404
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.values.numbers import parse_number
from ettle.kit.values.written_text import normalise_line
from ettle.learning_log import queries
from ettle.learning_log.types import part_label
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest


MAX_SEARCH_LENGTH = 200  # characters


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


@audience(SIGNED_IN)
@require_safe
def log_words(request: SignedInRequest, number: uuid.UUID, position: int) -> HttpResponse:
    """Choose an entry of the log whose words go into the answer that is being written."""
    target = _open_target_or_404(request, number, position)
    words = normalise_line(request.GET.get("q", ""))[:MAX_SEARCH_LENGTH]
    page = max(1, parse_number(request.GET.get("page", ""), default=1))
    found = (
        queries.search_entries(request.user, words=words, item=None, page=page)
        if words
        else queries.newest_entries(request.user, page)
    )
    context = {
        "application": target.application,
        "criterion": target.criterion,
        "words": words,
        "entries": found.entries,
        "pages": Paginator(range(found.many), queries.PAGE_SIZE).get_page(page),
    }
    return render(request, "evidence/log_words.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def log_entry_words(request: SignedInRequest, number: uuid.UUID, position: int, entry: uuid.UUID) -> HttpResponse:
    """Choose the parts of an entry. They go after what the answer says: here, or by the page that asks for JSON."""
    target = _open_target_or_404(request, number, position)
    mine = queries.entry_of(request.user, entry)
    if mine is None:
        raise Http404
    saves = queries.current_texts(mine)
    texts_of = {part: saves[part].text for part in sorted(saves, key=log_copies.part_order) if saves[part].text.strip()}
    form = LogWordsForm(posted_data(request), parts={part: part_label(part) for part in texts_of})
    me, now = request.user, timezone.now()
    if request.accepts("text/html"):
        copied = run_form(
            form, lambda data: log_copies.copy_entry(mine, **data, place=target, is_added=True, by=me, now=now)
        )
        if copied:
            _add_copied_message(request, copied.value.text)
            return redirect("evidence:criterion", number, position)
    else:
        recorded = run_form(form, lambda data: log_copies.record_copy(mine, **data, place=target, by=me, now=now))
        if recorded:
            return JsonResponse({"words": recorded.value.words})
    context = {
        "application": target.application,
        "criterion": target.criterion,
        "entry": mine,
        "parts": [(part, part_label(part), text) for part, text in texts_of.items()],
        "chosen": request.POST.getlist("parts") if form.is_bound else list(texts_of),
    }
    return render_form(request, "evidence/log_entry_words.html", form, context)


def _open_target_or_404(request: SignedInRequest, number: uuid.UUID, position: int) -> log_copies.CopyTarget:
    """The answer that is being written; a 404 when it is another's or cannot be changed now."""
    application = own_application_or_404(request, number)
    criterion = criterion_or_404(application, position)
    if criterion.kind != "text" or criterion.pk not in application.status.open_to_change:
        raise Http404
    return log_copies.CopyTarget(application, criterion)


def _add_copied_message(request: SignedInRequest, text: str) -> None:
    if texts.find_personal_details(text):
        messages.warning(request, _("Copied. Check the words listed under your text: an assessor will read this one."))
    else:
        messages.success(request, _("Copied. Your log entry has not changed."))
