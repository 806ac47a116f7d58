"""The workshop's pages for frameworks and the logic model, each with the open drafts laid over what readers have."""

from __future__ import annotations

from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views import generic
from wagtail.admin.views.generic import usage

from ettle.kit.refusal import Refused
from ettle.workshop.authors.author_roles import can_review
from ettle.workshop.frameworks import draft_overlay
from ettle.workshop.models import Draft, DraftStep


class DraftViewMixin:
    """A page with the open drafts laid over the frameworks. A row is found by its permanent identifier."""

    request: Any
    kwargs: dict[str, Any]
    model: Any
    object: Any
    pk_url_kwarg: str
    edit_url_name: str
    delete_url_name: str
    history_url_name: str
    usage_url_name: str

    @classmethod
    def as_view(cls, **given: Any) -> Any:
        view = super().as_view(**given)  # type: ignore[misc]  # every view it is mixed into has it

        @wraps(view)
        def shown(request: Any, *args: Any, **kwargs: Any) -> Any:
            return draft_overlay.answer_with_drafts(view, request, *args, **kwargs)

        return shown

    def get_object(self, queryset: Any = None) -> Any:
        if getattr(self, "object", None) is None:
            self.object = get_object_or_404(self.model, uuid=self.kwargs[self.pk_url_kwarg])
        return self.object

    def get_edit_url(self, row: Any = None) -> str:
        return reverse(self.edit_url_name, args=[(row or self.object).uuid])

    def get_delete_url(self, row: Any = None) -> str:
        return reverse(self.delete_url_name, args=[(row or self.object).uuid])

    def get_history_url(self, row: Any = None) -> str:
        return reverse(self.history_url_name, args=[(row or self.object).uuid])

    def get_usage_url(self) -> None:
        return None

    def get_success_buttons(self) -> list[Any]:
        return [messages.button(reverse("workshop:drafts"), "See the drafts")]

    def get_success_message(self, row: Any = None) -> str:
        return f"{row or self.object} is changed in the draft. Readers do not see it yet."

    def save_instance(self) -> Any:
        row = self.form.save()  # type: ignore[attr-defined]  # a form's view has it
        self.request.laid.record_change(row.subject, str(row))
        return row


class RowListView(DraftViewMixin, generic.IndexView):
    def get_base_queryset(self) -> Any:
        """With what the columns name, so that a longer list asks no more."""
        rows = super().get_base_queryset()
        named = [name for name in self.list_display if rows.model._meta.get_field(name).many_to_one]
        return rows.select_related(*named) if named else rows

    def get_edit_url(self, row: Any = None) -> str:
        return super().get_edit_url(row) if self.user_has_permission("change") else ""

    def get_delete_url(self, row: Any = None) -> str:
        return super().get_delete_url(row) if self.user_has_permission("delete") else ""


class RowCreateView(DraftViewMixin, generic.CreateView):
    pass


class RowEditView(DraftViewMixin, generic.EditView):
    submit_button_label = "Keep in the draft"


class RowUsageView(DraftViewMixin, usage.UsageView):
    pass


class RowDeleteView(DraftViewMixin, generic.DeleteView):
    """Ask, then take the thing away in the draft. What others point to is retired and can still be read."""

    delete_row: Any = None

    def get_success_message(self, row: Any = None) -> str:
        return f"{self.object} is taken away in the draft. Readers still see it."

    def delete_action(self) -> None:
        subject, words = self.object.subject, f"took away {self.object}"
        self.delete_row(self.object, by=self.request.user, now=timezone.now())
        self.request.laid.record_change(subject, words)


class RowHistoryView(View):
    """Where the versions are listed of what a row belongs to."""

    model: Any = None
    template_name = ""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = get_object_or_404(self.model, uuid=pk)
        return redirect("workshop:frame-history", row.subject)


def delete_view_for(action: Any) -> type[RowDeleteView]:
    return type("RowDeleteView", (RowDeleteView,), {"delete_row": staticmethod(action)})


def refuse_deletion(*_: object, **__: object) -> None:
    raise Refused("An edition stays, because others may point to it. Begin a new edition instead")


class WaitingDraftsPanel(Component):
    """On an author's first screen, beside the pages that wait: drafts to review, and those that were sent back."""

    name = "drafts_that_wait"
    template_name = "workshop/drafts/waiting.html"
    order = 221

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        acts = [DraftStep.Act.SENT_BACK]
        if can_review(parent_context["request"].user):
            acts.append(DraftStep.Act.ASKED)
        return {"drafts": Draft.objects.open().in_status(*acts)}
