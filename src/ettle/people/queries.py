"""What other rooms ask about people."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from ettle.people.models import LearningRole, Membership, User

__all__ = ["LearningRole", "is_assessor", "learners_assessed_by", "learning_roles", "organisations_led_by"]


def learning_roles(person: User) -> list[LearningRole]:
    """The roles a person learns in, in the order of LearningRole; empty when they have not said."""
    chosen = set(person.chosen_roles.values_list("role", flat=True))
    return [role for role in LearningRole if role in chosen]


def is_assessor(person: User) -> bool:
    return Membership.objects.current().filter(person=person, role=Membership.Role.ASSESSOR).exists()


def learners_assessed_by(assessor: User) -> QuerySet[User]:
    """Whose work this person may assess: learners of the organisations they assess for, all for a site-wide
    assessor; never their own."""
    mine = Membership.objects.current().filter(person=assessor, role=Membership.Role.ASSESSOR)
    learners = Membership.objects.current().filter(person=OuterRef("pk"), role=Membership.Role.LEARNER)
    in_my_organisation = Exists(
        learners.filter(organisation__in=mine.exclude(organisation=None).values("organisation"))
    )
    site_wide = Exists(mine.filter(organisation=None))
    return User.objects.filter(Q(in_my_organisation) | Q(site_wide), is_active=True).exclude(pk=assessor.pk)


def organisations_led_by(person: User) -> QuerySet[Membership]:
    """The memberships by which a person leads."""
    return Membership.objects.current().filter(person=person, role=Membership.Role.LEAD).select_related("organisation")
