"""Views of drafts of frameworks and of the logic model: their changes, and the actions on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import ModelLogEntry, WorkflowState

from ettle.framework import queries
from ettle.framework.queries import page_links
from ettle.framework.queries.row_comparison import RowChange, compare_rows
from ettle.framework.types import rows
from ettle.kit.forms.outcomes import add_refusal, refuse_resent, run_button
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.refusal import Refused
from ettle.kit.values.numbers import parse_number
from ettle.workshop.authors.author_roles import AuthorRole, effective_role
from ettle.workshop.drafts.models import DISCARDED, PUBLICATION_REFUSED
from ettle.workshop.frameworks import actions, draft_preview
from ettle.workshop.frameworks.draft_forms import DueForm, NoteForm, PlainForm
from ettle.workshop.models import FrameworkDraft

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_SHOWN = 100


@audience(AUTHORS)
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """List every open draft with its status, and every subject with a history."""
    open_drafts = FrameworkDraft.objects.open().with_review()
    return render(request, "workshop/drafts/list.html", {"drafts": open_drafts, "histories": queries.list_histories()})


@dataclass(frozen=True)
class DraftAction:
    """An action on a draft. label, hint: of the field for a note, where there is one."""

    act: Callable[..., None]
    done: StrOrPromise
    form: type[PlainForm] = PlainForm
    label: StrOrPromise = ""
    hint: StrOrPromise = ""
    needs_seen: bool = True

    def build_form(self, name: str, data: Any = None) -> PlainForm:
        words: dict[str, Any] = {"label": self.label, "hint": self.hint} if self.form is NoteForm else {}
        return self.form(data, prefix=name, **words)


DRAFT_ACTIONS = {
    "publish": DraftAction(
        actions.publish_draft, _lazy("It is published. Readers see it now"), NoteForm,
        _lazy("What is new, in a few words"),
        _lazy("Authors find it in the history. You may leave it empty"),
    ),
    "ask": DraftAction(
        actions.request_review, _lazy("The people who review are told that it waits for them"), NoteForm,
        _lazy("What they should look at"), _lazy("You may leave it empty"),
    ),
    "approve": DraftAction(
        actions.approve, _lazy("You approved it"), NoteForm, _lazy("Anything to say with it"),
        _lazy("You may leave it empty"),
    ),
    "send-back": DraftAction(
        actions.send_back, _lazy("It is sent back, with your words"), NoteForm, _lazy("What should change first")
    ),
    "due": DraftAction(actions.schedule_draft, _lazy("It will be published at that time"), DueForm),
    "not-due": DraftAction(actions.unschedule_draft, _lazy("Its date is removed"), needs_seen=False),
    "leave-out": DraftAction(actions.revert_row, _lazy("That is left out of the draft")),
    "insist": DraftAction(actions.override_row, _lazy("The draft keeps its words")),
}  # fmt: skip


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def draft(request: Any, identifier: UUID) -> HttpResponse:
    """Show what a draft would change, its problems, its history, and the actions on it."""
    framework_draft = _get_draft(FrameworkDraft.objects.all(), identifier)
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
        **_draft_context(framework_draft, request.user),
    }
    return render(request, "workshop/drafts/draft.html", context, status=422 if wrong else 200)


def _run_action(request: Any, draft: FrameworkDraft, name: str, form: PlainForm) -> bool:
    choice = DRAFT_ACTIONS[name]
    arguments = form.action_arguments()
    if choice.needs_seen:
        arguments["seen"] = parse_number(request.POST.get("seen", ""), default=-1)
    if name in {"leave-out", "insist"}:
        arguments["name"] = request.POST.get("row", "").replace("\0", "")
    try:
        choice.act(draft, **arguments, by=request.user, now=timezone.now())
    except Refused as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, choice.done)
    return True


def _get_draft(drafts: Any, identifier: UUID) -> FrameworkDraft:
    """Return the latest revision of the draft."""
    framework_draft: FrameworkDraft = get_object_or_404(drafts.select_related("latest_revision"), uuid=identifier)
    return framework_draft.as_written()


# The words for each of Wagtail's log entries in the history of a draft.
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
    PUBLICATION_REFUSED: "was not published at its time",
    DISCARDED: "threw it away",
}


@dataclass(frozen=True)
class Step:
    """One entry of a draft's history. by: None for a scheduled task."""

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
        "refused_publication": steps[0] if steps and steps[0].act == PUBLICATION_REFUSED else None,
        "may_publish": part == AuthorRole.PUBLISHER,
        "may_review": part in {AuthorRole.REVIEWER, AuthorRole.PUBLISHER},
        "zone": timezone.get_default_timezone(),
        **_change_context(draft),
    }


def _change_context(draft: FrameworkDraft) -> dict[str, Any]:
    """Return what an open draft would change now, or what a closed one changed when it was begun."""
    live = _live_rows(draft)
    try:
        merged = draft.merge(live)
    except Refused as refusal:
        return {"gone": str(refusal), "changes": []}
    changes = list(compare_rows(live or {}, merged.rows))
    return {
        "changes": changes,
        "clashes": [change for change in changes if change.name in merged.clashes],
        "faults": list({fault.words: fault for fault in rows.find_problems(merged.rows)}.values())
        if draft.is_open
        else [],
        "is_behind": draft.base is not None and live != rows.data_to_rows(draft.base),
        "pages": _changed_pages(merged.rows, changes),
    }


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
