"""A person's year: the ring and the topics, what counts, what could count, and when the year begins."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ettle.cpl import actions, queries
from ettle.cpl.forms import LearningForm, SuggestionsForm, YearSettingsForm
from ettle.cpl.models import Learning
from ettle.cpl.suggestion_sources import list_suggestions
from ettle.cpl.views import year_overview
from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.values.dates import operator_date
from ettle.people.queries import outside_email_fault
from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_safe
def year(request: SignedInRequest) -> HttpResponse:
    """How far the topics are in a year, and what counts for them."""
    scheme, now = queries.personal_scheme(request.user), timezone.now()
    today = operator_date(now)
    shown = scheme.year(today, request.GET.get("year", ""))
    learning, answers = (
        list(queries.learning_in(request.user, shown)),
        queries.linked_answers(request.user, scheme, shown),
    )
    overview = year_overview.build_overview(scheme, shown, learning, answers)
    context = {"overview": overview, "scheme": scheme, "is_now": shown.includes(today)}
    context["verifications"] = list(queries.verifications_of(request.user)[:20])
    context["email_fault"] = outside_email_fault(request.user, now=now) if overview.rows else ""
    return render(request, "cpl/year.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def suggestions(request: SignedInRequest) -> HttpResponse:
    """What the person did here that may count; nothing does before they say so."""
    scheme, now = queries.personal_scheme(request.user), timezone.now()
    shown = scheme.year(operator_date(now), request.GET.get("year", ""))
    form = SuggestionsForm(posted_data(request), suggestions=list_suggestions(request.user, scheme, shown))
    counted = run_form(
        form, lambda data: actions.count_suggestions(form.chosen_suggestions(), person=request.user, now=now)
    )
    if counted:
        many = counted.value
        messages.success(request, ngettext("%(many)s added", "%(many)s added", many) % {"many": many})
        return redirect(f"{reverse('cpl:year')}?year={shown.number}")
    context = {"year": shown, "rows": form.rows(scheme.titles())}
    return render_form(request, "cpl/suggestions.html", form, context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def add_learning(request: SignedInRequest) -> HttpResponse:
    """Something learned outside this site, or that no page here knows of."""
    scheme, now = queries.personal_scheme(request.user), timezone.now()
    today, topic = operator_date(now), request.GET.get("topic", "")
    initial = {"happened_on": today, "counts_for": [topic] if topic else []}
    form = LearningForm(posted_data(request), scheme=scheme, today=today, initial=initial)
    added = run_form(form, lambda data: actions.add_learning(form.details(), person=request.user, now=now))
    if added:
        messages.success(request, _("Added to your learning"))
        return _show_year_of(request, added.value)
    return render_form(request, "cpl/add.html", form)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def change_learning(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Change what is said of a piece of learning, and what it counts for."""
    found, scheme = _get_learning(request, uuid), queries.personal_scheme(request.user)
    fields = ("happened_on", "title", "learned", "changed", "counts_for")
    initial = {name: getattr(found, name) for name in fields}
    form = LearningForm(posted_data(request), scheme=scheme, today=operator_date(timezone.now()), initial=initial)
    if run_form(form, lambda data: actions.change_learning(found, form.details())):
        messages.success(request, _("Saved"))
        found.refresh_from_db()
        return _show_year_of(request, found)
    return render_form(request, "cpl/change.html", form, {"learning": found})


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_learning(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Count a piece of learning no more. The page asks first, with the words."""
    found = _get_learning(request, uuid)
    if request.method == "POST" and run_button(request, lambda: actions.remove_learning(found), _("Removed")):
        return redirect("cpl:year")
    return render(request, "cpl/remove.html", {"learning": found})


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def year_settings(request: SignedInRequest) -> HttpResponse:
    """When the year begins, and which topics the person has in addition."""
    scheme, now = queries.personal_scheme(request.user), timezone.now()
    if not scheme.asks_registration_date and not scheme.offered_groups:
        raise Http404
    initial = {"registered_on": scheme.registered_on, "groups": sorted(scheme.groups)}
    form = YearSettingsForm(posted_data(request), scheme=scheme, today=operator_date(now), initial=initial)
    if run_form(
        form,
        lambda data: actions.describe_year(
            person=request.user, registered_on=data.get("registered_on"), groups=data.get("groups", []), now=now
        ),
    ):
        messages.success(request, _("Saved"))
        return redirect("cpl:year")
    return render_form(request, "cpl/settings.html", form)


def _get_learning(request: SignedInRequest, uuid: UUID) -> Learning:
    found = queries.find_learning(request.user, uuid)
    if found is None:
        raise Http404
    return found


def _show_year_of(request: SignedInRequest, learning: Learning) -> HttpResponse:
    """Go to the year in which a piece of learning counts, so that the person sees it there."""
    scheme = queries.personal_scheme(request.user)
    return redirect(f"{reverse('cpl:year')}?year={scheme.year(learning.happened_on).number}")
