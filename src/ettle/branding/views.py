"""The operator's stylesheet and logo, and the page to change them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from ettle.branding import palette
from ettle.branding.actions import save_brand
from ettle.branding.forms import BrandForm, SampleForm
from ettle.branding.logo import Logo
from ettle.branding.models import Brand
from ettle.kit.charts import DotRow, dot_rows
from ettle.kit.forms.outcomes import render_form, run_form
from ettle.kit.http.audience import ADMINISTRATORS, EVERYONE, audience
from ettle.kit.pages.brand import Contact, current_brand

KINDS = {"png": "image/png", "svg": "image/svg+xml"}
cache_for_ever = cache_control(public=True, max_age=31_536_000, immutable=True)


@audience(EVERYONE)
@require_safe
@cache_for_ever
def css(request: HttpRequest, digest: str) -> HttpResponse:
    saved = Brand.objects.only("stylesheet").filter(stylesheet_digest=digest).first()
    if saved is None:
        raise Http404
    return HttpResponse(saved.stylesheet, content_type="text/css")


@audience(EVERYONE)
@require_safe
@cache_for_ever
def logo(request: HttpRequest, digest: str, kind: str) -> HttpResponse:
    saved = Brand.objects.only("logo").filter(logo_digest=digest, logo_kind=kind).first()
    if saved is None:
        raise Http404
    response = HttpResponse(bytes(saved.logo), content_type=KINDS[kind])
    # An SVG opened by its own address may load and run nothing.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_brand(request: Any) -> HttpResponse:
    saved = Brand.objects.current()
    posted = request.method == "POST"
    form = BrandForm(request.POST, request.FILES) if posted else BrandForm(initial=_initial_values(saved))
    outcome = run_form(
        form,
        lambda data: save_brand(
            name=data["name"],
            strapline=data["strapline"],
            footer=data["footer"],
            contact=Contact(data["contact_email"], data["contact_phone"]),
            colours=form.colours(),
            logo=None if data["no_logo"] else data["logo"] or _saved_logo(saved),
            by=request.user,
            now=timezone.now(),
        ),
    )
    if outcome:
        messages.success(request, _("The new look is saved. Other pages show it within half a minute"))
        return redirect("branding:brand")
    pairs = list(palette.colour_pairs(_saved_colours(saved)))
    return render_form(request, "branding/brand.html", form, {"pairs": pairs})


def _initial_values(saved: Brand | None) -> dict[str, Any]:
    if saved is not None:
        names = (
            *("name", "strapline", "footer", "contact_email", "contact_phone"),
            *("brand", "brand_dark", "link", "link_dark", "accent", "radius"),
        )
        return {name: getattr(saved, name) for name in names}
    ours = palette.DEFAULT_COLOURS
    plain = current_brand()
    words = {"name": plain.name, "strapline": plain.strapline, "footer": plain.footer}
    return words | {"brand": ours.brand, "link": ours.link, "accent": ours.accent, "radius": ours.radius}


def _saved_colours(saved: Brand | None) -> palette.Colours:
    if saved is None:
        return palette.DEFAULT_COLOURS
    return palette.Colours(saved.brand, saved.brand_dark, saved.link, saved.link_dark, saved.accent, saved.radius)


def _saved_logo(saved: Brand | None) -> Logo | None:
    if saved is None or not saved.logo_digest:
        return None
    return Logo(bytes(saved.logo), saved.logo_kind, saved.logo_width, saved.logo_height)


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def components(request: Any) -> HttpResponse:
    posted = request.method == "POST"
    context = {"form": SampleForm(request.POST if posted else None), "chart": _sample_chart()}
    return render(request, "branding/components.html", context, status=422 if posted else 200)


def _sample_chart() -> str:
    rows = [DotRow("Vision", 3, 4), DotRow("Empowering", 1.4, 5), DotRow("Creativity", None, 3, "not enough answers")]
    return dot_rows(
        rows,
        name="sample",
        says=_("You marked Empowering lower than the rest, and said it matters a lot."),
        caption=_("Made-up answers."),
        low=1,
        high=5,
        ends=("rarely", "almost always"),
    )
