"""Retired areas and changed addresses: an old link always gets an answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.library import actions
from ettle.library.forms import RetireForm
from ettle.library.models import AreaPage, FormerAddress, Retirement
from ettle.people.types import SignedInRequest


def moved_or_retired(request: HttpRequest, slug: str) -> HttpResponse:
    """The response when no live area has this slug: 410 for a retired area, a redirect for a former slug.

    Raises Http404 when no area ever had it.
    """
    retirement = Retirement.objects.filter(area__slug=slug).select_related("area", "successor").first()
    if retirement:
        successor = retirement.successor if retirement.successor and retirement.successor.live else None
        return render(request, "library/retired.html", {"retirement": retirement, "successor": successor}, status=410)
    former = FormerAddress.objects.filter(slug=slug).select_related("area").first()
    if former is None or not (former.area.live or Retirement.objects.filter(area=former.area).exists()):
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    response = redirect("library:area", former.area.slug, permanent=True)
    response.headers["Location"] += f"?{query}" if query else ""
    return response


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def manage(request: SignedInRequest) -> HttpResponse:
    """The list of retired areas with their successors, and a form to retire another."""
    form = RetireForm(posted_data(request))
    if run_form(form, lambda data: actions.retire(**data, by=request.user, now=timezone.now())):
        messages.success(
            request, _("‘%(area)s’ is retired. Its address says where to go") % {"area": form.cleaned_data["area"]}
        )
        return redirect("library:manage-retired")
    retired = Retirement.objects.filter(area__live=False).select_related("area", "successor").order_by("-retired_at")
    return render_form(request, "library/manage_retired.html", form, {"retired": retired})


@audience(AUTHORS)
@require_POST
def bring_back(request: SignedInRequest, slug: str) -> HttpResponse:
    area = get_object_or_404(AreaPage.objects.filter(retirement__isnull=False, live=False), slug=slug)
    run_button(
        request,
        lambda: actions.restore_area(area, by=request.user, now=timezone.now()),
        done=_("‘%(area)s’ is shown again") % {"area": area},
    )
    return redirect("library:manage-retired")
