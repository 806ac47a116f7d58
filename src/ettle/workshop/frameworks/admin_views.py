"""The workshop's lists and forms of frameworks and the logic model, which show the open drafts."""

from __future__ import annotations

from functools import wraps
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.views.generic import usage

from ettle.framework import actions as framework
from ettle.framework.types.rows import Spec, spec_to_rows, subject_of
from ettle.kit.refusal import Refused
from ettle.workshop.frameworks import actions, queries
from ettle.workshop.models import FrameworkDraft


def answer_with_drafts(view: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
    """Answer with the open drafts shown instead of the published rows. Opening a page only reads; saving waits for a
    lock, so that no author's work is lost."""
    if request.method != "POST":
        return _render_view(
            view, request, list(FrameworkDraft.objects.open().select_related("latest_revision")), *args, **kwargs
        )
    try:
        return _answer_post(view, request, *args, **kwargs)
    except IntegrityError:
        # Another author began the first draft of the same subject just now: try again, on top of theirs.
        return _answer_post(view, request, *args, **kwargs)


@transaction.atomic
def _answer_post(view: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
    # The lock comes first: a draft that another author begins now has no row yet that could be locked, and what is
    # read here must include their work.
    framework.lock_changes()
    # All of them: saving may open a closed one again.
    list(FrameworkDraft.objects.select_for_update().order_by("pk").values_list("pk"))
    return _render_view(view, request, *args, **kwargs)


def _render_view(view: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
    drafts = FrameworkDraft.objects.open().select_related("latest_revision")
    with queries.show_drafts(list(drafts)) as shown:
        request.shown_drafts = shown
        for title, why in shown.refused.values() if request.method in {"GET", "HEAD"} else ():
            messages.warning(
                request,
                _("The draft of %(title)s is not shown here until it is settled. %(why)s")
                % {"title": title, "why": why},
            )
        response = view(request, *args, **kwargs)
        return response.render() if hasattr(response, "render") else response


class DraftViewMixin:
    """A view with the open drafts over the frameworks. A row is found by its permanent identifier."""

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
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)  # type: ignore[misc]  # every view it is mixed into has it

        @wraps(view)
        def shown(request: Any, *args: Any, **kwargs: Any) -> Any:
            return answer_with_drafts(view, request, *args, **kwargs)

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
        return [messages.button(reverse("workshop:drafts"), _("See the drafts"))]

    def get_success_message(self, row: Any = None) -> str:
        return _("%(object)s is changed in the draft. Readers do not see it yet.") % {"object": row or self.object}

    def get_form(self, *args: Any) -> Any:
        form = super().get_form(*args)  # type: ignore[misc]  # a form's view has it
        form.shown = self.request.shown_drafts
        return form

    def save_instance(self) -> str:
        form = self.form  # type: ignore[attr-defined]  # a form's view has it
        words: str = form.words
        self.save_spec(form.spec, words)
        return words

    def save_spec(self, spec: Spec, words: str) -> None:
        actions.save_rows(subject_of(spec), spec_to_rows(spec), words=words, by=self.request.user, now=timezone.now())


class RowListView(DraftViewMixin, generic.IndexView):
    def get_base_queryset(self) -> Any:
        """Prefetch what the columns show, so that a longer list needs no more queries."""
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
    submit_button_label = _lazy("Keep in the draft")


class RowUsageView(DraftViewMixin, usage.UsageView):
    pass


class RowDeleteView(DraftViewMixin, generic.DeleteView):
    """Confirm, then remove the row in the draft. A row that others refer to is retired and can still be read."""

    without_row: Any = None

    def get_success_message(self, row: Any = None) -> str:
        return _("%(object)s is removed in the draft. Readers still see it.") % {"object": self.object}

    def delete_action(self) -> None:
        spec = self.without_row(self.object)
        self.request.shown_drafts.check_spec(spec)
        self.save_spec(spec, f"took away {self.object}")


class RowHistoryView(View):
    """Redirect to the versions of the edition or model that a row belongs to."""

    model: Any = None
    template_name = ""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = get_object_or_404(self.model, uuid=pk)
        return redirect("workshop:frame-history", row.subject)


def delete_view_for(edit: Any) -> type[RowDeleteView]:
    """Return the delete view of a model. edit: returns the spec without the row."""
    return type("DeleteView", (RowDeleteView,), {"without_row": staticmethod(edit)})


def refuse_deletion(_spec: object) -> None:
    raise Refused(_("An edition stays, because others may point to it. Begin a new edition instead"))
