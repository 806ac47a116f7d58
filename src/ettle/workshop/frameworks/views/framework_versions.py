"""Views of the versions of an edition or the logic model: history, comparison, and restoring one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ettle.framework import queries
from ettle.framework.queries import spec_export
from ettle.framework.queries.row_comparison import compare_rows
from ettle.framework.types import rows
from ettle.kit.forms.outcomes import run_button
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.values.uuids import parse_uuid
from ettle.workshop.frameworks import actions

if TYPE_CHECKING:
    from ettle.framework.models import Version

MOST_SHOWN = 100


def _find_title(subject: str) -> str:
    for name, title in queries.list_histories():
        if name == subject:
            return title
    raise Http404


@audience(AUTHORS)
@require_safe
def history(request: HttpRequest, subject: str) -> HttpResponse:
    """List every version, the latest first, to choose two for comparison."""
    title = _find_title(subject)
    versions = list(queries.versions_of(subject)[:MOST_SHOWN])
    context = {"subject": subject, "title": title, "versions": versions, "most": MOST_SHOWN}
    return render(request, "workshop/drafts/history.html", context)


@audience(AUTHORS)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Compare two versions row by row, the older one as "before" whichever was chosen first."""
    if not request.GET:
        return redirect("workshop:drafts")
    before, after = (_get_version(parse_uuid(request.GET.get(name))) for name in ("was", "would"))
    if before.subject != after.subject:
        raise Http404
    before, after = sorted((before, after), key=lambda version: version.pk)
    old, new = rows.data_to_rows(before.rows), rows.data_to_rows(after.rows)
    context = {
        "before": before, "after": after, "title": rows.title_of(new), "changes": list(compare_rows(old, new)),
        "is_now": spec_export.current_rows(before.subject) == old,
    }  # fmt: skip
    return render(request, "workshop/drafts/compare.html", context)


def _get_version(number: UUID | None) -> Version:
    version = queries.find_version(number) if number else None
    if version is None:
        raise Http404
    return version


@audience(AUTHORS)
@require_POST
def go_back(request: Any, identifier: UUID) -> HttpResponse:
    """Begin a draft with the rows of this version."""
    version = _get_version(identifier)
    restored = run_button(
        request,
        lambda: actions.restore_version(version, by=request.user, now=timezone.now()),
        done=_("The draft says what that version said. Look at it, then publish it"),
    )
    if restored is None:
        return redirect("workshop:frame-history", version.subject)
    return redirect("workshop:draft", restored.value.uuid)
