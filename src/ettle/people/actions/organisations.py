"""Create organisations, invite people, accept invitations, and end memberships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.kit import audit
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import FROM_OTHERS
from ettle.kit.mail.email_limits import count_emails
from ettle.kit.refusal import Refused
from ettle.kit.values.names import safe_name
from ettle.people import queries
from ettle.people.actions.membership_changes import follow_membership_change
from ettle.people.limits import INVITATIONS
from ettle.people.models import JoinRequest, Membership, Organisation, OrganisationInvitation, User

NOT_YOURS = _lazy("Only a lead of this organisation or an administrator can do this")

NOT_OPEN = _lazy("This invitation cannot be used any more. Ask for a new one")


@dataclass
class InvitationResult:
    """The result of inviting people. Addresses, in the order of the list."""

    sent: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)


@transaction.atomic
def create_organisation(*, name: str, by: User, now: datetime) -> Organisation:
    if not by.is_superuser:
        raise Refused(_("Only an administrator can make an organisation"))
    if Organisation.objects.filter(name__iexact=name).exists():
        raise Refused(_("There is an organisation of this name already. Choose another name"), field="name")
    organisation = Organisation.objects.create(name=name, slug=_find_free_slug(name))
    audit.record(by, "made an organisation", organisation, now=now)
    return organisation


def _find_free_slug(name: str) -> str:
    """Return the name as a slug, with a number when it is taken."""
    first = slugify(name)[:50] or "organisation"
    taken = {*Organisation.objects.filter(slug__startswith=first).values_list("slug", flat=True), "join"}
    return next(slug for slug in (first, *(f"{first}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


@transaction.atomic
def invite(
    *, organisation: Organisation, addresses: Sequence[str], role: str, by: User, now: datetime
) -> InvitationResult:
    """Invite people by email. Members and people with an open invitation are not invited again."""
    if not queries.can_manage_organisation(by, organisation):
        raise Refused(NOT_YOURS)
    if role == Membership.Role.LEAD and not by.is_superuser:
        raise Refused(_("Only an administrator can name a lead"), field="role")
    here = Membership.objects.current().filter(organisation=organisation, role=role)
    members = set(here.filter(person__email__in=addresses).values_list("person__email", flat=True))
    open_ones = _withdraw_expired(organisation, role, addresses, now)
    invited = InvitationResult()
    for address in addresses:
        if address in members:
            invited.members.append(address)
        elif address in open_ones:
            invited.waiting.append(address)
        else:
            invited.sent.append(address)
    count_emails(INVITATIONS, by=by.uuid, to=invited.sent, now=now, field="addresses")
    for address in invited.sent:
        _send_invitation(organisation, address, role, by, now)
    audit.record(by, f"invited {len(invited.sent)} people", organisation, now=now)
    return invited


def _withdraw_expired(organisation: Organisation, role: str, addresses: Sequence[str], now: datetime) -> set[str]:
    """Withdraw invitations that have expired, so that they can be sent again; return the addresses still open."""
    waiting = OrganisationInvitation.objects.waiting().filter(organisation=organisation, role=role, email__in=addresses)
    run_out = [row.pk for row in waiting if not row.is_open(now)]
    OrganisationInvitation.objects.filter(pk__in=run_out).update(withdrawn_at=now)
    return set(waiting.values_list("email", flat=True))


def _send_invitation(organisation: Organisation, address: str, role: str, by: User, now: datetime) -> None:
    invitation = OrganisationInvitation.objects.create(
        organisation=organisation, email=address, role=role, invited_by=by, invited_at=now
    )
    delivery.send_email(
        "people/mail/invited_to_organisation.txt",
        to=address,
        kind=FROM_OTHERS,
        key=f"organisation-invitation/{invitation.uuid}",
        limit=INVITATIONS,
        now=now,
        organisation=safe_name(organisation.name, fallback=_("an organisation")),
        role=Membership.Role(role).label.lower(),
        by=safe_name(by.name, fallback=_("Someone")),
        ends_at=invitation.ends_at(),
        link=delivery.absolute_url(reverse("people:join", args=[queries.join_token(invitation)])),
    )


@transaction.atomic
def accept(*, invitation: OrganisationInvitation, person: User, now: datetime) -> Membership:
    """Join the organisation of an invitation, which can be used once. Assessors and leads need its address."""
    if invitation.needs_its_address() and not invitation.is_for(person):
        raise Refused(_("This invitation is for another address. Sign in with that address, or ask the lead"))
    return _use_invitation(invitation, person, now)


@transaction.atomic
def ask_to_join(*, invitation: OrganisationInvitation, person: User, now: datetime) -> JoinRequest:
    """Ask the leads to let a person with another address use an invitation to assess or lead."""
    if not invitation.is_open(now):
        raise Refused(NOT_OPEN)
    request, is_new = JoinRequest.objects.get_or_create(
        invitation=invitation, person=person, defaults={"asked_at": now}
    )
    if is_new:
        audit.record(person, f"asked to join as {invitation.role}", invitation.organisation, now=now)
    return request


@transaction.atomic
def answer_join_request(*, request: JoinRequest, is_accepted: bool, by: User, now: datetime) -> None:
    """Say yes or no to a person who asked to use an invitation that was sent to another address."""
    invitation = request.invitation
    if not queries.can_manage_organisation(by, invitation.organisation) or request.person_id == by.pk:
        raise Refused(NOT_YOURS)
    if invitation.role == Membership.Role.LEAD and not by.is_superuser:
        raise Refused(_("Only an administrator can name a lead"))
    waiting = JoinRequest.objects.filter(pk=request.pk, answered_at=None)
    if not waiting.update(answered_at=now, answered_by=by, is_accepted=is_accepted):
        return
    audit.record(by, f"{'accepted' if is_accepted else 'declined'} a request to join", request.person, now=now)
    if is_accepted:
        _use_invitation(invitation, request.person, now)


def _use_invitation(invitation: OrganisationInvitation, person: User, now: datetime) -> Membership:
    row = OrganisationInvitation.objects.select_for_update().get(pk=invitation.pk)
    if row.accepted_by_id == person.pk:
        raise Refused(_("You have used this invitation already"))
    if not row.is_open(now):
        raise Refused(NOT_OPEN)
    row.accepted_by, row.accepted_at = person, now
    row.save(update_fields=["accepted_by", "accepted_at"])
    membership, _created = Membership.objects.get_or_create(
        person=person, organisation=row.organisation, role=row.role, ended_at=None, defaults={"began_at": now}
    )
    audit.record(person, f"joined as {row.role}", row.organisation, now=now)
    follow_membership_change(person, now=now)
    return membership


@transaction.atomic
def withdraw(*, invitation: OrganisationInvitation, by: User, now: datetime) -> None:
    """Withdraw an invitation; its link stops working."""
    if not queries.can_manage_organisation(by, invitation.organisation):
        raise Refused(NOT_YOURS)
    waiting = OrganisationInvitation.objects.waiting().filter(pk=invitation.pk)
    if waiting.update(withdrawn_at=now):
        audit.record(by, "withdrew an invitation", invitation, now=now)


@transaction.atomic
def end_membership(*, membership: Membership, by: User, now: datetime) -> None:
    """End a membership of an organisation. What the person wrote and earned stays theirs."""
    if not queries.can_end_membership(by, membership):
        raise Refused(NOT_YOURS)
    if membership.person_id == by.pk and membership.role == Membership.Role.LEAD and not by.is_superuser:
        raise Refused(_("You cannot end your own lead role. Ask an administrator"))
    if Membership.objects.current().filter(pk=membership.pk).update(ended_at=now):
        audit.record(by, f"ended a membership as {membership.role}", membership, now=now)
        follow_membership_change(membership.person, now=now)


@transaction.atomic
def name_site_assessor(*, email: str, by: User, now: datetime) -> Membership:
    """Make a person who has an account an assessor for learners of every organisation."""
    if not by.is_superuser:
        raise Refused(_("Only an administrator can name an assessor for the whole site"))
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise Refused(_("Nobody with this address has an account. Ask them to make one first"), field="email")
    site_wide = Membership.objects.current().filter(person=person, role=Membership.Role.ASSESSOR, organisation=None)
    if site_wide.exists():
        raise Refused(_("This person assesses for the whole site already"), field="email")
    membership = Membership.objects.create(
        person=person, organisation=None, role=Membership.Role.ASSESSOR, began_at=now
    )
    audit.record(by, "named an assessor for the whole site", membership, now=now)
    follow_membership_change(person, now=now)
    return membership
