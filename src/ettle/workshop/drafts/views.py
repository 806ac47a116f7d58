"""Wagtail's pages for a draft. Opening one writes nothing, and what a room refuses is shown in its own words."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages
from wagtail.snippets.views.snippets import CreateView, EditView, UnpublishView, WorkflowActionView

from ettle.kit.refusal import Refused

NO_WAY_BACK = "What is published stays. Publish a new version instead"
NO_WORDS = "Say what should change before it can be published"
CHANGED_MEANWHILE = "The draft was changed since you opened this page. Look at it again."


class RefusalsMixin:
    """A draft is saved first; what is refused after that is said on its own page, with the draft as it was saved."""

    request: Any
    object: Any
    workflow_action: str

    def get_editing_sessions(self) -> None:
        """Wagtail would write a row each time that somebody opens the page."""
        return

    def run_action_method(self) -> HttpResponse | None:
        try:
            with transaction.atomic():
                answer: HttpResponse | None = super().run_action_method()  # type: ignore[misc]  # a view's
                return answer
        except Refused as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.get_edit_url())  # type: ignore[attr-defined]  # a view's

    def submit_action(self) -> HttpResponse | None:
        """Nobody is asked to review what could not be published."""
        self.object.check_spec(now=timezone.now())
        answer: HttpResponse | None = super().submit_action()  # type: ignore[misc]  # a view's
        return answer

    def workflow_action_action(self) -> HttpResponse | None:
        """Whoever sends a draft back says why."""
        given = json.loads(self.request.POST.get("workflow-action-extra-data", "{}"))
        if self.workflow_action == "reject" and not str(given.get("comment", "")).strip():
            raise Refused(NO_WORDS)
        answer: HttpResponse | None = super().workflow_action_action()  # type: ignore[misc]  # a view's
        return answer


class DraftReviewView(WorkflowActionView):
    """The answer to a review from the list of what waits."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.action_name == "reject" and not request.POST.get("comment", "").strip():
            raise Refused(NO_WORDS)
        with transaction.atomic():
            answer: HttpResponse = super().post(request, *args, **kwargs)
            return answer


class DraftUnpublishView(UnpublishView):
    """What was published belongs to the room that published it, which knows no way back but another version."""

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Refused(NO_WAY_BACK)


class DraftCreateView(RefusalsMixin, CreateView):
    pass


class DraftEditView(RefusalsMixin, EditView):
    def is_valid(self, form: Any) -> bool:
        """Nobody publishes, or overwrites, what they have not seen."""
        if self.is_out_of_date and self.action != "cancel-workflow":
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = CHANGED_MEANWHILE
            return False
        return bool(super().is_valid(form))
