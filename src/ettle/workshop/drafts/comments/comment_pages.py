"""The pages of comments, for every kind of draft: write a comment, resolve it, and list them beside their places.

A kind of draft says where a place is (`FindPlace`) and which crumbs lead to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.people.types import SignedInRequest
from ettle.workshop.drafts.comments import actions
from ettle.workshop.drafts.comments.forms import CommentForm
from ettle.workshop.drafts.comments.models import DraftComment
from ettle.workshop.drafts.comments.queries import comments_of, list_open
from ettle.workshop.drafts.models import SpecDraft

# Fields about the form itself.
WITHOUT_COMMENTS = frozenset({"as_it_was", "options", "key", "position", "remove"})


@dataclass(frozen=True)
class CommentPlace:
    """A place in a draft that takes comments. title: of its part. label: of the field. address: where it is shown."""

    title: str
    label: str
    address: str


FindPlace = Callable[[str, str], CommentPlace | None]  # by part and field; None where there is no such place (any more)


@dataclass(frozen=True)
class ListedComment:
    """place: None where what it is about is gone."""

    comment: DraftComment
    place: CommentPlace | None
    resolve_address: str


def comment_address(draft: SpecDraft, part: str, field: str) -> str:
    """Return the address of the page on which a comment on a place is written."""
    return f"{draft.get_comments_url()}?{urlencode({'part': part, 'field': field})}"


def write_comment(request: SignedInRequest, draft: SpecDraft, find_place: FindPlace, *, crumbs: str) -> HttpResponse:
    """Write a comment on the place that the address names. Raises Http404 where there is none.

    crumbs: the template of the way back to the draft."""
    part, field = request.GET.get("part", ""), request.GET.get("field", "")
    place = find_place(part, field)
    if place is None:
        raise Http404
    form = CommentForm(posted_data(request))
    me, now = request.user, timezone.now()
    if run_form(
        form,
        lambda data: actions.add_comment(draft, part=part, field=field, words=data["words"], by=me, now=now),
    ):
        messages.success(request, _("Your comment is beside it, and on the page of the draft"))
        return redirect(place.address)
    context = {"draft": draft, "place": place, "crumbs": crumbs}
    return render_form(request, "workshop/drafts/comment.html", form, context)


def resolve_posted(request: SignedInRequest, draft: SpecDraft, number: UUID, *, page: str = "") -> HttpResponse:
    """Resolve a comment; it leaves the list. page: the address of that list, if not the page of the draft."""
    found = get_object_or_404(comments_of(draft), uuid=number)
    resolve_with_words(request, draft, found)
    return redirect(f"{page or draft.get_page_url()}#comments")


def resolve_with_words(request: SignedInRequest, draft: SpecDraft, comment: DraftComment) -> None:
    run_button(
        request,
        lambda: actions.resolve_comment(draft, comment, by=request.user, now=timezone.now()),
        done=_("The comment is resolved"),
    )


def describe_comments(draft: SpecDraft, find_place: FindPlace) -> list[ListedComment]:
    """Return the open comments of a draft, each with its place. One query; none where they were counted and none is."""
    if draft.open_comments == 0:
        return []
    address = draft.get_comments_url()
    return [
        ListedComment(comment, find_place(comment.part, comment.field), f"{address}{comment.uuid}/resolve/")
        for comment in list_open(draft)
    ]


def show_comments(form: Any, part: str, comments: Iterable[DraftComment]) -> None:
    """Put the comments on a part beside the fields that they are about."""
    listed = list(comments)
    for name, field in form.fields.items():
        field.takes_comments = name.rpartition("-")[2] not in WITHOUT_COMMENTS
        field.comments = [comment for comment in listed if (comment.part, comment.field) == (part, name)]
