"""Practice before a first review of a badge: decide on its examples, then see how that compares with its standard."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ettle.badges import queries as badges
from ettle.evidence.forms import CalibrationForm
from ettle.evidence.marking import actions, queries
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people.queries import ASSESSORS

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest


@audience(ASSESSORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def calibration(request: SignedInRequest, slug: str) -> HttpResponse:
    """The examples with a choice for each; once decided, the choices beside the standard."""
    version = badges.version_by_slug(slug)
    examples = queries.list_examples(version) if version else []
    if version is None or not examples:
        raise Http404
    form = CalibrationForm(posted_data(request), examples=examples)
    me, now = request.user, timezone.now()
    if run_form(form, lambda data: actions.record_practice(version, assessor=me, choices=data, now=now)):
        return redirect(request.get_full_path())
    done = queries.find_practice(me, version)
    context: dict[str, Any] = {"version": version, "work": _work(request), "done": done}
    if done is not None:
        context["compared"] = [(example, done.choices.get(example.name, "")) for example in examples]
        context["different"] = sum(choice != example.outcome for example, choice in context["compared"])
    else:
        context["fields"] = [(example, form[example.name]) for example in examples]
    return render_form(request, "evidence/review/calibration.html", form, context)


def _work(request: SignedInRequest) -> uuid.UUID | None:
    """The submission that the assessor wanted to open."""
    try:
        return uuid.UUID(request.GET.get("work", ""))
    except ValueError:
        return None
