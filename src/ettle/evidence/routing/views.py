"""Pages about routing: the pool of assessors, what is promised, leave, and people who must not assess a learner."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.evidence import actions
from ettle.evidence.promises.queries import closed_days, load_terms, own_aims
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.routing import queries
from ettle.evidence.routing.forms import AimForm, ClosedDayForm, LeaveForm, ProfileForm, RelationForm
from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import ADMINISTRATORS, SIGNED_IN, Audience, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people import queries as people
from ettle.people.actions import name_site_assessor
from ettle.people.queries import ASSESSORS

if TYPE_CHECKING:
    from ettle.evidence.models import Leave
    from ettle.people.models import User
    from ettle.people.types import SignedInRequest

POOL_LEADS = Audience(
    "administrators and leads of the pool",
    lambda person: person.is_superuser or queries.is_pool_lead(person),
    second_factor=True,
)
MOST_FOUND, MOST_WAITING = 20, 50


@audience(POOL_LEADS)
@require_safe
def pool(request: SignedInRequest) -> HttpResponse:
    """What waits without an owner or is late, the assessors of the whole site, and a search for people to add."""
    today, words = operator_date(timezone.now()), request.GET.get("q", "")[:100]
    found = people.find_people(words, most=MOST_FOUND) if request.user.is_superuser else ()
    context = {
        "unowned": queries.unowned_rows(today, most=MOST_WAITING),
        "late": queries.late_rows(today, most=MOST_WAITING),
        "members": queries.pool_members(today),
        "q": words,
        "found": found,
    }
    return render(request, "evidence/routing/pool.html", context)


@audience(ADMINISTRATORS)
@require_POST
def add_to_pool(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Make a person an assessor for the whole site."""
    person = get_object_or_404(get_user_model(), uuid=number, is_active=True)
    if run_button(
        request,
        lambda: name_site_assessor(email=person.email, by=request.user, now=timezone.now()),
        _("They may now assess learners of every organisation"),
    ):
        return redirect("evidence:pool-member", person.uuid)
    return redirect("evidence:pool")


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def pool_member(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """What one assessor takes on, and when they are away."""
    person = _assessor_or_404(number)
    form = ProfileForm(posted_data(request), profile=queries.profile_of(person))
    me, now = request.user, timezone.now()
    if run_form(form, lambda data: actions.save_profile(assessor=person, by=me, now=now, **data)):
        messages.success(request, _("Saved"))
        return redirect("evidence:pool")
    context = {"person": person, "leave": queries.leave_of(person, operator_date(now))}
    return render_form(request, "evidence/routing/pool_member.html", form, context)


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def leave_of_member(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Record that another person is away."""
    person = _assessor_or_404(number)
    form = LeaveForm(posted_data(request), deputies=people.fellow_assessors(person))
    if run_form(form, _leave_recorder(request, person)):
        return redirect("evidence:pool-member", person.uuid)
    return _leave_page(request, person, form)


@audience(ASSESSORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def own_leave(request: SignedInRequest) -> HttpResponse:
    """Say when I am away, so that colleagues get my work."""
    form = LeaveForm(posted_data(request), deputies=people.fellow_assessors(request.user))
    if run_form(form, _leave_recorder(request, request.user)):
        return redirect("evidence:own-leave")
    return _leave_page(request, request.user, form)


@audience(ASSESSORS)
@require_POST
def cancel_own_leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back an absence of my own."""
    leave = get_object_or_404(queries.leave_of(request.user, operator_date(timezone.now())), pk=pk)
    run_button(request, lambda: actions.cancel_leave(leave, by=request.user, now=timezone.now()), _("Removed"))
    return redirect("evidence:own-leave")


@audience(ADMINISTRATORS)
@require_POST
def cancel_leave_of_member(request: SignedInRequest, number: uuid.UUID, pk: int) -> HttpResponse:
    """Take back an absence of another person."""
    person = _assessor_or_404(number)
    leave = get_object_or_404(queries.leave_of(person, operator_date(timezone.now())), pk=pk)
    run_button(request, lambda: actions.cancel_leave(leave, by=request.user, now=timezone.now()), _("Removed"))
    return redirect("evidence:pool-member", person.uuid)


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def promise(request: SignedInRequest) -> HttpResponse:
    """In how many working days an answer is promised, and on which days nobody works."""
    form = AimForm(posted_data(request))
    if run_form(form, lambda data: actions.set_aim(**data, by=request.user, now=timezone.now())):
        messages.success(request, _("Saved. It is for work that is sent from now on"))
        return redirect("evidence:promise")
    context = {"site_days": load_terms().aim_days(), "aims": own_aims(), "closed": closed_days()}
    return render_form(request, "evidence/routing/promise.html", form, context)


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def close_day(request: SignedInRequest) -> HttpResponse:
    """Add a day on which assessors do not work."""
    form = ClosedDayForm(posted_data(request))
    if run_form(form, lambda data: actions.close_day(**data, by=request.user, now=timezone.now())):
        messages.success(request, _("Added. It counts for work that is sent from now on"))
        return redirect("evidence:promise")
    return render_form(request, "evidence/routing/close_day.html", form, {})


@audience(ADMINISTRATORS)
@require_POST
def open_day(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a closed day a working day again."""
    closed = get_object_or_404(closed_days(), pk=pk)
    run_button(request, lambda: actions.open_day(closed, by=request.user, now=timezone.now()), _("Removed"))
    return redirect("evidence:promise")


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def relations(request: SignedInRequest) -> HttpResponse:
    """People who must never assess my work: my line manager, and others who know me well."""
    form = RelationForm(posted_data(request))
    if run_form(form, lambda data: actions.declare_relation(person=request.user, now=timezone.now(), **data)):
        messages.success(request, _("Saved. This person will not assess your work"))
        return redirect("evidence:relations")
    return render_form(
        request, "evidence/routing/relations.html", form, {"relations": queries.relations_of(request.user)}
    )


@audience(SIGNED_IN)
@require_POST
def remove_relation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a person off my list."""
    relation = get_object_or_404(queries.relations_of(request.user), pk=pk)
    run_button(request, lambda: actions.remove_relation(relation, by=request.user, now=timezone.now()), _("Removed"))
    return redirect("evidence:relations")


def _assessor_or_404(number: uuid.UUID) -> User:
    person: User = get_object_or_404(queries.assessors(), uuid=number)
    return person


def _leave_recorder(request: SignedInRequest, person: User) -> Callable[[dict[str, Any]], Leave]:
    """What the form about an absence does with its data."""

    def record(data: dict[str, Any]) -> Leave:
        leave = actions.record_leave(assessor=person, by=request.user, now=timezone.now(), **data)
        messages.success(request, _("Saved. What is not answered by then goes to someone else"))
        return leave

    return record


def _leave_page(request: SignedInRequest, person: User, form: LeaveForm) -> HttpResponse:
    leave = queries.leave_of(person, operator_date(timezone.now()))
    context = {"person": person, "is_mine": person == request.user, "leave": leave}
    return render_form(request, "evidence/routing/leave.html", form, context)
