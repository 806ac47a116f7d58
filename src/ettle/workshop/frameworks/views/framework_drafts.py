"""Views of drafts of frameworks and of the logic model: their changes, and the actions on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.framework import queries
from ettle.framework.queries import page_links
from ettle.framework.queries.row_comparison import RowChange, compare_rows
from ettle.framework.types import rows
from ettle.kit.forms.outcomes import refuse_resent, run_button
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.refusal import Refused
from ettle.workshop.drafts.comments.comment_pages import (
    CommentPlace,
    FindPlace,
    ListedComment,
    comment_address,
    describe_comments,
    resolve_posted,
    write_comment,
)
from ettle.workshop.drafts.draft_buttons import COMMON_ACTIONS, DraftAction, review_context, run_action
from ettle.workshop.drafts.forms import PlainForm
from ettle.workshop.frameworks import actions, draft_preview
from ettle.workshop.models import FrameworkDraft

WHOLE = ""  # what a comment on the whole draft names


@audience(AUTHORS)
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """List every open draft with its status, and every subject with a history."""
    open_drafts = FrameworkDraft.objects.open().with_review().with_comments()
    return render(request, "workshop/drafts/list.html", {"drafts": open_drafts, "histories": queries.list_histories()})


DRAFT_ACTIONS = COMMON_ACTIONS | {
    "leave-out": DraftAction(actions.revert_row, _lazy("That is left out of the draft")),
    "insist": DraftAction(actions.override_row, _lazy("The draft keeps its words")),
}


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def draft(request: Any, identifier: UUID) -> HttpResponse:
    """Show what a draft would change, its problems, its history, and the actions on it."""
    framework_draft = _get_draft(FrameworkDraft.objects.with_comments(), identifier)
    forms = {name: choice.build_form(name) for name, choice in DRAFT_ACTIONS.items()}
    if request.method == "POST":
        name = request.POST.get("act", "")
        if name not in DRAFT_ACTIONS:
            raise Http404
        forms[name] = DRAFT_ACTIONS[name].build_form(name, request.POST)
        is_new = not refuse_resent(forms[name])
        if is_new and forms[name].is_valid() and _run_action(request, framework_draft, name, forms[name]):
            return redirect("workshop:drafts") if name == "publish" else redirect("workshop:draft", identifier)
    wrong = next((form for form in forms.values() if form.errors), None)
    context = {
        "draft": framework_draft,
        "forms": forms,
        "send_back": forms["send-back"],
        "form": wrong,
        **review_context(framework_draft, request.user),
        **_change_context(framework_draft),
    }
    return render(request, "workshop/drafts/draft.html", context, status=422 if wrong else 200)


def _run_action(request: Any, draft: FrameworkDraft, name: str, form: PlainForm) -> bool:
    row = {"name": request.POST.get("row", "").replace("\0", "")} if name in {"leave-out", "insist"} else {}
    return run_action(request, draft, DRAFT_ACTIONS[name], form, **row)


def _get_draft(drafts: Any, identifier: UUID) -> FrameworkDraft:
    """Return the latest revision of the draft."""
    framework_draft: FrameworkDraft = get_object_or_404(drafts.select_related("latest_revision"), uuid=identifier)
    return framework_draft.as_written()


def _change_context(draft: FrameworkDraft) -> dict[str, Any]:
    """Return what an open draft would change now, or what a closed one changed when it was begun."""
    live = _live_rows(draft)
    try:
        merged = draft.merge(live)
    except Refused as refusal:
        return {"gone": str(refusal), "changes": [], "comments": describe_comments(draft, _place_finder(draft, []))}
    changes = list(compare_rows(live or {}, merged.rows))
    comments = describe_comments(draft, _place_finder(draft, changes))
    return {
        "changes": changes,
        "comments": comments if draft.is_open else [],
        "listed_changes": list(_list_changes(draft, changes, comments)),
        "clashes": [change for change in changes if change.name in merged.clashes],
        "faults": list({fault.words: fault for fault in rows.find_problems(merged.rows)}.values())
        if draft.is_open
        else [],
        "is_behind": draft.base is not None and live != rows.data_to_rows(draft.base),
        "pages": _changed_pages(merged.rows, changes),
    }


def _list_changes(
    draft: FrameworkDraft, changes: list[RowChange], comments: list[ListedComment]
) -> Iterator[tuple[RowChange, list[ListedComment], str]]:
    """Return each change with its comments and the address where another is written."""
    for change in changes:
        own = [listed for listed in comments if listed.comment.part == change.name]
        yield change, own, comment_address(draft, change.name, "")


def _place_finder(draft: FrameworkDraft, changes: list[RowChange]) -> FindPlace:
    """Return what finds a row that this draft changes, or the draft as a whole, for its comments."""
    address = draft.get_page_url()
    places = {
        change.name: CommentPlace(draft.title, f"{change.sort}: {change.title}", f"{address}#change-{number}")
        for number, change in enumerate(changes, 1)
    }
    places[WHOLE] = CommentPlace(draft.title, _("The whole draft"), f"{address}#comments")
    return lambda part, field: places.get(part) if not field else None


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def comment(request: Any, identifier: UUID) -> HttpResponse:
    """Write a comment on the row that the address names, or on the whole draft."""
    framework_draft = _get_draft(FrameworkDraft.objects.open(), identifier)
    find_place = _place_finder(framework_draft, _list_draft_changes(framework_draft))
    return write_comment(request, framework_draft, find_place, crumbs="workshop/drafts/crumbs.html")


@audience(AUTHORS)
@require_POST
def resolve(request: Any, identifier: UUID, number: UUID) -> HttpResponse:
    """Resolve a comment; it leaves the list."""
    return resolve_posted(request, _get_draft(FrameworkDraft.objects.all(), identifier), number)


def _list_draft_changes(draft: FrameworkDraft) -> list[RowChange]:
    """Return what the draft would change; nothing when the edition is gone."""
    live = _live_rows(draft)
    try:
        return list(compare_rows(live or {}, draft.merge(live).rows))
    except Refused:
        return []


def _live_rows(draft: FrameworkDraft) -> rows.Rows | None:
    """Return the published rows, or for a closed draft those when it was begun."""
    return draft.live_rows() if draft.is_open else rows.data_to_rows(draft.base or [])


def _changed_pages(draft_rows: rows.Rows, changes: Iterable[RowChange]) -> list[tuple[str, str]]:
    """Return titles and paths of the pages that would change."""
    return page_links.find_pages(draft_rows, [change.name for change in changes])


def _preview_pages(draft: FrameworkDraft) -> list[tuple[str, str]]:
    live = _live_rows(draft)
    try:
        draft_rows = draft.merge(live).rows
    except Refused:
        return []
    return _changed_pages(draft_rows, compare_rows(live or {}, draft_rows))


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: Any, identifier: UUID) -> HttpResponse:
    """Confirm, then discard a draft."""
    framework_draft = _get_draft(FrameworkDraft.objects.open(), identifier)
    if request.method == "POST":
        run_button(
            request,
            lambda: actions.discard_draft(framework_draft, by=request.user, now=timezone.now()),
            done=_("The draft of %(title)s is discarded") % {"title": framework_draft},
        )
        return redirect("workshop:drafts")
    return render(request, "workshop/drafts/discard.html", {"draft": framework_draft})


@audience(AUTHORS)
@require_safe
@csp_replace({"frame-src": [SELF]})
def preview(request: Any, identifier: UUID) -> HttpResponse:
    """Preview a reader's page with the draft, at the width of a phone and of a desktop."""
    framework_draft = _get_draft(FrameworkDraft.objects.open(), identifier)
    pages = _preview_pages(framework_draft)
    requested = request.GET.get("page", "") or next((path for _, path in pages), "")
    path, _, query = requested.partition("?")
    address = reverse("workshop:draft-shown", args=[framework_draft.uuid, path.strip("/") + "/"])
    context = {
        "draft": framework_draft,
        "pages": pages,
        "requested": requested,
        "address": f"{address}?{query}" if query else address,
    }
    return render(request, "workshop/drafts/preview.html", context)


@audience(AUTHORS)
@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def shown_page(request: Any, identifier: UUID, path: str) -> HttpResponse:
    """Answer with a reader's page that includes the draft. It is not cached."""
    framework_draft = _get_draft(FrameworkDraft.objects.open(), identifier)
    try:
        response = draft_preview.render_draft_page(framework_draft, f"/{path}", request=request)
    except Refused as refusal:
        response = render(
            request, "workshop/drafts/not_shown.html", {"draft": framework_draft, "why": str(refusal)}, status=409
        )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
