"""Import people from a file: upload it, see what it would do, say yes, watch it. And the members as a file."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.kit.files.csv_files import csv_response
from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import ADMINISTRATORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people.bulk import actions, queries
from ettle.people.bulk.forms import ConfirmImportForm, ImportFileForm
from ettle.people.bulk.models import PeopleImport
from ettle.people.limits import INVITATIONS
from ettle.people.models import Organisation
from ettle.people.queries import LEADS, organisations_managed_by
from ettle.people.types import SignedInRequest

State = PeopleImport.State


@audience(LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def upload(request: SignedInRequest, slug: str) -> HttpResponse:
    """Upload a file of people of one organisation."""
    return _upload(request, _managed_organisation(request, slug))


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def upload_for_all(request: SignedInRequest) -> HttpResponse:
    """Upload a file in which each row names its organisation."""
    return _upload(request, None)


def _upload(request: SignedInRequest, organisation: Organisation | None) -> HttpResponse:
    me, now = request.user, timezone.now()
    form = ImportFileForm(posted_data(request), request.FILES or None)

    def run(data: dict[str, Any]) -> PeopleImport:
        name, content = data["file"]
        return actions.upload_people(organisation=organisation, file_name=name, content=content, by=me, now=now)

    if uploaded := run_form(form, run):
        return redirect("people:import", uploaded.value.uuid)
    context = {"organisation": organisation, "recent": queries.recent_imports(me, organisation, now)}
    return render_form(request, "people/import_people.html", form, context)


def _managed_organisation(request: SignedInRequest, slug: str) -> Organisation:
    return get_object_or_404(organisations_managed_by(request.user), slug=slug)


def _own_import(request: SignedInRequest, key: uuid.UUID) -> PeopleImport:
    return get_object_or_404(queries.imports_of(request.user, timezone.now()), uuid=key)


@audience(LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def show_import(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """Say what a file would do, is doing or has done. The form says yes to it."""
    people_import = _own_import(request, key)
    context: dict[str, Any] = {"import": people_import, "organisation": people_import.organisation}
    if people_import.state == State.CHECKED:
        return _show_preview(request, people_import, context)
    if request.method == "POST":  # sent twice: it has begun already
        return redirect("people:import", key)
    if people_import.state in {State.FINISHED, State.STOPPED}:
        context |= {"counts": queries.count_results(people_import)}
    return render(request, "people/import_progress.html", context)


def _show_preview(request: SignedInRequest, people_import: PeopleImport, context: dict[str, Any]) -> HttpResponse:
    preview = queries.read_preview(people_import)
    form = ConfirmImportForm(
        posted_data(request),
        has_invitations=bool(preview.to_invite),
        has_leavers=preview.can_end_leavers and bool(preview.missing_count),
    )

    def run(data: dict[str, Any]) -> None:
        actions.confirm_import(
            people_import=people_import,
            sends_emails=data.get("sends_emails", False),
            ends_leavers=data.get("ends_leavers", False),
            by=request.user,
            now=timezone.now(),
        )

    if run_form(form, run):
        return redirect("people:import", people_import.uuid)
    context |= {"preview": preview, "most_emails": INVITATIONS.most}
    return render_form(request, "people/import_preview.html", form, context)


@audience(LEADS)
@require_safe
def download_faults(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """The rows with faults as a file, with what to correct beside each."""
    people_import = _own_import(request, key)
    if people_import.state in {State.CHECKING, State.REFUSED}:
        raise Http404
    return csv_response(queries.fault_table(people_import), name="rows-to-correct")


@audience(LEADS)
@require_POST
def discard(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """Delete an import and what is stored of its file."""
    people_import = _own_import(request, key)
    deleted = run_button(
        request,
        lambda: actions.discard_import(people_import=people_import, by=request.user, now=timezone.now()),
        done=_("The file is deleted. Nothing else has changed"),
    )
    if deleted is None:
        return redirect("people:import", key)
    if people_import.organisation is None:
        return redirect("people:import-for-all")
    return redirect("people:import-people", people_import.organisation.slug)


@audience(LEADS)
@require_safe
def download_template(request: SignedInRequest, slug: str) -> HttpResponse:
    """An example of a file for one organisation."""
    _managed_organisation(request, slug)
    return csv_response(queries.template_table(has_organisation=False), name="people")


@audience(ADMINISTRATORS)
@require_safe
def download_template_for_all(request: SignedInRequest) -> HttpResponse:
    """An example of a file in which each row names its organisation."""
    return csv_response(queries.template_table(has_organisation=True), name="people-and-organisations")


@audience(LEADS)
@require_safe
def download_members(request: SignedInRequest, slug: str) -> HttpResponse:
    """The members of an organisation as a file, which an import reads."""
    organisation = _managed_organisation(request, slug)
    actions.record_member_download(organisation=organisation, by=request.user, now=timezone.now())
    return csv_response(queries.member_table(organisation), name=f"{organisation.slug}-people")
