"""What stands beside the areas: the operator's own pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ettle.kit.http.audience import EVERYONE, audience
from ettle.library.media_files import image_sizes
from ettle.library.models import StatementPage


@audience(EVERYONE)
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """Every page that says something about the site itself, the glossary among them."""
    pages = StatementPage.objects.live().order_by("position", "title")
    return render(request, "library/statements.html", {"pages": pages})


@audience(EVERYONE)
@require_safe
def statement(request: HttpRequest, slug: str) -> HttpResponse:
    """Accessibility, privacy and whatever else the operator says about the site."""
    page = get_object_or_404(StatementPage.objects.live(), slug=slug)
    image_sizes.attach_sizes(page.body)
    return render(request, "library/statement.html", {"page": page})
