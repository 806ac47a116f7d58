"""Pages for authors of frameworks: what is not checked, what is missing, and importing items from a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.framework import actions
from ettle.framework.forms import ImportForm
from ettle.framework.models import Framework, FrameworkImport
from ettle.kit.forms.outcomes import render_form, run_button, run_form
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once

MOST_SHOWN = 200


@audience(AUTHORS)
@require_safe
def frameworks(request: HttpRequest) -> HttpResponse:
    """Every edition with the number of unchecked items, and the files that were uploaded."""
    current = Q(items__retired_at=None)
    counted = Framework.objects.annotate(
        item_count=Count("items", filter=current & ~Q(items__kind="indicator")),
        unchecked=Count("items", filter=current & Q(items__is_verified=False)),
    )
    context = {
        "frameworks": counted.order_by("title", "-edition")[:MOST_SHOWN],
        "imports": FrameworkImport.objects.defer("rows", "notes")[:MOST_SHOWN],
    }
    return render(request, "framework/manage.html", context)


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
def unchecked(request: Any, identifier: UUID) -> HttpResponse:
    """The items of one edition that are not checked against the owner's text, and its gaps."""
    framework = get_object_or_404(Framework, uuid=identifier)
    if request.method == "POST":
        count = actions.mark_checked(framework, request.POST.getlist("key"), by=request.user, now=timezone.now())
        words = (
            ngettext("%(count)s item marked as checked", "%(count)s items marked as checked", count) % {"count": count}
            if count
            else _("Nothing was ticked, so nothing has changed")
        )
        messages.success(request, words)
        return redirect("framework:unchecked", identifier)
    items = framework.items.current().filter(is_verified=False).order_by("position")
    context = {"framework": framework, "items": items[:MOST_SHOWN], "count": items.count(), "most": MOST_SHOWN}
    return render(request, "framework/unchecked.html", context)


@audience(AUTHORS)
@require_POST
def close_gap(request: Any, identifier: UUID) -> HttpResponse:
    framework = get_object_or_404(Framework, uuid=identifier)
    title = request.POST.get("title", "")
    run_button(
        request,
        lambda: actions.close_gap(framework, title, by=request.user, now=timezone.now()),
        done=_("The gap is removed from the list"),
    )
    return redirect("framework:unchecked", identifier)


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def upload_import(request: Any) -> HttpResponse:
    """Upload a file; the next page shows what it would do."""
    posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if posted else ImportForm()
    uploaded = run_form(form, lambda _: actions.upload_import(**form.for_action(), by=request.user, now=timezone.now()))
    if uploaded:
        return redirect("framework:import", uploaded.value.uuid)
    return render_form(request, "framework/import_form.html", form)


@audience(AUTHORS)
@require_safe
def show_import(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """What a file would do, line by line; or what it did, and whether that can be undone."""
    file_import = get_object_or_404(FrameworkImport, uuid=identifier)
    if file_import.confirmed_at is None:
        preview = actions.preview_import(file_import, now=timezone.now())
        counts = [(what, preview.count_changes(what)) for what in ("new", "changed", "same")]
        shown = {"preview": preview, "counts": counts, "changes": preview.changes[:MOST_SHOWN], "most": MOST_SHOWN}
        return render(request, "framework/import_preview.html", shown | {"file_import": file_import})
    depends = [] if file_import.undone_at else actions.find_undo_obstacles(file_import)
    context = {
        "file_import": file_import,
        "items": file_import.items.order_by("pk")[:MOST_SHOWN],
        "depends": depends[:20],
    }
    return render(request, "framework/import_done.html", context)


@audience(AUTHORS)
@require_POST
def confirm_import(request: Any, identifier: UUID) -> HttpResponse:
    file_import = get_object_or_404(FrameworkImport, uuid=identifier)
    run_button(
        request,
        lambda: actions.confirm_import(file_import, by=request.user, now=timezone.now()),
        done=_("The items are imported"),
    )
    return redirect("framework:import", identifier)


@audience(AUTHORS)
@require_POST
def undo_import(request: Any, identifier: UUID) -> HttpResponse:
    file_import = get_object_or_404(FrameworkImport, uuid=identifier)
    run_button(
        request,
        lambda: actions.undo_import(file_import, by=request.user, now=timezone.now()),
        done=_("The import is undone"),
    )
    return redirect("framework:import", identifier)


@audience(AUTHORS)
@require_POST
def discard_import(request: Any, identifier: UUID) -> HttpResponse:
    file_import = get_object_or_404(FrameworkImport, uuid=identifier)
    done = _("The file is deleted. Nothing was imported")
    if run_button(request, lambda: actions.discard_import(file_import, by=request.user), done=done):
        return redirect("framework:manage-frameworks")
    return redirect("framework:import", identifier)
