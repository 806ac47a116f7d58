"""The buttons on the page of a draft, from asking for a review to publishing it, and what was done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, WorkflowState

from ettle.kit.forms.outcomes import add_refusal, refuse_resent
from ettle.kit.refusal import Refused
from ettle.kit.values.numbers import parse_number
from ettle.workshop.authors.author_roles import AuthorRole, effective_role
from ettle.workshop.drafts import actions
from ettle.workshop.drafts.forms import DueForm, NoteForm, PlainForm
from ettle.workshop.drafts.models import DISCARDED, PUBLICATION_REFUSED, SpecDraft

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_SHOWN = 100


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


COMMON_ACTIONS = {
    "publish": DraftAction(
        actions.publish_draft, _("It is published. Readers see it now"), NoteForm,
        _("What is new, in a few words"),
        _("Authors find it in the history. You may leave it empty"),
    ),
    "ask": DraftAction(
        actions.request_review, _("The people who review are told that it waits for them"), NoteForm,
        _("What they should look at"), _("You may leave it empty"),
    ),
    "approve": DraftAction(
        actions.approve, _("You approved it"), NoteForm, _("Anything to say with it"),
        _("You may leave it empty"),
    ),
    "send-back": DraftAction(
        actions.send_back, _("It is sent back, with your words"), NoteForm, _("What should change first")
    ),
    "due": DraftAction(actions.schedule_draft, _("It will be published at that time"), DueForm),
    "not-due": DraftAction(actions.unschedule_draft, _("Its date is removed"), needs_seen=False),
}  # fmt: skip


def press_button(request: Any, draft: SpecDraft) -> tuple[dict[str, PlainForm], str]:
    """Return the forms of the page of a draft, with what was sent, and the action that was done; "" when none was.

    Raises Http404 for an action that there is not."""
    forms = {name: choice.build_form(name) for name, choice in COMMON_ACTIONS.items()}
    if request.method != "POST":
        return forms, ""
    name = request.POST.get("act", "")
    if name not in COMMON_ACTIONS:
        raise Http404
    forms[name] = COMMON_ACTIONS[name].build_form(name, request.POST)
    is_new = not refuse_resent(forms[name])
    is_done = is_new and forms[name].is_valid() and run_action(request, draft, COMMON_ACTIONS[name], forms[name])
    return forms, name if is_done else ""


def describe_buttons(forms: dict[str, PlainForm]) -> dict[str, Any]:
    """Return what the page shows of the forms. form: the one with an error, for the summary."""
    wrong = next((form for form in forms.values() if form.errors), None)
    return {"forms": forms, "send_back": forms["send-back"], "form": wrong}


def run_action(request: Any, draft: SpecDraft, choice: DraftAction, form: PlainForm, **arguments: Any) -> bool:
    """Run the action of a valid form. Returns whether it was done; a refusal is shown on the form."""
    arguments |= form.action_arguments()
    if choice.needs_seen:
        arguments["seen"] = parse_number(request.POST.get("seen", ""), default=-1)
    try:
        choice.act(draft, **arguments, by=request.user, now=timezone.now())
    except Refused as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, choice.done)
    return True


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


def list_steps(draft: SpecDraft) -> list[Step]:
    entries = ModelLogEntry.objects.for_instance(draft).filter(action__in=STEPS).select_related("user")
    return [
        Step(entry.timestamp, entry.user, entry.action, STEPS[entry.action], _step_words(entry.data))
        for entry in entries.order_by("-timestamp", "-pk")[:MOST_SHOWN]
    ]


def _step_words(data: dict[str, Any]) -> str:
    return str(data.get("words") or data.get("comment") or "")


def review_context(draft: SpecDraft, person: Any) -> dict[str, Any]:
    """Return what the page of a draft says about its review, and what this person may do."""
    steps = list_steps(draft)
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
    }
