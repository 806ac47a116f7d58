"""Comments on the fields of a story: beside the field, and all together on the page of the draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people.types import SignedInRequest
from ettle.workshop.stories.comments import actions
from ettle.workshop.stories.comments.forms import CommentForm
from ettle.workshop.stories.models import StoryComment, StoryDraft
from ettle.workshop.stories.story_content import StoryContent
from ettle.workshop.stories.views.draft_links import get_draft, label_part_field, part_address, title_part


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def comment(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Write a comment on the field that the address names."""
    draft = get_draft(identifier, is_open=True)
    part, field = request.GET.get("part", ""), request.GET.get("field", "")
    label = label_part_field(draft.content, part, field) if title_part(draft.content, part) else ""
    if not label:
        raise Http404
    form = CommentForm(posted_data(request))
    me, now = request.user, timezone.now()
    if run_form(
        form,
        lambda data: actions.add_comment(draft, part=part, field=field, words=data["words"], by=me, now=now),
    ):
        messages.success(request, _("Your comment is beside the field, and on the page of the draft"))
        return redirect(part_address(draft, part) + f"#id_{field}")
    context = {
        "draft": draft,
        "label": label,
        "part_title": title_part(draft.content, part),
        "address": part_address(draft, part) + f"#id_{field}",
    }
    return render_form(request, "workshop/stories/comment.html", form, context)


@audience(AUTHORS)
@require_POST
def resolve(request: SignedInRequest, identifier: UUID, number: UUID) -> HttpResponse:
    """Resolve a comment; it leaves the list."""
    draft = get_draft(identifier)
    found = get_object_or_404(StoryComment.objects.select_related("draft"), draft_id=draft.pk, uuid=number)
    run_button(
        request,
        lambda: actions.resolve_comment(found, by=request.user, now=timezone.now()),
        done=_("The comment is resolved"),
    )
    return redirect(draft.get_page_url() + "#comments")


def describe_comments(draft: StoryDraft, content: StoryContent, found: list[StoryComment]) -> list[dict[str, Any]]:
    """Return each comment with what its field is called and its address; these are empty when the field is gone."""
    described = []
    for comment in found:
        title = title_part(content, comment.part)
        label = label_part_field(content, comment.part, comment.field) if title else ""
        address = part_address(draft, comment.part) + f"#id_{comment.field}" if label else ""
        described.append({"comment": comment, "title": title, "label": label, "address": address})
    return described
