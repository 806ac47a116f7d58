"""List an organisation, ask to join it, and answer. Both sides get an email."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.kit import audit
from ettle.kit.limits.counters import consume
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import MEMBERS, REQUESTED
from ettle.kit.mail.email_limits import WORK_NOTICES
from ettle.kit.refusal import Refused
from ettle.kit.values.names import safe_name
from ettle.people.actions.membership_changes import follow_membership_change
from ettle.people.limits import MEMBERSHIP_REQUEST_EMAILS, MEMBERSHIP_REQUESTS, REQUESTS_TO_ORGANISATION
from ettle.people.membership_requests import queries
from ettle.people.membership_requests.models import MembershipRequest
from ettle.people.models import Membership, Organisation, User
from ettle.people.queries import can_manage_organisation, leads_or_administrators

MOST_WAITING = 5


@transaction.atomic
def list_organisation(*, organisation: Organisation, is_listed: bool, by: User, now: datetime) -> None:
    """Show an organisation in the list of those that people may ask to join, or take it out."""
    _refuse_others(organisation, by)
    Organisation.objects.filter(pk=organisation.pk).update(is_listed=is_listed)
    act = "listed an organisation" if is_listed else "took an organisation off the list"
    audit.record(by, act, organisation, now=now)


@transaction.atomic
def ask_to_join(*, organisation: Organisation, person: User, words: str, now: datetime) -> MembershipRequest:
    """Ask the leads of a listed organisation. The same words sent twice are sent once. Raises Refused, LimitReached.

    Withdrawn and sent again within a day, it is on the lead's page without a second email.
    """
    if not queries.listed_organisations().filter(pk=organisation.pk).exists():
        raise Refused(_("You cannot ask to join this organisation here. Ask its lead for an invitation"))
    if queries.is_learner_of(person, organisation):
        raise Refused(_("You belong to this organisation already"))
    if queries.recently_declined(person, organisation, now):
        raise Refused(_("This organisation has declined. You can ask again 30 days after its answer"))
    if found := queries.waiting_request(person, organisation):
        if found.words != words:
            raise Refused(_("Your request waits for an answer already. To change its words, withdraw it first"))
        return found
    if MembershipRequest.objects.waiting().filter(person=person).count() >= MOST_WAITING:
        raise Refused(_("Five of your requests wait for an answer. Withdraw one before you ask again"))
    consume(MEMBERSHIP_REQUESTS, str(person.uuid), now=now)
    consume(REQUESTS_TO_ORGANISATION, str(organisation.uuid), now=now)
    is_repeated = queries.has_asked_since(person, organisation, since=now - timedelta(days=1))
    request = MembershipRequest.objects.create(organisation=organisation, person=person, words=words, asked_at=now)
    audit.record(person, "asked an organisation to let them join", organisation, now=now)
    if not is_repeated:
        _email_leads(request, now)
    return request


@transaction.atomic
def withdraw_request(*, request: MembershipRequest, now: datetime) -> None:
    """Take back a request that waits."""
    if MembershipRequest.objects.waiting().filter(pk=request.pk).update(withdrawn_at=now):
        audit.record(request.person, "took back a request to join", request.organisation, now=now)


@transaction.atomic
def answer_request(*, request: MembershipRequest, is_accepted: bool, answer: str, by: User, now: datetime) -> None:
    """Accept or decline, with some words. Raises Refused when someone was first."""
    _refuse_others(request.organisation, by)
    if request.person_id == by.pk:
        raise Refused(_("Someone else has to answer your own request"))
    waiting = MembershipRequest.objects.waiting().filter(pk=request.pk)
    if not waiting.update(answered_at=now, answered_by=by, is_accepted=is_accepted, answer=answer):
        raise Refused(_("This request was answered already, or the person took it back"))
    if is_accepted:
        Membership.objects.get_or_create(
            person=request.person,
            organisation=request.organisation,
            role=Membership.Role.LEARNER,
            ended_at=None,
            defaults={"began_at": now},
        )
        follow_membership_change(request.person, now=now)
    audit.record(by, f"{'accepted' if is_accepted else 'declined'} a request to join", request.person, now=now)
    _email_person(request, is_accepted, now)


def _refuse_others(organisation: Organisation, by: User) -> None:
    if not can_manage_organisation(by, organisation):
        raise Refused(_("Only a lead of this organisation or an administrator can do this"))


def _email_leads(request: MembershipRequest, now: datetime) -> None:
    path = reverse("people:membership-request", args=[request.organisation.slug, request.uuid])
    for lead in leads_or_administrators(request.organisation):
        delivery.send_notice(
            "people/mail/asks_to_join.txt",
            to=lead.email,
            kind=MEMBERS,
            key=f"asks-to-join/{request.uuid}/{lead.uuid}",
            limit=MEMBERSHIP_REQUEST_EMAILS,
            now=now,
            organisation=safe_name(request.organisation.name, fallback=_("your organisation")),
            person=safe_name(request.person.name, fallback=_("Someone")),
            link=delivery.absolute_url(path),
        )


def _email_person(request: MembershipRequest, is_accepted: bool, now: datetime) -> None:
    """Tell the person which answer it is. The words of the lead are on their page, not in the email."""
    delivery.send_notice(
        "people/mail/join_answered.txt",
        to=request.person.email,
        kind=REQUESTED,
        key=f"join-answered/{request.uuid}",
        limit=WORK_NOTICES,
        now=now,
        organisation=safe_name(request.organisation.name, fallback=_("the organisation")),
        is_accepted=is_accepted,
        link=delivery.absolute_url(reverse("people:join-organisation")),
    )
