"""The lead's pages: members and invitations; and the page of an invitation's link."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import LINK_HOLDERS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people import actions, queries
from ettle.people.forms import InviteForm, JoinForm
from ettle.people.membership_requests import queries as membership_lists
from ettle.people.models import Organisation, OrganisationInvitation, User
from ettle.people.queries import LEADS
from ettle.people.types import SignedInRequest

MEMBERS_A_PAGE = 100
NEWEST_INVITATIONS = 20


@audience(LEADS)
@require_safe
def organisations(request: SignedInRequest) -> HttpResponse:
    """List the organisations that the person leads; redirect when there is only one."""
    mine = list(queries.organisations_managed_by(request.user)[:200])
    if not mine and request.user.is_superuser:
        return redirect("people:manage-organisations")
    if not mine:
        raise Http404
    if len(mine) == 1:
        return redirect("people:organisation", mine[0].slug)
    return render(request, "people/organisations.html", {"organisations": mine})


@audience(LEADS)
@require_safe
def organisation(request: SignedInRequest, slug: str) -> HttpResponse:
    """List the members, and the newest of the open invitations."""
    here = _managed_organisation(request, slug)
    members = Paginator(membership_lists.members_of(here), MEMBERS_A_PAGE).get_page(request.GET.get("page"))
    waiting = Paginator(membership_lists.invitations_waiting(here), NEWEST_INVITATIONS).get_page(1)
    requests = membership_lists.join_requests_waiting(here)
    context = {"organisation": here, "members": members, "waiting": waiting, "requests": requests}
    context |= {"now": timezone.now(), "asked": membership_lists.requests_to(here)}
    return render(request, "people/organisation.html", context)


def _managed_organisation(request: SignedInRequest, slug: str) -> Organisation:
    return get_object_or_404(queries.organisations_managed_by(request.user), slug=slug)


@audience(LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def invite(request: SignedInRequest, slug: str) -> HttpResponse:
    """Invite people, up to 200 at a time."""
    here = _managed_organisation(request, slug)
    form = InviteForm(posted_data(request), may_name_leads=request.user.is_superuser)
    invited = run_form(
        form, lambda data: actions.invite(organisation=here, **data, by=request.user, now=timezone.now())
    )
    if invited:
        messages.success(request, _describe_result(invited.value))
        return redirect("people:organisation", slug)
    return render_form(request, "people/invite.html", form, {"organisation": here})


def _describe_result(invited: actions.InvitationResult) -> str:
    sent, waiting, members = len(invited.sent), len(invited.waiting), len(invited.members)
    words = [ngettext("%(count)s person invited", "%(count)s people invited", sent) % {"count": sent}]
    if sent:
        words.append(_("We will email them, unless they asked for no more emails"))
    if waiting:
        already = ngettext(
            "%(count)s person was invited before and can still answer",
            "%(count)s people were invited before and can still answer",
            waiting,
        )
        words.append(already % {"count": waiting})
    if members:
        here = ngettext("%(count)s person is here already", "%(count)s people are here already", members)
        words.append(here % {"count": members})
    return ". ".join(words)


@audience(LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def end_membership(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm, then end a membership."""
    here = _managed_organisation(request, slug)
    membership = get_object_or_404(membership_lists.members_of(here), pk=pk)
    form = Form(posted_data(request))
    if run_form(form, lambda _: actions.end_membership(membership=membership, by=request.user, now=timezone.now())):
        messages.success(
            request,
            _("%(person)s is no longer here as %(role)s")
            % {"person": membership.person, "role": membership.get_role_display()},
        )
        return redirect("people:organisation", slug)
    context = {"organisation": here, "membership": membership}
    return render_form(request, "people/end_membership.html", form, context)


@audience(LEADS)
@require_POST
def answer_request(request: SignedInRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """Say yes or no to a person who has another address than their invitation."""
    here = _managed_organisation(request, slug)
    asked = get_object_or_404(membership_lists.join_requests_waiting(here), uuid=key)
    is_accepted = request.POST.get("answer") == "yes"
    run_button(
        request,
        lambda: actions.answer_join_request(
            request=asked, is_accepted=is_accepted, by=request.user, now=timezone.now()
        ),
        done=(_("%(person)s has joined") if is_accepted else _("%(person)s has not joined")) % {"person": asked.person},
    )
    return redirect("people:organisation", slug)


@audience(LINK_HOLDERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The page of an invitation's link. Opening it changes nothing; joining needs an account and a button."""
    invitation = queries.find_invitation(token)
    if invitation is None:
        raise Http404
    if not invitation.is_open(timezone.now()):
        return render(request, "people/join_too_late.html", {"invitation": invitation})
    if not request.user.is_authenticated:
        return _ask_to_sign_in(request, invitation)
    return _show_join_form(request, invitation, request.user)


def _ask_to_sign_in(request: HttpRequest, invitation: OrganisationInvitation) -> HttpResponse:
    return render(request, "people/join_sign_in.html", {"invitation": invitation, "next": request.path})


def _show_join_form(request: HttpRequest, invitation: OrganisationInvitation, person: User) -> HttpResponse:
    other_address = not invitation.is_for(person)
    if other_address and invitation.needs_its_address():
        return _show_request_form(request, invitation, person)
    form = JoinForm(posted_data(request), other_address=other_address)
    if run_form(form, lambda _: actions.accept(invitation=invitation, person=person, now=timezone.now())):
        # The person's permissions have changed, so the session gets a new key.
        request.session.cycle_key()
        messages.success(request, _("You have joined %(organisation)s") % {"organisation": invitation.organisation})
        return redirect(reverse("people:settings"))
    context = {"invitation": invitation, "other_address": other_address}
    return render_form(request, "people/join.html", form, context)


def _show_request_form(request: HttpRequest, invitation: OrganisationInvitation, person: User) -> HttpResponse:
    form = Form(posted_data(request))
    if run_form(form, lambda _: actions.ask_to_join(invitation=invitation, person=person, now=timezone.now())):
        messages.success(
            request,
            _("%(organisation)s has your request to join, and will accept or decline it")
            % {"organisation": invitation.organisation},
        )
        return redirect("people:settings")
    return render_form(request, "people/join_request.html", form, {"invitation": invitation})
