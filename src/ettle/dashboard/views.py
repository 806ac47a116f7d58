"""The pages that cross rooms: a person's own journey, and what they could do next."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from ettle.dashboard import paper
from ettle.dashboard.forms import SheetForm, SupervisionForm, YearForm, year_until
from ettle.dashboard.my_journey import gather
from ettle.dashboard.suggestions import suggestions_for
from ettle.kit.days import day
from ettle.kit.sheets import download
from ettle.people import actions as people
from ettle.people.requests import SignedInRequest


@require_GET
def my_journey(request: SignedInRequest) -> HttpResponse:
    """Where I am, what I want, my next step, and what waits for me or for others."""
    return render(request, "dashboard/my_journey.html", {"page": gather(request.user, now=timezone.now())})


@require_http_methods(["GET", "POST"])
def suggestions(request: SignedInRequest) -> HttpResponse:
    """What next, and why; switched off and on again with one press."""
    go = request.POST.get("go")
    if go in {"off", "on"}:
        people.switch_suggestions(person=request.user, off_at=timezone.now() if go == "off" else None)
        return redirect("dashboard:suggestions")
    context = {"suggestions": suggestions_for(request.user), "is_off": request.user.suggestions_off_at is not None}
    return render(request, "dashboard/suggestions.html", context)


@require_http_methods(["GET", "POST"])
def supervision_sheet(request: SignedInRequest) -> HttpResponse:
    """Choose what goes to supervision and take it as a file. Nothing of the choice is kept."""
    material = paper.Material.of(request.user)
    form = SupervisionForm(request.POST if request.method == "POST" else None, groups=material.choices())
    if form.is_valid():
        talk, kind = form.cleaned_data["talk"], form.cleaned_data["kind"]
        return download(paper.for_supervision(material, form.chosen(), talk=talk, now=timezone.now()), kind=kind)
    return render(request, "dashboard/supervision.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def annual_sheet(request: SignedInRequest) -> HttpResponse:
    """Choose what goes on the sheet for the yearly declaration of learning."""
    today = day(timezone.now())
    posted = request.POST if request.method == "POST" else None
    year = YearForm(posted or request.GET or year_until(today))
    material = paper.Material.of(request.user)
    days = year.cleaned_data if year.is_valid() else year_until(today)
    form = SheetForm(posted, groups=material.choices_between(**days))
    if year.is_valid() and form.is_valid():
        return download(paper.for_the_year(material, form.chosen(), **days), kind=form.cleaned_data["kind"])
    context = {"form": form, "year": year}
    return render(request, "dashboard/annual.html", context, status=422 if form.errors or year.errors else 200)
