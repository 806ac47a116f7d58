"""What stands beside the areas: the operator's own pages, and pictures."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from ettle.library.models import StatementPage

PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}


@login_not_required
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """The operator's pages are named at the foot of every page."""
    return redirect("library:front")


@login_not_required
@require_safe
def statement(request: HttpRequest, slug: str) -> HttpResponse:
    """Accessibility, privacy and whatever else the operator says about the site."""
    page = get_object_or_404(StatementPage.objects.live(), slug=slug)
    return render(request, "library/statement.html", {"page": page})


@login_not_required
@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture as Wagtail has drawn it anew. What was uploaded is never served from here."""
    kind = PICTURES.get("." + path.rpartition(".")[2].lower())
    if kind is None or not path.startswith("images/") or ".." in path or not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path), content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
