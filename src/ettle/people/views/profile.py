"""Pages about the signed-in person: welcome, settings, deleting the account."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.choice_cookie import Choices, read_choices, write_choices
from ettle.kit.landing_pages import landing_pages_of
from ettle.kit.room import offered
from ettle.people import actions, queries
from ettle.people.account_deletion.forms import LeaveForm
from ettle.people.forms import AboutMeForm, SettingsForm
from ettle.people.membership_requests import queries as membership_requests
from ettle.people.models import User
from ettle.people.sign_in.reauthentication import require_recent_sign_in
from ettle.people.sign_in.sessions import stored_key
from ettle.people.sign_in.sign_out import sign_out
from ettle.people.types import SignedInRequest


def next_page(request: HttpRequest, otherwise: str) -> str:
    """Return the requested page of this site, or `otherwise`; never another host."""
    requested = request.POST.get("next") or request.GET.get("next", "")
    path_only = requested.startswith("/") and url_has_allowed_host_and_scheme(requested, allowed_hosts=None)
    return requested if path_only else otherwise


@audience(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: SignedInRequest) -> HttpResponse:
    """Welcome a person who has just signed in for the first time. They may skip it."""
    going_to = next_page(request, settings.LOGIN_REDIRECT_URL)
    if request.method == "POST" and "skip" in request.POST:
        actions.skip_welcome(person=request.user, now=timezone.now())
        return redirect(going_to)
    form = AboutMeForm(posted_data(request), initial=_profile_of(request.user) | _chosen_before(request))
    me, zone, now = request.user, request.user.time_zone, timezone.now()
    if run_form(form, lambda data: actions.describe_self(person=me, time_zone=zone, **data, by=me, now=now)):
        return redirect(going_to)
    return render_form(request, "people/welcome.html", form, {"next": going_to})


def _chosen_before(request: HttpRequest) -> dict[str, Any]:
    """What someone new has already chosen to see, before they had an account."""
    choices = read_choices(request)
    role, setting = queries.known_role(choices.role), queries.known_setting(choices.setting)
    return ({"roles": [role]} if role else {}) | ({"work_setting": setting} if setting else {})


@audience(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_settings(request: SignedInRequest) -> HttpResponse:
    """Change name, what to be called, roles, time zone and language."""
    initial = _profile_of(request.user) | {
        "time_zone": request.user.time_zone or settings.TIME_ZONE,
        "language": request.user.language or get_language(),
    }
    form = SettingsForm(posted_data(request), initial=initial)
    me, now = request.user, timezone.now()
    if run_form(form, lambda data: actions.describe_self(person=me, **data, by=me, now=now)):
        messages.success(request, _("Your changes are saved"))
        response = redirect("people:settings")
        write_choices(response, Choices(language=request.user.language))
        return response
    context = {
        "sessions": queries.sessions_of(request.user),
        "this_session": stored_key(request.session),
        "memberships": queries.memberships_of(request.user),
        "invitations": membership_requests.invitations_for(request.user, now),
    }
    return render_form(request, "people/settings.html", form, context)


def _profile_of(person: User) -> dict[str, Any]:
    return {
        "name": person.name,
        "preferred_name": person.preferred_name,
        "work_setting": person.work_setting,
        "roles": [role.key for role in queries.learning_roles(person)],
    }


@audience(SIGNED_IN)
@require_POST
def choose_landing_page(request: SignedInRequest) -> HttpResponse:
    """Begin on this page after signing in, and show it."""
    key = request.POST.get("page", "")
    run_button(
        request,
        lambda: actions.choose_landing_page(person=request.user, key=key),
        done=_("You begin on this page when you sign in"),
    )
    return redirect(landing_pages_of(request.user)[0].path)


@audience(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_again(request: SignedInRequest) -> HttpResponse:
    """Before a sensitive page: sign out here, and sign in again."""
    going_to = next_page(request, reverse("people:settings"))
    if request.method == "POST":
        actions.record_sign_out(request.user, now=timezone.now())
        return sign_out(request, redirect(f"{reverse('account_login')}?{urlencode({'next': going_to})}"))
    return render(request, "people/sign_in_again.html", {"next": going_to})


@audience(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_recent_sign_in
def leave(request: SignedInRequest) -> HttpResponse:
    """Explain what deleting the account does, then delete it."""
    form = LeaveForm(posted_data(request), choices=actions.leaving_choices(request.user))
    if run_form(form, lambda data: actions.leave(request.user, choices=data, now=timezone.now())):
        response = sign_out(request, redirect("account_login"))
        messages.success(request, _("Your account is deleted, and what was yours is erased"))
        return response
    # Each room may offer "people.leaving_warnings": a function from a person and a time to sentences.
    warnings = [words for warn in offered("people.leaving_warnings") for words in warn(request.user, timezone.now())]
    context = {"kept": actions.retention_reasons(request.user), "warnings": warnings}
    return render_form(request, "people/leave.html", form, context)
