"""A learner's own view of an application as a whole: what an assessor will see, and its history to download."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ettle.evidence.application.declarations import current_wording
from ettle.evidence.record.documents import describe_application
from ettle.evidence.record.history import load_history
from ettle.evidence.review.desk import preview_contexts
from ettle.evidence.views.applications import own_application_or_404
from ettle.kit.files.printable_documents import download_response
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.values.dates import operator_date

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest

KINDS = ("pdf", "html")


@audience(SIGNED_IN)
@require_safe
def preview(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """What an assessor will see of the answers as they are now, before they are sent."""
    application = own_application_or_404(request, number)
    if not application.status.can_send or not application.status.assessed:
        return redirect("evidence:application", number)
    context = {
        "application": application,
        "readings": preview_contexts(application),
        "wording": current_wording(is_assessed=True),
    }
    return render(request, "evidence/preview.html", context)


@audience(SIGNED_IN)
@require_safe
def download(request: SignedInRequest, number: uuid.UUID, kind: str) -> HttpResponse:
    """The application with its whole history, as a file. kind: one of KINDS."""
    if kind not in KINDS:
        raise Http404
    application, now = own_application_or_404(request, number), timezone.now()
    document = describe_application(load_history(application), now=now)
    name = f"{document.title} {application.learner} {operator_date(now).isoformat()}"
    return download_response(document, kind=kind, name=name)
