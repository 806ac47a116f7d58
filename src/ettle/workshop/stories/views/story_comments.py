"""Comments on the fields of a story."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people.types import SignedInRequest
from ettle.workshop.drafts.comments.comment_pages import resolve_posted, write_comment
from ettle.workshop.stories.views.draft_links import get_draft, place_finder


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def comment(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Write a comment on the field that the address names."""
    draft = get_draft(identifier, is_open=True)
    return write_comment(request, draft, place_finder(draft), crumbs="workshop/stories/crumbs.html")


@audience(AUTHORS)
@require_POST
def resolve(request: SignedInRequest, identifier: UUID, number: UUID) -> HttpResponse:
    """Resolve a comment; it leaves the list."""
    return resolve_posted(request, get_draft(identifier), number)
