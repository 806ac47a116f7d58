"""Health, the administrator's page, More, and the error pages."""

from __future__ import annotations

import sys
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ettle.kit import actions, navigation
from ettle.kit.audit.lines import name_lines
from ettle.kit.audit.search import find_lines
from ettle.kit.audit.search_form import AuditSearchForm
from ettle.kit.files.csv_files import csv_response
from ettle.kit.files.fonts import find_unprintable_scripts
from ettle.kit.forms.outcomes import UNPROCESSABLE, run_button, run_form
from ettle.kit.http.audience import ADMINISTRATORS, EVERYONE, audience
from ettle.kit.models import AuditLine, WaitingTask
from ettle.kit.operations import health_check
from ettle.kit.operations.command_names import name_commands
from ettle.kit.pages.session_guard import person_mark
from ettle.kit.site_states import list_states
from ettle.kit.tasks import task_queue

LONGEST_LIST = 200
LINES_ON_A_PAGE = 100
LONGEST_NUMBER = 18  # digits; a longer one is no number of a line
BUSY_SECONDS = 60


@audience(EVERYONE)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@audience(EVERYONE)
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    problems = health_check.find_problems()
    words = "\n".join(problems) or "ok"
    return HttpResponse(f"{words}\n", content_type="text/plain", status=503 if problems else 200)


@audience(EVERYONE)
@never_cache
@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """Say whose session this is, to a page that a browser shows again from memory (pages.session_guard)."""
    return JsonResponse({"person": person_mark(request.user)})


@audience(EVERYONE)
@require_safe
def more_page(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/more.html", {"groups": navigation.grouped_links(request.user)})


@audience(ADMINISTRATORS)
@require_safe
def manage(request: Any) -> HttpResponse:
    failed_tasks = WaitingTask.objects.given_up().order_by("-given_up_at")
    rows = [
        {"task": task, "words": task_queue.describe_task(task), "error": task.last_error}
        for task in failed_tasks[:LONGEST_LIST]
    ]
    tools = [
        link
        for group, links in navigation.grouped_links(request.user)
        if group is navigation.NavigationGroup.RUN
        for link in links
    ]
    context = {
        "rows": rows,
        "tools": tools[1:],
        # What needs someone comes first, on the first screen of a phone too.
        "states": sorted(list_states(timezone.now()), key=lambda state: state.is_good),
        "unprintable": find_unprintable_scripts(),
    }
    return render(request, "kit/manage.html", context)


@audience(ADMINISTRATORS)
@require_safe
def audit_log(request: Any) -> HttpResponse:
    """The audit log, newest first. `before` is the number of the last line of the page before."""
    form = AuditSearchForm(request.GET)
    lines = find_lines(form.cleaned_data) if form.is_valid() else AuditLine.objects.none()
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) <= LONGEST_NUMBER:
        lines = lines.filter(pk__lt=int(before))
    shown = list(lines[:LINES_ON_A_PAGE])
    older = shown[-1].pk if len(shown) == LINES_ON_A_PAGE else None
    asked = request.GET.copy()
    asked.pop("before", None)
    more = {"lines": name_lines(shown), "older": older, "asked": asked.urlencode()}
    return _render_audit_log(request, form, status=200 if form.is_valid() else UNPROCESSABLE, **more)


def _render_audit_log(request: Any, form: AuditSearchForm, *, status: int, **more: Any) -> HttpResponse:
    context = {"form": form, "check_command": name_commands("./ettle checkaudit"), **more}
    return render(request, "kit/audit_log.html", context, status=status)


@audience(ADMINISTRATORS)
@require_POST
def export_audit_log(request: Any) -> HttpResponse:
    """Download the lines that were asked for, as CSV. That it was done is a line of the log."""
    form = AuditSearchForm(request.POST)
    outcome = run_form(form, lambda data: actions.export_audit_log(data, by=request.user, now=timezone.now()))
    if outcome is None:
        return _render_audit_log(request, form, status=UNPROCESSABLE)
    head = (_("At"), _("Who"), _("What"), _("About"))
    rows = ((line.at.isoformat(), line.actor, line.act, line.subject) for line in outcome.value)
    return csv_response([head, *rows], name="audit-log")


@audience(ADMINISTRATORS)
@require_POST
def try_again(request: Any, pk: UUID) -> HttpResponse:
    task = get_object_or_404(WaitingTask, pk=pk)
    run_button(
        request,
        lambda: actions.try_again(task, by=request.user, now=timezone.now()),
        done=_("The task will be tried again now"),
    )
    return redirect("kit:manage")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that is too large has a page of its own; everything else that Django refuses shares one."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("413.html"), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the database and the page shell, because either may have failed.

    SQLite lets one process write at a time; a request that waited too long for it gets 503 and may be repeated.
    """
    error = sys.exception()
    if isinstance(error, OperationalError) and "is locked" in str(error):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(BUSY_SECONDS)})
    return HttpResponse(render_to_string("500.html"), status=500)
