"""Automatic saves of log entries; the protocol is in `ettle.texts.autosave`."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import Http404, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ettle.framework.queries import link_targets
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.learning_log import actions as log
from ettle.texts import autosave
from ettle.texts.revisions import Revision

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["PUT"])
def save(request: SignedInRequest, number: uuid.UUID, part: str) -> JsonResponse:
    """Save one part of a log entry. The first save of a new page creates the entry."""

    def save_part(submitted: autosave.SaveRequest) -> Revision:
        now = timezone.now()
        return log.save_part(
            number,
            part=part,
            submitted=log.SubmittedPart(submitted.text, submitted.base, submitted.key, submitted.after),
            about=link_targets.requested_targets(request.GET.dict()),
            by=request.user,
            today=timezone.localdate(now),
            now=now,
        )

    try:
        return autosave.respond_to_save(request, save_part)
    except log.EntryNotFound:
        raise Http404 from None
