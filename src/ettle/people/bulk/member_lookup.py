"""What people of a file are in the organisations that it names, in a few queries for many people.

A person is known by the address of their account, and by the address of an invitation to this organisation that they
accepted, perhaps with another address. Nothing is asked of accounts that are not members here, so that a lead never
learns whether an address has an account.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models.functions import Lower

from ettle.people.models import INVITATION_LASTS, Membership, OrganisationInvitation

Place = tuple[int, str]  # the id of an organisation, an address in small letters


class Standing:
    """roles: what the person with an address is in an organisation. invited: roles of invitations that are open."""

    def __init__(self, places: Iterable[Place], now: datetime) -> None:
        self.roles: dict[Place, set[str]] = defaultdict(set)
        self.invited: dict[Place, set[str]] = defaultdict(set)
        wanted = set(places)
        organisations, addresses = {place[0] for place in wanted}, {place[1] for place in wanted}
        self._read_members(organisations, addresses)
        self._read_invitations(organisations, addresses, now)

    def _read_members(self, organisations: set[int], addresses: set[str]) -> None:
        here = Membership.objects.current().filter(organisation__in=organisations)
        known = here.annotate(address=Lower("person__email")).filter(address__in=addresses)
        for organisation, address, role in known.values_list("organisation_id", "address", "role"):
            self.roles[organisation, address].add(role)

    def _read_invitations(self, organisations: set[int], addresses: set[str], now: datetime) -> None:
        sent = OrganisationInvitation.objects.filter(organisation__in=organisations, email__in=addresses)
        open_ones = sent.waiting().filter(invited_at__gt=now - INVITATION_LASTS)
        for organisation, address, role in open_ones.values_list("organisation_id", "email", "role"):
            self.invited[organisation, address].add(role)
        accepted = sent.exclude(accepted_by=None).values_list("organisation_id", "email", "accepted_by")
        persons = {(organisation, person): (organisation, address) for organisation, address, person in accepted}
        here = Membership.objects.current().filter(
            organisation__in=organisations, person__in={person for _organisation, person in persons}
        )
        for organisation, person, role in here.values_list("organisation_id", "person_id", "role"):
            if (organisation, person) in persons:
                self.roles[persons[organisation, person]].add(role)
