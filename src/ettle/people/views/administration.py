"""The administrator's pages: organisations, and assessors for the whole site."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ettle.kit.http.audience import ADMINISTRATORS, audience
from ettle.kit.http.idempotency import answer_once
from ettle.kit.refusal import Refused
from ettle.people import actions, queries
from ettle.people.forms import OrganisationForm, SiteAssessorForm
from ettle.people.types import SignedInRequest

ORGANISATIONS_A_PAGE = 100


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "POST"])
@answer_once
def organisations(request: SignedInRequest) -> HttpResponse:
    """Every organisation of the site, and a new one."""
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.create_organisation(name=form.cleaned_data["name"], by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"{made} is there. Now invite its lead")
            return redirect("people:invite", made.slug)
    everything = queries.organisations_with_counts()
    page = Paginator(everything, ORGANISATIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "organisations": page}
    return render(request, "people/manage_organisations.html", context, status=422 if form.errors else 200)


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "POST"])
@answer_once
def assessors(request: SignedInRequest) -> HttpResponse:
    """Who assesses for the whole site, and one more."""
    form = SiteAssessorForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.name_site_assessor(email=form.cleaned_data["email"], by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, "They may now assess learners of every organisation")
            return redirect("people:manage-assessors")
    context = {"form": form, "assessors": queries.site_assessors()}
    return render(request, "people/manage_assessors.html", context, status=422 if form.errors else 200)


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "POST"])
def end_assessor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once, then let somebody assess for the whole site no more."""
    membership = get_object_or_404(queries.site_assessors(), pk=pk)
    if request.method == "POST":
        actions.end_membership(membership=membership, by=request.user, now=timezone.now())
        messages.success(request, f"{membership.person} no longer assesses for the whole site")
        return redirect("people:manage-assessors")
    return render(request, "people/end_assessor.html", {"membership": membership})
