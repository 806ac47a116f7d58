"""The administrator's pages: organisations, and assessors for the whole site."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import ADMINISTRATORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people import actions, queries
from ettle.people.forms import OrganisationForm, SiteAssessorForm
from ettle.people.membership_requests import queries as membership_lists
from ettle.people.types import SignedInRequest

ORGANISATIONS_A_PAGE = 100


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def organisations(request: SignedInRequest) -> HttpResponse:
    """List every organisation of the site, and create one."""
    form = OrganisationForm(posted_data(request))
    if created := run_form(form, lambda data: actions.create_organisation(**data, by=request.user, now=timezone.now())):
        messages.success(request, _("%(organisation)s is added. Now invite its lead") % {"organisation": created.value})
        return redirect("people:invite", created.value.slug)
    page = membership_lists.read_organisations(request.GET.dict(), size=ORGANISATIONS_A_PAGE)
    return render_form(request, "people/manage_organisations.html", form, {"organisations": page})


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def assessors(request: SignedInRequest) -> HttpResponse:
    """List the site-wide assessors, and add one."""
    form = SiteAssessorForm(posted_data(request))
    if run_form(form, lambda data: actions.name_site_assessor(**data, by=request.user, now=timezone.now())):
        messages.success(request, _("They may now assess learners of every organisation"))
        return redirect("people:manage-assessors")
    return render_form(request, "people/manage_assessors.html", form, {"assessors": queries.site_assessors()})


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def end_assessor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Confirm, then end a site-wide assessor's membership."""
    membership = get_object_or_404(queries.site_assessors(), pk=pk)
    if request.method == "POST":
        actions.end_membership(membership=membership, by=request.user, now=timezone.now())
        messages.success(request, _("%(person)s no longer assesses for the whole site") % {"person": membership.person})
        return redirect("people:manage-assessors")
    return render(request, "people/end_assessor.html", {"membership": membership})
