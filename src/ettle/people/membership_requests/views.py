"""Pages to ask an organisation to let one join, and the lead's page of a request."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people import actions as people
from ettle.people.bulk.queries import waiting_emails
from ettle.people.membership_requests import actions, queries
from ettle.people.membership_requests.forms import AnswerForm, AskForm, FindInvitationForm
from ettle.people.models import Organisation
from ettle.people.queries import LEADS, organisations_managed_by
from ettle.people.types import SignedInRequest

ORGANISATIONS_A_PAGE = 50
LONGEST_NAME = 120


@audience(SIGNED_IN)
@never_cache
@require_safe
def organisations(request: SignedInRequest) -> HttpResponse:
    """List the person's invitations, what they asked, and the organisations that chose to be listed."""
    name = request.GET.get("name", "").strip()[:LONGEST_NAME]
    listed = Paginator(queries.listed_organisations(name=name), ORGANISATIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {"asked": queries.requests_of(request.user)[:ORGANISATIONS_A_PAGE], "listed": listed, "name": name}
    context |= {"invitations": queries.invitations_for(request.user, timezone.now())}
    return render(request, "people/join_organisation.html", context)


@audience(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def ask(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """Ask one organisation. One that is not listed is not found."""
    organisation = get_object_or_404(queries.listed_organisations(), uuid=key)
    form, me, now = AskForm(posted_data(request)), request.user, timezone.now()
    if run_form(form, lambda data: actions.ask_to_join(organisation=organisation, person=me, now=now, **data)):
        messages.success(request, _("Your request is sent. We will email you when there is an answer"))
        return redirect("people:join-organisation")
    context = {
        "organisation": organisation,
        "waiting": queries.waiting_request(me, organisation),
        "is_member": queries.is_learner_of(me, organisation),
    }
    return render_form(request, "people/ask_to_join.html", form, context)


@audience(SIGNED_IN)
@require_POST
def withdraw(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    asked = get_object_or_404(queries.requests_of(request.user), uuid=key)
    actions.withdraw_request(request=asked, now=timezone.now())
    messages.success(request, _("Your request is withdrawn"))
    return redirect("people:join-organisation")


@audience(LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def answer(request: SignedInRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """Show a lead who asks, and accept or decline."""
    organisation = _managed_organisation(request, slug)
    asked = get_object_or_404(queries.requests_to(organisation), uuid=key)
    form, by, now = AnswerForm(posted_data(request)), request.user, timezone.now()
    if run_form(form, lambda data: actions.answer_request(request=asked, by=by, now=now, **data)):
        messages.success(request, _("Your answer is sent"))
        return redirect("people:organisation", slug)
    return render_form(request, "people/membership_request.html", form, {"asked": asked, "organisation": organisation})


@audience(LEADS)
@require_POST
def list_organisation(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show the organisation in the list, or take it out."""
    organisation, is_listed = _managed_organisation(request, slug), request.POST.get("listed") == "yes"
    run_button(
        request,
        lambda: actions.list_organisation(
            organisation=organisation, is_listed=is_listed, by=request.user, now=timezone.now()
        ),
        done=_("People can find it and ask to join") if is_listed else _("It is not in the list any more"),
    )
    return redirect("people:organisation", slug)


@audience(LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: SignedInRequest, slug: str) -> HttpResponse:
    """List the open invitations by address, and lead to the page of an address that is looked for."""
    here, form = _managed_organisation(request, slug), FindInvitationForm(posted_data(request))
    if found := run_form(form, lambda data: queries.invitation_page(here, data["beginning"])):
        return redirect(_invitation_list(here, found.value))
    waiting = Paginator(queries.invitations_by_address(here), queries.INVITATIONS_A_PAGE)
    context = {"organisation": here, "waiting": waiting.get_page(request.GET.get("page")), "now": timezone.now()}
    context |= {"emails": waiting_emails(here)}
    return render_form(request, "people/invitations.html", form, context)


def _invitation_list(organisation: Organisation, page: int) -> str:
    return f"{reverse('people:invitations', args=[organisation.slug])}?page={page}"


@audience(LEADS)
@require_POST
def withdraw_invitation(request: SignedInRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """Withdraw an invitation to an organisation; the person stays on the page of the list where they pressed."""
    here = _managed_organisation(request, slug)
    invitation = get_object_or_404(queries.invitations_waiting(here), uuid=key)
    people.withdraw(invitation=invitation, by=request.user, now=timezone.now())
    messages.success(request, _("The invitation is withdrawn"))
    page = request.GET.get("page", "")
    if page.isdecimal():
        return redirect(_invitation_list(here, int(page)))
    return redirect("people:organisation", slug)


def _managed_organisation(request: SignedInRequest, slug: str) -> Organisation:
    return get_object_or_404(organisations_managed_by(request.user), slug=slug)
