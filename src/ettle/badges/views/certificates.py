"""The certificate of a badge, for its holder to print or send. "Not found" for everyone else."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from ettle.badges import queries
from ettle.badges.definition.certificate import render_certificate
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_safe
def certificate(request: SignedInRequest, award: uuid.UUID) -> HttpResponse:
    """The PDF of a badge that is signed and not withdrawn."""
    own_award = queries.award_by_uuid(award)
    if own_award is None or own_award.learner_id != request.user.pk or not own_award.is_usable:
        raise Http404
    return HttpResponse(
        render_certificate(own_award),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{own_award.version.badge.slug}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )
