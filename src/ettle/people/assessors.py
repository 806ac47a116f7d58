"""Whose work an assessor may read: by a role in an organisation where the learner learns, or for the whole site."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ettle.people.models import Membership, User


@dataclass(frozen=True)
class AssessorScope:
    """Whose work a person may assess: that of learners of these organisations, or everyone on the site."""

    organisations: tuple[int, ...]
    is_site_wide: bool

    def __bool__(self) -> bool:
        return self.is_site_wide or bool(self.organisations)


def assessor_scope(assessor: User) -> AssessorScope:
    """Return whose work a person may assess now. One query, before one that reads what waits: with the organisations as
    values and not as another query, a database knows whether few or many learn there, and reads accordingly."""
    mine = Membership.objects.current().filter(person=assessor, role=Membership.Role.ASSESSOR)
    return _build_scope(set(mine.values_list("organisation", flat=True)))


def assessor_scope_of_page(assessor: User) -> AssessorScope:
    """Return the same for a page that only shows, as it was when the person's roles were read for this request."""
    return _build_scope({place for role, place in assessor.current_places if role == Membership.Role.ASSESSOR})


def _build_scope(found: set[int | None]) -> AssessorScope:
    return AssessorScope(tuple(sorted(number for number in found if number is not None)), None in found)


def is_learner_in(person: Any, organisations: tuple[Any, ...]) -> Exists:
    """Return a condition for another query: the person learns in one of these organisations now.

    organisations: at least one. They may be placeholders of a prepared query, which `in` does not take.
    """
    current = Membership.objects.current().filter(person=person, role=Membership.Role.LEARNER)
    return Exists(current.filter(reduce(or_, (Q(organisation=organisation) for organisation in organisations))))


def has_assessor_role(person: Any) -> Exists:
    """Return a condition for another query: the person is an assessor now."""
    return Exists(Membership.objects.current().filter(person=person, role=Membership.Role.ASSESSOR))


def learners_assessed_by(assessor: User) -> QuerySet[User]:
    """Return whose work this person may assess: learners of the organisations they assess for, all learners for a
    site-wide assessor; never their own."""
    mine = Membership.objects.current().filter(person=assessor, role=Membership.Role.ASSESSOR)
    learners = Membership.objects.current().filter(person=OuterRef("pk"), role=Membership.Role.LEARNER)
    in_my_organisation = Exists(
        learners.filter(organisation__in=mine.exclude(organisation=None).values("organisation"))
    )
    site_wide = Exists(mine.filter(organisation=None))
    return User.objects.filter(Q(in_my_organisation) | Q(site_wide), is_active=True).exclude(pk=assessor.pk)


def assessors_for(learner: User) -> QuerySet[User]:
    """Return who may assess this learner: assessors of their organisations and site-wide ones; never themselves."""
    learns_in = Membership.objects.current().filter(person=learner, role=Membership.Role.LEARNER)
    assesses = Membership.objects.current().filter(person=OuterRef("pk"), role=Membership.Role.ASSESSOR)
    here = Exists(assesses.filter(Q(organisation__in=learns_in.values("organisation")) | Q(organisation=None)))
    return User.objects.filter(here, is_active=True).exclude(pk=learner.pk).order_by("name", "pk")


def assessing_memberships(assessor: Any, learner: Any) -> QuerySet[Membership]:
    """Return the current memberships by which an assessor may assess a learner. Both may be expressions of a query."""
    assesses = Membership.objects.current().filter(person=assessor, role=Membership.Role.ASSESSOR)
    whose = OuterRef(learner) if isinstance(learner, OuterRef) else learner  # this query is one level further in
    learns = Membership.objects.current().filter(person=whose, role=Membership.Role.LEARNER)
    # Not a join with all memberships of the organisation: of a large one they would be read for each assessor.
    return assesses.filter(Q(organisation=None) | Exists(learns.filter(organisation=OuterRef("organisation"))))


def shared_memberships(learner: User) -> QuerySet[Membership]:
    """Return, for each user of an outer query, their roles as assessor where this learner learns, the first first."""
    learns_in = Membership.objects.current().filter(person=learner, role=Membership.Role.LEARNER)
    assesses = Membership.objects.current().filter(person=OuterRef("pk"), role=Membership.Role.ASSESSOR)
    shared = assesses.filter(organisation__in=learns_in.values("organisation"))
    return shared.order_by("began_at", "pk")


def is_site_assessor() -> Exists:
    """Return a condition for a query of people: they assess for the whole site."""
    everywhere = Membership.objects.current().filter(role=Membership.Role.ASSESSOR, organisation=None)
    return Exists(everywhere.filter(person=OuterRef("pk")))


def fellow_assessors(assessor: User) -> QuerySet[User]:
    """Return who assesses for one of the same organisations, or for the whole site like this assessor; by name."""
    current = Membership.objects.current().filter(role=Membership.Role.ASSESSOR)
    mine = current.filter(person=assessor)
    theirs = current.filter(person=OuterRef("pk"))
    same = Q(organisation__in=mine.exclude(organisation=None).values("organisation"))
    if mine.filter(organisation=None).exists():
        same |= Q(organisation=None)
    return (
        User.objects.filter(Exists(theirs.filter(same)), is_active=True).exclude(pk=assessor.pk).order_by("name", "pk")
    )


def site_assessors() -> QuerySet[Membership]:
    """Return the memberships of site-wide assessors."""
    everywhere = Membership.objects.current().filter(role=Membership.Role.ASSESSOR, organisation=None)
    return everywhere.select_related("person").order_by("person__name", "pk")
