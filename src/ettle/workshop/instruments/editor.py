"""The author's page of an instrument in the workshop: the form, its preview, and the confirmation before publishing."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.permissions import ModelPermissionPolicy
from wagtail.snippets.views.snippets import PreviewOnEditView, RevisionsCompareView

from ettle.instruments.queries.comparability import ComparisonBreak, find_comparison_break
from ettle.instruments.queries.published_versions import find_version
from ettle.workshop.drafts.views import DraftEditView
from ettle.workshop.drafts.viewsets import DraftViewSet
from ettle.workshop.instruments import actions, queries
from ettle.workshop.instruments.forms import InstrumentForm, build_edit_handler
from ettle.workshop.instruments.models import InstrumentDraft

CONFIRM_BREAK = _("Nothing is published yet. To publish it all the same, press the button again")
NOTHING_CHANGED = _("Nothing has changed, so nothing was published")
PUBLISHED = "Version {} is published. People who have started continue with the words they started with"


class InstrumentEditView(DraftEditView):
    """Until someone saves, an instrument has no draft: the page then shows the newest version."""

    def get_object(self, queryset: Any = None) -> InstrumentDraft:
        find = actions.open_draft if self.request.method == "POST" else queries.find_draft
        stored = find(self.object_pk)
        if stored is None:
            raise Http404
        self.live_object = stored
        draft: InstrumentDraft = stored.get_latest_revision_as_object()
        return draft

    def get_panel(self) -> Any:
        return build_edit_handler(self.object.entries)

    def get_form_class(self) -> Any:
        return self.panel.get_form_class()

    def get_history_url(self) -> str | None:
        url: str | None = None if self.live_object._state.adding else super().get_history_url()
        return url

    def is_valid(self, form: Any) -> bool:
        if not super().is_valid(form):
            return False
        if self.action == "publish" and self.must_confirm(form):
            self.produced_error_message = CONFIRM_BREAK
            return False
        return True

    def must_confirm(self, form: Any) -> bool:
        """Whether publishing would end every comparison and the author was not asked yet."""
        comparison = self.comparison_break(form.instance)
        return bool(comparison and comparison.is_all and "confirmed" not in self.request.POST)

    def comparison_break(self, draft: InstrumentDraft) -> ComparisonBreak | None:
        return find_comparison_break(draft.newest.spec, draft.entries.to_spec())

    def get_success_message(self, instance: Any = None) -> str:
        if self.action != "publish" or (self.object.go_live_at):
            return str(super().get_success_message(instance))
        newest = find_version(self.object.pk)
        if newest is None or newest.edition == self.object.newest.edition:
            return str(NOTHING_CHANGED)
        return PUBLISHED.format(newest.edition)

    def get_success_url(self) -> str:
        return self.get_edit_url() if self.action in {"edit", "cancel-workflow"} else reverse("workshop:instruments")

    def get_success_buttons(self) -> list[Any]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        draft = self.form.instance
        comparison = self.comparison_break(draft)
        confirm = bool(self.form.is_bound and self.action == "publish" and comparison and comparison.is_all)
        return context | {"newest": draft.newest, "comparison": comparison, "must_confirm": confirm}


class InstrumentPreviewView(PreviewOnEditView):
    def get_object(self) -> InstrumentDraft:
        draft = queries.find_draft(unquote(str(self.kwargs["pk"])))
        if draft is None:
            raise Http404
        if not self.user_has_permission_for_instance(self.permission_required, draft):
            raise PermissionDenied
        return draft.get_latest_revision_as_object()

    def get_form_class(self) -> Any:
        return build_edit_handler(self.object.entries).get_form_class()


class InstrumentCompareView(RevisionsCompareView):
    def get_edit_handler(self) -> Any:
        return build_edit_handler(self.object.entries)


class InstrumentListView(View):
    """The list of instruments is on a page for everyone who writes, with the versions to read."""

    any_permission_required = ("change", "view")

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("workshop:instruments")


class InstrumentPermissionPolicy(ModelPermissionPolicy):
    """A new instrument comes in a content pack, and none is deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "delete"} and bool(super().user_has_permission(user, action))


class InstrumentViewSet(DraftViewSet):
    model = InstrumentDraft
    base_url_path = "instruments"
    icon = "form"
    menu_label = "Instruments"
    menu_order = 900
    edit_template_name = "workshop/instruments/edit.html"
    index_view_class = InstrumentListView
    edit_view_class = InstrumentEditView
    preview_on_edit_view_class = InstrumentPreviewView
    revisions_compare_view_class = InstrumentCompareView

    @property
    def permission_policy(self) -> InstrumentPermissionPolicy:
        return InstrumentPermissionPolicy(self.model)

    def get_edit_handler(self) -> None:
        """The fields depend on the instrument, so each page builds its own layout and form."""

    def get_form_class(self, for_update: bool = False) -> type[InstrumentForm]:
        return InstrumentForm
