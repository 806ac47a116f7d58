"""Health, the operator's look, the administrator's page, More, and the pages that say what went wrong."""

from __future__ import annotations

import sys
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.kit import actions, more, palette, ready, tasks
from ettle.kit.brand import Look
from ettle.kit.charts import DotRow, dot_rows
from ettle.kit.forms import BrandForm, SampleForm
from ettle.kit.gates import administrators
from ettle.kit.logo import Logo
from ettle.kit.models import Brand, WaitingTask
from ettle.kit.refused import Refused

KINDS = {"png": "image/png", "svg": "image/svg+xml"}
LONGEST_LIST = 200
BUSY_SECONDS = 60
for_ever = cache_control(public=True, max_age=31_536_000, immutable=True)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    missing = ready.what_is_missing()
    return HttpResponse(f"{missing or 'ok'}\n", content_type="text/plain", status=503 if missing else 200)


@login_not_required
@require_safe
def more_page(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/more.html", {"groups": more.offered(request.user)})


@login_not_required
@require_safe
@for_ever
def brand_css(request: HttpRequest, digest: str) -> HttpResponse:
    saved = Brand.objects.only("stylesheet").filter(stylesheet_digest=digest).first()
    if saved is None:
        raise Http404
    return HttpResponse(saved.stylesheet, content_type="text/css")


@login_not_required
@require_safe
@for_ever
def brand_logo(request: HttpRequest, digest: str, kind: str) -> HttpResponse:
    saved = Brand.objects.only("logo").filter(logo_digest=digest, logo_kind=kind).first()
    if saved is None:
        raise Http404
    response = HttpResponse(bytes(saved.logo), content_type=KINDS[kind])
    # A drawing opened by its own address may do nothing at all.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@administrators
@require_safe
def manage(request: Any) -> HttpResponse:
    laid_aside = WaitingTask.objects.given_up().order_by("-given_up_at")
    rows = [
        {"task": task, "words": tasks.describe(task), "error": task.last_error} for task in laid_aside[:LONGEST_LIST]
    ]
    tools = [link for group, links in more.offered(request.user) if group is more.Group.RUN for link in links]
    return render(request, "kit/manage.html", {"rows": rows, "tools": tools[1:]})


@administrators
@require_POST
def try_again(request: Any, pk: UUID) -> HttpResponse:
    task = get_object_or_404(WaitingTask, pk=pk)
    try:
        actions.try_again(task, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The task will be tried again now")
    return redirect("kit:manage")


@administrators
@require_http_methods(["GET", "POST"])
def change_brand(request: Any) -> HttpResponse:
    saved = Brand.objects.current()
    posted = request.method == "POST"
    form = BrandForm(request.POST, request.FILES) if posted else BrandForm(initial=_as_it_is(saved))
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.save_brand(
                name=data["name"],
                strapline=data["strapline"],
                footer=data["footer"],
                colours=form.colours(),
                logo=None if data["no_logo"] else data["logo"] or _logo_of(saved),
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, "The new look is saved. Other pages show it within half a minute")
            return redirect("kit:brand")
    context = {"form": form, "pairs": list(palette.pairs(_colours_of(saved)))}
    return render(request, "kit/brand.html", context, status=422 if posted else 200)


def _as_it_is(saved: Brand | None) -> dict[str, Any]:
    if saved is not None:
        names = ("name", "strapline", "footer", "brand", "brand_dark", "link", "link_dark", "accent", "radius")
        return {name: getattr(saved, name) for name in names}
    ours = palette.OURS
    plain = Look()
    words = {"name": plain.name, "strapline": plain.strapline, "footer": plain.footer}
    return words | {"brand": ours.brand, "link": ours.link, "accent": ours.accent, "radius": ours.radius}


def _colours_of(saved: Brand | None) -> palette.Colours:
    if saved is None:
        return palette.OURS
    return palette.Colours(saved.brand, saved.brand_dark, saved.link, saved.link_dark, saved.accent, saved.radius)


def _logo_of(saved: Brand | None) -> Logo | None:
    if saved is None or not saved.logo_digest:
        return None
    return Logo(bytes(saved.logo), saved.logo_kind, saved.logo_width, saved.logo_height)


@administrators
@require_http_methods(["GET", "POST"])
def components(request: Any) -> HttpResponse:
    posted = request.method == "POST"
    context = {"form": SampleForm(request.POST if posted else None), "chart": _sample_chart()}
    return render(request, "kit/components.html", context, status=422 if posted else 200)


def _sample_chart() -> str:
    rows = [DotRow("Vision", 3, 4), DotRow("Empowering", 1.4, 5), DotRow("Creativity", None, 3, "not enough answers")]
    return dot_rows(
        rows,
        name="sample",
        says="You marked Empowering lower than the rest, and said it matters a lot.",
        caption="Made-up answers.",
        low=1,
        high=5,
        ends=("rarely", "almost always"),
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Too much sent has words of its own; everything else that Django refuses is one page."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("413.html"), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without the database and without the shell, because either may be what failed.

    SQLite lets one process write at a time. Whoever waited in vain did nothing wrong, and neither did we.
    """
    error = sys.exception()
    if isinstance(error, OperationalError) and "is locked" in str(error):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(BUSY_SECONDS)})
    return HttpResponse(render_to_string("500.html"), status=500)
