"""Which organisations a person may ask to join, the requests that wait, and who belongs to an organisation.

Members are named to its leads alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.kit.pages.keyset_pages import KeysetPage, read_page
from ettle.kit.refusal import Refused
from ettle.people.membership_requests.models import MembershipRequest
from ettle.people.models import (
    INVITATION_LASTS,
    JoinRequest,
    Membership,
    Organisation,
    OrganisationInvitation,
    User,
)
from ettle.people.queries import join_token

# How long a person waits after a no before they can ask the same organisation again.
ASK_AGAIN_AFTER = timedelta(days=30)
MOST_INVITATIONS = 20
INVITATIONS_A_PAGE = 100


def listed_organisations(*, name: str = "") -> QuerySet[Organisation]:
    """Return the organisations that chose to be listed, by name. name: a part of it."""
    listed = Organisation.objects.filter(is_listed=True)
    return (listed.filter(name__icontains=name) if name else listed).order_by("name", "pk")


def requests_of(person: User) -> QuerySet[MembershipRequest]:
    """Return what a person asked, the newest first, without what they withdrew."""
    asked = MembershipRequest.objects.filter(person=person, withdrawn_at=None)
    return asked.select_related("organisation").order_by("-asked_at", "-pk")


def requests_to(organisation: Organisation) -> QuerySet[MembershipRequest]:
    """Return the requests that wait for an answer, the oldest first."""
    waiting = MembershipRequest.objects.waiting().filter(organisation=organisation)
    return waiting.select_related("organisation", "person").order_by("asked_at", "pk")


def waiting_request(person: User, organisation: Organisation) -> MembershipRequest | None:
    return MembershipRequest.objects.waiting().filter(person=person, organisation=organisation).first()


def is_learner_of(person: User, organisation: Organisation) -> bool:
    current = Membership.objects.current().filter(person=person, organisation=organisation)
    return current.filter(role=Membership.Role.LEARNER).exists()


def has_asked_since(person: User, organisation: Organisation, *, since: datetime) -> bool:
    """Whether the person has asked this organisation since then, whatever became of it."""
    return MembershipRequest.objects.filter(person=person, organisation=organisation, asked_at__gt=since).exists()


def recently_declined(person: User, organisation: Organisation, now: datetime) -> MembershipRequest | None:
    """Return the request that was declined less than 30 days ago."""
    declined = MembershipRequest.objects.filter(person=person, organisation=organisation, is_accepted=False)
    return declined.filter(answered_at__gt=now - ASK_AGAIN_AFTER).order_by("-answered_at").first()


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that its person can answer. link: the page to join, which asks first. ends_at: until when."""

    organisation: str
    role_title: str
    link: str
    ends_at: datetime


def invitations_for(person: User, now: datetime) -> list[OpenInvitation]:
    """Return the open invitations to the confirmed addresses of a person, the newest first."""
    confirmed = EmailAddress.objects.filter(user_id=person.pk, verified=True).annotate(address=Lower("email"))
    sent = OrganisationInvitation.objects.waiting().filter(
        email__in=confirmed.values("address"), invited_at__gt=now - INVITATION_LASTS
    )
    return [
        OpenInvitation(
            organisation=invitation.organisation.name,
            role_title=invitation.get_role_display(),
            link=reverse("people:join", args=[join_token(invitation)]),
            ends_at=invitation.ends_at(),
        )
        for invitation in sent.select_related("organisation").order_by("-invited_at", "-pk")[:MOST_INVITATIONS]
    ]


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Return the current memberships of an organisation, by name, with what a list shows of them.

    Names have an index in this order. Of a large organisation a database walks it until a page is full; of a small one
    it begins with the memberships.
    """
    here = Membership.objects.current().filter(organisation=organisation).select_related("person")
    shown = here.only("organisation", "role", "began_at", "ended_at", "person__name", "person__email")
    return shown.order_by("person__name", "person__email", "role")


def invitations_waiting(organisation: Organisation) -> QuerySet[OrganisationInvitation]:
    """Return invitations that are neither accepted nor withdrawn, the newest first; some may have expired."""
    waiting = OrganisationInvitation.objects.waiting().filter(organisation=organisation)
    return waiting.select_related("organisation").order_by("-invited_at", "email")


def invitations_by_address(organisation: Organisation) -> QuerySet[OrganisationInvitation]:
    """Return the same invitations by address, in the order of an index (‘people_invited_once’)."""
    return invitations_waiting(organisation).order_by(Lower("email"), "role")


def invitation_page(organisation: Organisation, beginning: str) -> int:
    """Return the page of `invitations_by_address` that has the first address with this beginning.

    Raises Refused when there is none.
    """
    listed = invitations_by_address(organisation).annotate(address=Lower("email"))
    found = listed.filter(address__startswith=beginning.lower()).first()
    if found is None:
        raise Refused(_("No open invitation has an address that begins like this"), field="beginning")
    return listed.filter(address__lt=found.email.lower()).count() // INVITATIONS_A_PAGE + 1


def join_requests_waiting(organisation: Organisation) -> QuerySet[JoinRequest]:
    """Return requests to use an invitation that was sent to another address, the oldest first."""
    waiting = JoinRequest.objects.filter(invitation__organisation=organisation, answered_at=None)
    open_ones = waiting.filter(invitation__accepted_at=None, invitation__withdrawn_at=None)
    return open_ones.select_related("invitation__organisation", "person").order_by("asked_at", "pk")


def read_organisations(asked: Mapping[str, str], *, size: int) -> KeysetPage[tuple[Organisation, int]]:
    """Return a page of the organisations by name, each with the number of its members. Those of this page are counted
    alone."""
    page = read_page(Organisation.objects.only("slug", "name"), asked, order=("name", "pk"), size=size)
    here = Membership.objects.current().filter(organisation__in=[organisation.pk for organisation in page.rows])
    counted = here.order_by().values("organisation").annotate(people=Count("person", distinct=True))
    people = dict(counted.values_list("organisation", "people"))
    rows = [(organisation, people.get(organisation.pk, 0)) for organisation in page.rows]
    return KeysetPage(rows, page.previous, page.following)
