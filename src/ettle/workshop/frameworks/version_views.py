"""What an edition or the logic model has said over time: each version, two beside each other, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ettle.framework import as_specs, queries, rows
from ettle.framework.comparing import differences
from ettle.kit.gates import authors
from ettle.kit.refused import Refused
from ettle.kit.uuids import as_uuid
from ettle.workshop.frameworks import drafting

if TYPE_CHECKING:
    from ettle.framework.models import Version

MOST_SHOWN = 100


def _titled(subject: str) -> str:
    for name, title in queries.histories():
        if name == subject:
            return title
    raise Http404


@authors
@require_safe
def history(request: HttpRequest, subject: str) -> HttpResponse:
    """Every version, the latest first; choose two to compare."""
    title = _titled(subject)
    versions = list(queries.versions_of(subject)[:MOST_SHOWN])
    context = {"subject": subject, "title": title, "versions": versions, "most": MOST_SHOWN}
    return render(request, "workshop/drafts/history.html", context)


@authors
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two versions row by row. Whichever was chosen first, the older one is "was"."""
    if not request.GET:
        return redirect("workshop:drafts")
    before, after = (_version(as_uuid(request.GET.get(name))) for name in ("was", "would"))
    if before.subject != after.subject:
        raise Http404
    before, after = sorted((before, after), key=lambda one: one.pk)
    old, new = rows.from_data(before.rows), rows.from_data(after.rows)
    context = {
        "before": before, "after": after, "title": rows.title_of(new), "changes": list(differences(old, new)),
        "is_now": as_specs.rows_of(before.subject) == old,
    }  # fmt: skip
    return render(request, "workshop/drafts/compare.html", context)


def _version(number: UUID | None) -> Version:
    found = queries.version(number) if number else None
    if found is None:
        raise Http404
    return found


@authors
@require_POST
def go_back(request: Any, identifier: UUID) -> HttpResponse:
    """Begin a draft that says what this version said."""
    version = _version(identifier)
    try:
        draft = drafting.go_back(version, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workshop:frame-history", version.subject)
    messages.success(request, "The draft says what that version said. Look at it, then publish it")
    return redirect("workshop:draft", draft.uuid)
