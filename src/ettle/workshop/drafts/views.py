"""Wagtail's views of a draft. Opening one writes nothing, and a room's refusals are shown in its own words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.snippets.views.snippets import CreateView, EditView, UnpublishView, WorkflowActionView

from ettle.kit.input.json_text import parse_sent_json
from ettle.kit.refusal import Refused
from ettle.workshop.drafts.models import CHANGED_MEANWHILE, NO_WORDS

NO_WAY_BACK = _("What is published stays. Publish a new version instead")
UNREADABLE_COMMENT = _("Your comment could not be read. Write it again")
PAGE_KEY_LENGTH = 22


class RefusalsMixin:
    """The draft is saved first; a later refusal is shown on its page, with the draft as saved."""

    request: Any
    object: Any
    workflow_action: str

    def get_editing_sessions(self) -> None:
        """Return none: Wagtail would write a row each time the page is opened."""
        return

    def run_action_method(self) -> HttpResponse | None:
        try:
            with transaction.atomic():
                response: HttpResponse | None = super().run_action_method()  # type: ignore[misc]  # a view's
                return response
        except Refused as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.get_edit_url())  # type: ignore[attr-defined]  # a view's

    def submit_action(self) -> HttpResponse | None:
        """Send for review only what could be published."""
        self.object.check_spec(now=timezone.now())
        response: HttpResponse | None = super().submit_action()  # type: ignore[misc]  # a view's
        return response

    def workflow_action_action(self) -> HttpResponse | None:
        """Require a comment from reviewers who send a draft back."""
        comment = _workflow_comment(self.request.POST.get("workflow-action-extra-data", "{}"))
        if self.workflow_action == "reject" and not comment.strip():
            raise Refused(NO_WORDS)
        response: HttpResponse | None = super().workflow_action_action()  # type: ignore[misc]  # a view's
        return response


def _workflow_comment(extra_data: str) -> str:
    """Return the reviewer's comment. Raises Refused for anything else that Wagtail would pass on to the task."""
    try:
        data = parse_sent_json(extra_data)
    except ValueError:
        raise Refused(UNREADABLE_COMMENT) from None
    if not isinstance(data, dict) or not data.keys() <= {"comment"}:
        raise Refused(UNREADABLE_COMMENT)
    return str(data.get("comment", ""))


class DraftReviewView(WorkflowActionView):
    """Approve or reject from the list of drafts that wait for review."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.action_name == "reject" and not request.POST.get("comment", "").strip():
            raise Refused(NO_WORDS)
        with transaction.atomic():
            response: HttpResponse = super().post(request, *args, **kwargs)
            return response


class DraftUnpublishView(UnpublishView):
    """Closed: only another version can replace what the room has published."""

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Refused(NO_WAY_BACK)


class DraftCreateView(RefusalsMixin, CreateView):
    pass


class DraftEditView(RefusalsMixin, EditView):
    """Each opened page has a key, which goes into the revisions that are saved from it. A button may be pressed while
    the page saves itself: the page does not know that revision yet, and it is nobody else's change."""

    @cached_property
    def page_key(self) -> str:
        return self.request.POST.get("page_key", "")[:PAGE_KEY_LENGTH] or get_random_string(PAGE_KEY_LENGTH)

    @cached_property
    def is_out_of_date(self) -> bool:
        """Whether the draft was saved elsewhere since the page was opened; also when there was no revision then.

        An automatic save that arrives after the button's has older words, so it is always compared strictly.
        """
        known_revision = {"loaded_revision_id", "overwrite_revision_id"} & self.request.POST.keys()
        if (known_revision and not super().is_out_of_date) or not self.latest_revision:
            return False
        return self.expects_json_response or not self.is_saved_from_this_page()

    def is_saved_from_this_page(self) -> bool:
        revision = self.latest_revision
        saved_from = revision.user, revision.content.get("saved_from")
        return bool(saved_from == (self.request.user, self.page_key))

    def is_changed_meanwhile(self) -> bool:
        return self.is_out_of_date and self.action != "cancel-workflow"

    def read_latest_revision(self) -> None:
        """Read it again, and lock the draft until the transaction ends: another save may have come since the check."""
        draft = self.model._base_manager.select_for_update().get(pk=self.object.pk)
        self.latest_revision = draft.latest_revision
        for found in ("latest_revision_created_at", "is_out_of_date"):
            self.__dict__.pop(found, None)

    def save_instance(self) -> Any:
        """Wagtail calls this in a transaction, and shows the page again when it raises PermissionDenied."""
        self.read_latest_revision()
        if self.is_changed_meanwhile():
            raise PermissionDenied(CHANGED_MEANWHILE)
        self.form.instance.saved_from = self.page_key
        return super().save_instance()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"page_key": self.page_key}

    def is_valid(self, form: Any) -> bool:
        """Refuse to publish or overwrite a revision that the author has not seen."""
        if self.is_changed_meanwhile():
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = CHANGED_MEANWHILE
            return False
        return bool(super().is_valid(form))
