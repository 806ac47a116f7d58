"""Drafts of frameworks and of the logic model: what they would change, and what may be done with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import ModelLogEntry, WorkflowState

from ettle.framework import queries
from ettle.framework.versions import page_links, rows
from ettle.framework.versions.row_comparison import RowChange, compare_rows
from ettle.framework.versions.rows import Rows
from ettle.kit.forms.outcomes import add_refusal, run_button
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import answer_once
from ettle.kit.refusal import Refused
from ettle.workshop.authors.author_roles import AuthorRole, effective_role
from ettle.workshop.drafts.models import DISCARDED, HELD_BACK
from ettle.workshop.frameworks import draft_edits, draft_preview, draft_review
from ettle.workshop.frameworks.draft_forms import DueForm, NoteForm, PlainForm
from ettle.workshop.models import FrameworkDraft

MOST_SHOWN = 100


@audience(AUTHORS)
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """Every open draft and how it stands; and what has a history."""
    found = FrameworkDraft.objects.open().with_review()
    return render(request, "workshop/drafts/list.html", {"drafts": found, "histories": queries.list_histories()})


@dataclass(frozen=True)
class DraftAction:
    """Something that may be done with a draft. label, hint: of the box for a note, where there is one."""

    act: Callable[..., None]
    done: str
    form: type[PlainForm] = PlainForm
    label: str = ""
    hint: str = ""
    needs_seen: bool = True

    def build_form(self, name: str, data: Any = None) -> PlainForm:
        words: dict[str, Any] = {"label": self.label, "hint": self.hint} if self.form is NoteForm else {}
        return self.form(data, prefix=name, **words)


DRAFT_ACTIONS = {
    "publish": DraftAction(
        draft_review.publish_draft, "It is published. Readers see it now", NoteForm, "What is new, in a few words",
        "Authors find it in the history. You may leave it empty",
    ),
    "ask": DraftAction(
        draft_review.request_review, "Those who review are told that it waits for them", NoteForm,
        "What they should look at", "You may leave it empty",
    ),
    "approve": DraftAction(
        draft_review.approve, "You approved it", NoteForm, "Anything to say with it", "You may leave it empty"
    ),
    "send-back": DraftAction(
        draft_review.send_back, "It is sent back, with your words", NoteForm, "What should change first"
    ),
    "due": DraftAction(draft_review.schedule_draft, "It will be published at that time", DueForm),
    "not-due": DraftAction(draft_review.unschedule_draft, "Its date is taken off", needs_seen=False),
    "leave-out": DraftAction(draft_edits.revert_row, "That is left out of the draft"),
    "insist": DraftAction(draft_edits.override_row, "The draft keeps its words"),
}  # fmt: skip


@audience(AUTHORS)
@require_http_methods(["GET", "POST"])
@answer_once
def draft(request: Any, identifier: UUID) -> HttpResponse:
    """What a draft would change, what is wrong with it, who did what; and what may be done with it."""
    found = _get_draft(FrameworkDraft.objects.all(), identifier)
    forms = {name: choice.build_form(name) for name, choice in DRAFT_ACTIONS.items()}
    if request.method == "POST":
        name = request.POST.get("act", "")
        if name not in DRAFT_ACTIONS:
            raise Http404
        forms[name] = DRAFT_ACTIONS[name].build_form(name, request.POST)
        if forms[name].is_valid() and _run_action(request, found, name, forms[name]):
            return redirect("workshop:drafts") if name == "publish" else redirect("workshop:draft", identifier)
    wrong = next((form for form in forms.values() if form.errors), None)
    context = {
        "draft": found,
        "forms": forms,
        "send_back": forms["send-back"],
        "form": wrong,
        **_draft_context(found, request.user),
    }
    return render(request, "workshop/drafts/draft.html", context, status=422 if wrong else 200)


def _run_action(request: Any, draft: FrameworkDraft, name: str, form: PlainForm) -> bool:
    choice = DRAFT_ACTIONS[name]
    given = form.action_arguments()
    if choice.needs_seen:
        given["seen"] = _parse_number(request.POST.get("seen", ""))
    if name in {"leave-out", "insist"}:
        given["name"] = request.POST.get("row", "").replace("\0", "")
    try:
        choice.act(draft, **given, by=request.user, now=timezone.now())
    except Refused as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, choice.done)
    return True


def _parse_number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 9 else -1


def _get_draft(drafts: Any, identifier: UUID) -> FrameworkDraft:
    """The draft as its latest revision has it."""
    found: FrameworkDraft = get_object_or_404(drafts.select_related("latest_revision"), uuid=identifier)
    return found.as_written()


# What the history of a draft says of each of Wagtail's log entries.
STEPS = {
    "wagtail.create": "began it",
    "wagtail.edit": "changed",
    "wagtail.workflow.start": "asked for a review",
    "wagtail.workflow.resume": "asked for a review again",
    "wagtail.workflow.approve": "approved it",
    "wagtail.workflow.reject": "sent it back",
    "wagtail.publish.schedule": "gave it a date",
    "wagtail.schedule.cancel": "took its date off",
    "wagtail.publish": "published it",
    "wagtail.publish.scheduled": "published it",
    HELD_BACK: "was not published at its time",
    DISCARDED: "threw it away",
}


@dataclass(frozen=True)
class Step:
    """What somebody did with a draft. by: None for the clock."""

    at: datetime
    by: Any
    act: str
    what: str
    words: str


def _list_steps(draft: FrameworkDraft) -> list[Step]:
    entries = ModelLogEntry.objects.for_instance(draft).filter(action__in=STEPS).select_related("user")
    return [
        Step(entry.timestamp, entry.user, entry.action, STEPS[entry.action], _step_words(entry.data))
        for entry in entries.order_by("-timestamp", "-pk")[:MOST_SHOWN]
    ]


def _step_words(data: dict[str, Any]) -> str:
    return str(data.get("words") or data.get("comment") or "")


def _draft_context(draft: FrameworkDraft, person: Any) -> dict[str, Any]:
    steps = _list_steps(draft)
    review = draft.current_workflow_state
    task = review.current_task_state if review else None
    part = effective_role(person)
    return {
        "steps": steps,
        "review": review,
        "task": task.task if task else None,
        "sent_back": task.comment if task and review and review.status == WorkflowState.STATUS_NEEDS_CHANGES else "",
        "waits": review is not None and review.status == WorkflowState.STATUS_IN_PROGRESS,
        "held": steps[0] if steps and steps[0].act == HELD_BACK else None,
        "may_publish": part == AuthorRole.PUBLISHER,
        "may_review": part in {AuthorRole.REVIEWER, AuthorRole.PUBLISHER},
        "zone": timezone.get_default_timezone(),
        **_change_context(draft),
    }


def _change_context(draft: FrameworkDraft) -> dict[str, Any]:
    """What it would change as things are now; of a closed one, what it said when it was begun on."""
    live = _live_rows(draft)
    try:
        merged = draft.merge(live)
    except Refused as refusal:
        return {"gone": str(refusal), "changes": []}
    changes = list(compare_rows(live or {}, merged.rows))
    return {
        "changes": changes,
        "clashes": [one for one in changes if one.name in merged.clashes],
        "faults": list({fault.words: fault for fault in rows.find_problems(merged.rows)}.values())
        if draft.is_open
        else [],
        "is_behind": draft.base is not None and live != rows.data_to_rows(draft.base),
        "pages": _changed_pages(merged.rows, changes),
    }


def _live_rows(draft: FrameworkDraft) -> Rows | None:
    """What readers have of it, or had when a closed draft was begun on."""
    return draft.live_rows() if draft.is_open else rows.data_to_rows(draft.base or [])


def _changed_pages(said: Rows, changes: Iterable[RowChange]) -> list[tuple[str, str]]:
    """Where to look at what is changed."""
    return page_links.find_pages(said, [one.name for one in changes])


def _preview_pages(draft: FrameworkDraft) -> list[tuple[str, str]]:
    live = _live_rows(draft)
    try:
        said = draft.merge(live).rows
    except Refused:
        return []
    return _changed_pages(said, compare_rows(live or {}, said))


@audience(AUTHORS)
@require_http_methods(["GET", "POST"])
def discard(request: Any, identifier: UUID) -> HttpResponse:
    """Ask once, then throw a draft away."""
    found = _get_draft(FrameworkDraft.objects.open(), identifier)
    if request.method == "POST":
        run_button(
            request,
            lambda: draft_review.discard_draft(found, by=request.user, now=timezone.now()),
            done=f"The draft of {found} is thrown away",
        )
        return redirect("workshop:drafts")
    return render(request, "workshop/drafts/discard.html", {"draft": found})


@audience(AUTHORS)
@require_safe
@csp_replace({"frame-src": [SELF]})
def preview(request: Any, identifier: UUID) -> HttpResponse:
    """One page of readers as it would be, as wide as a phone and as wide as a desk."""
    found = _get_draft(FrameworkDraft.objects.open(), identifier)
    pages = _preview_pages(found)
    asked = request.GET.get("page", "") or next((path for _, path in pages), "")
    path, _, query = asked.partition("?")
    address = reverse("workshop:draft-shown", args=[found.uuid, path.strip("/") + "/"])
    context = {"draft": found, "pages": pages, "asked": asked, "address": f"{address}?{query}" if query else address}
    return render(request, "workshop/drafts/preview.html", context)


@audience(AUTHORS)
@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def shown_page(request: Any, identifier: UUID, path: str) -> HttpResponse:
    """A page of readers with the draft in it. It is stored nowhere."""
    found = _get_draft(FrameworkDraft.objects.open(), identifier)
    try:
        response = draft_preview.render_draft_page(found, f"/{path}", asked=request)
    except Refused as refusal:
        response = render(request, "workshop/drafts/not_shown.html", {"draft": found, "why": str(refusal)}, status=409)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
