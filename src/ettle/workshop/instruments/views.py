"""Pages for authors: what people are asked, version by version. The next version is written in the workshop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.instruments.queries.published_versions import find_version
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people import queries as people
from ettle.people.types import SignedInRequest
from ettle.workshop.drafts.comments.comment_pages import (
    CommentPlace,
    FindPlace,
    ListedComment,
    comment_address,
    describe_comments,
    resolve_posted,
    write_comment,
)
from ettle.workshop.drafts.links import draft_url
from ettle.workshop.instruments import actions
from ettle.workshop.instruments.models import InstrumentDraft
from ettle.workshop.instruments.preview import build_preview
from ettle.workshop.instruments.queries import find_draft, list_instruments
from ettle.workshop.instruments.spec_entries import entries_class


@audience(AUTHORS)
@require_safe
def instruments(request: SignedInRequest) -> HttpResponse:
    """Every instrument with its versions."""
    context = {"instruments": list_instruments(request.user), "may_publish": people.can_publish(request.user)}
    return render(request, "workshop/instruments/instruments.html", context)


@audience(AUTHORS)
@require_safe
def version(request: SignedInRequest, key: str, edition: int) -> HttpResponse:
    """One version as it was published, to read."""
    published = find_version(key, edition)
    if published is None:
        raise Http404
    kind, spec = entries_class(published.spec), published.spec
    groups = kind(kind.from_spec(spec), spec).filled_groups()
    context = {"version": published, "groups": groups, "look": build_preview(spec)}
    return render(request, "workshop/instruments/version.html", context)


@audience(AUTHORS)
@require_safe
def draft(request: SignedInRequest, key: str) -> HttpResponse:
    """What a draft says, to read, with the comments beside its fields."""
    written = _get_draft(key)
    comments = describe_comments(written, _place_finder(written))
    context = {"draft": written, "comments": comments, "groups": list(_list_groups(written, comments))}
    return render(request, "workshop/instruments/draft.html", context)


def _get_draft(key: str) -> InstrumentDraft:
    """Return the latest revision of an open draft. Raises Http404."""
    drafts = InstrumentDraft.objects.open().select_related("latest_revision")
    return get_object_or_404(drafts, pk=key).as_written()


def _place_finder(draft: InstrumentDraft) -> FindPlace:
    """Return what finds a field of this draft, for its comments."""
    page = reverse("workshop:instrument-draft", args=[draft.pk])
    labels = {entry.name: str(entry.label) for entry in draft.entries.fields()}

    def find_place(part: str, field: str) -> CommentPlace | None:
        return (
            CommentPlace(draft.title, labels[field], f"{page}#entry-{field}") if not part and field in labels else None
        )

    return find_place


def _list_groups(
    draft: InstrumentDraft, comments: Sequence[ListedComment]
) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Return the headings, and under each the fields with what they say, their comments and where one is written."""
    for group in draft.entries.groups():
        yield (
            str(group.heading),
            [
                {
                    "name": entry.name,
                    "label": entry.label,
                    "lines": draft.entries.lines(entry),
                    "comments": [listed for listed in comments if listed.comment.field == entry.name],
                    "address": comment_address(draft, "", entry.name),
                }
                for entry in group.fields
            ],
        )


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def comment(request: SignedInRequest, key: str) -> HttpResponse:
    """Write a comment on the field that the address names."""
    written = _get_draft(key)
    return write_comment(request, written, _place_finder(written), crumbs="workshop/instruments/crumbs.html")


@audience(AUTHORS)
@require_POST
def resolve(request: SignedInRequest, key: str, number: UUID) -> HttpResponse:
    """Resolve a comment; it leaves the list."""
    return resolve_posted(request, _get_draft(key), number, page=reverse("workshop:instrument-draft", args=[key]))


@audience(AUTHORS)
@require_POST
def discard(request: SignedInRequest, key: str) -> HttpResponse:
    """Discard a draft that the person saved last themselves."""
    draft = InstrumentDraft.objects.open().filter(pk=key).first()
    if draft is None or not draft.can_be_discarded_by(request.user):
        raise Http404
    actions.discard_draft(draft, by=request.user, now=timezone.now())
    messages.success(request, _("The draft is discarded. You still find it in the history"))
    return redirect("workshop:instruments")


@audience(AUTHORS)
@require_safe
def change(request: SignedInRequest, key: str) -> HttpResponse:
    """Redirect to the author's page in the workshop."""
    draft = find_draft(key)
    if draft is None:
        raise Http404
    return redirect(draft_url(draft))
