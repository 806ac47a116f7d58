"""Where people are signed in: each person ends their own sessions, an administrator anyone's."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import ADMINISTRATORS, SIGNED_IN, audience
from ettle.people import actions, queries
from ettle.people.forms import FindPersonForm
from ettle.people.models import User
from ettle.people.sign_in.sessions import stored_key
from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_POST
def end_session(request: SignedInRequest, session: str) -> HttpResponse:
    me = request.user
    get_object_or_404(queries.sessions_of(me), session_key=session)
    run_button(
        request,
        lambda: actions.end_session(person=me, session=session, by=me, now=timezone.now()),
        done=_("That session has ended"),
    )
    return redirect("people:settings")


@audience(SIGNED_IN)
@require_POST
def sign_out_elsewhere(request: SignedInRequest) -> HttpResponse:
    this_session = stored_key(request.session)
    run_button(
        request,
        lambda: actions.sign_out_elsewhere(person=request.user, this_session=this_session, now=timezone.now()),
        done=_("You are signed out everywhere else"),
    )
    return redirect("people:settings")


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_people(request: SignedInRequest) -> HttpResponse:
    """Find a person by their email address, which stays out of addresses and logs."""
    form = FindPersonForm(posted_data(request))
    if found := run_form(form, lambda data: queries.find_person(data["email"])):
        return redirect("people:manage-person", found.value.uuid)
    return render_form(request, "people/manage_people.html", form)


@audience(ADMINISTRATORS)
@require_safe
def manage_person(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    person = _find_person(key)
    context = {
        "person": person,
        "sessions": queries.sessions_of(person),
        "has_factor": queries.has_second_factor(person),
        "reset": queries.waiting_reset(person, timezone.now()),
        "this_session": stored_key(request.session),
        "outside_email_fault": queries.outside_email_fault(person, now=timezone.now()),
    }
    return render(request, "people/manage_person.html", context)


@audience(ADMINISTRATORS)
@require_POST
def allow_outside_emails(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    person = _find_person(key)
    run_button(
        request,
        lambda: actions.allow_outside_emails(person=person, by=request.user, now=timezone.now()),
        done=_("%(person)s can send invitations now") % {"person": person},
    )
    return redirect("people:manage-person", person.uuid)


@audience(ADMINISTRATORS)
@require_POST
def end_session_of(request: SignedInRequest, key: uuid.UUID, session: str) -> HttpResponse:
    person = _find_person(key)
    get_object_or_404(queries.sessions_of(person), session_key=session)
    run_button(
        request,
        lambda: actions.end_session(person=person, session=session, by=request.user, now=timezone.now()),
        done=_("That session has ended"),
    )
    return redirect("people:manage-person", person.uuid)


@audience(ADMINISTRATORS)
@require_POST
def end_all_sessions_of(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    person = _find_person(key)
    run_button(
        request,
        lambda: actions.end_all_sessions(person=person, by=request.user, now=timezone.now()),
        done=_("%(person)s is signed out everywhere") % {"person": person},
    )
    return redirect("people:manage-person", person.uuid)


def _find_person(key: uuid.UUID) -> User:
    return get_object_or_404(User, uuid=key, is_active=True)
