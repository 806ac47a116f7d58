"""Automatic saves of answers; the protocol is in `ettle.texts.autosave`."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ettle.evidence import actions, queries
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.texts import autosave
from ettle.texts.revisions import Revision

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["PUT"])
def save(request: SignedInRequest, number: uuid.UUID, position: int) -> JsonResponse:
    """Save one answer of an application."""
    application = queries.application_of(request.user, number)
    if application is None:
        raise Http404
    criterion = next((criterion for criterion in application.criteria if criterion.position == position), None)
    if criterion is None:
        return JsonResponse({"words": _("There is no such part.")}, status=404)

    def save_answer(submitted: autosave.SaveRequest) -> Revision:
        return actions.save_answer(
            application,
            criterion=criterion,
            text=submitted.text,
            base=submitted.base,
            key=submitted.key,
            after=submitted.after,
            by=request.user,
            now=timezone.now(),
        )

    return autosave.respond_to_save(request, save_answer)
