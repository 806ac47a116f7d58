"""Download everything about oneself: at once, or made by the queue when there is much of it."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ettle.kit.files.file_responses import stored_file_response
from ettle.kit.forms.outcomes import run_button
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.page_limits import TOO_MANY_REQUESTS
from ettle.kit.refusal import LimitReached
from ettle.people.actions import record_download
from ettle.people.data_export import actions, queries
from ettle.people.data_export.export_archive import build_archive
from ettle.people.sign_in.reauthentication import require_recent_sign_in
from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_recent_sign_in
def download(request: SignedInRequest) -> HttpResponseBase:
    """Give a small download at once: a zip with a page, JSON, pictures and voice notes. A large one is made later."""
    me, now = request.user, timezone.now()
    if request.method == "POST":
        run_button(
            request,
            lambda: actions.ask_for_export(me, now=now),
            done=_("We are preparing your download. We will email you when it is ready"),
        )
        return redirect("people:download")
    files, export = queries.files_of(me), queries.current_export(me, now)
    if export is not None or queries.is_large(me, files):
        until = queries.expires_at(export) if export else None
        return render(request, "people/download.html", {"export": export, "until": until})
    try:
        actions.count_download(me, now=now)
    except LimitReached as reached:
        context = {"words": str(reached), "was_sent": False}
        return render(request, "kit/limit_reached.html", context, status=TOO_MANY_REQUESTS)
    record_download(me, now=now)
    archive = build_archive(me, files, now=now)
    return FileResponse(archive, as_attachment=True, filename=queries.file_name(me, now, "zip"))


@audience(SIGNED_IN)
@never_cache
@require_safe
@require_recent_sign_in
def download_file(request: SignedInRequest) -> HttpResponseBase:
    """The file that the queue has made."""
    me, now = request.user, timezone.now()
    export = queries.current_export(me, now)
    if export is None or export.ready_at is None:
        raise Http404
    record_download(me, now=now)
    response = stored_file_response(request, export.file, kind="application/zip", cache="private, no-store")
    name = queries.file_name(me, export.ready_at, "zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
