"""Who may own a submission, and who of them does. The rule, in order:

1. Never the learner, their line manager or another person that they named, an assessor who said that they know the
   learner, one who passed this work on or has marked it, an endorser of it, or one who is away.
2. Only who takes on the badge, the learner's role and their language.
3. Assessors of the learner's organisations come before those of the whole site.
4. Of those, who owns the fewest open submissions; of equals, an order that the submission's own number decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from ettle.evidence.endorsement.address_hashes import hashes_of
from ettle.evidence.endorsement.queries import open_hashes_of
from ettle.evidence.models import AssessorProfile, Assignment, Handover, Interest, Leave, Mark, Relation
from ettle.people import queries as people

if TYPE_CHECKING:
    from uuid import UUID

    from ettle.badges.models import Badge
    from ettle.evidence.models import Submission
    from ettle.people.models import User


@dataclass(frozen=True)
class Candidate:
    """An assessor who may own a submission.

    organisation: of the learner, for which they assess; None: the whole site. load: how many open submissions they own.
    """

    assessor: User
    organisation: int | None
    organisation_name: str
    load: int


def unrelated(assessors: QuerySet[User], learner: User) -> QuerySet[User]:
    """Leave out who stands in a relation to the learner, and the learner."""
    return assessors.exclude(pk=learner.pk).filter(~Exists(related_to(learner.pk, OuterRef("pk"), OuterRef("email"))))


def related_to(learner: Any, assessor: Any, email: Any) -> QuerySet[Relation]:
    """The relations that a learner declared to an assessor. The arguments may be expressions of another query."""
    declared = Relation.objects.filter(person=learner)
    return declared.filter(Q(other=assessor) | Q(email=Lower(email)))


def find_candidates(
    learner: User, badge: Badge, today: date | None, submission: Submission | None = None
) -> list[Candidate]:
    """Return who may own work of this learner for this badge. Two queries, and one each for a submission and for roles.

    today: the day on which they are not away; None counts who is away too.
    """
    known = Interest.objects.filter(learner=learner, assessor=OuterRef("pk"))
    owned = Assignment.objects.open().filter(assessor=OuterRef("pk")).order_by().values("assessor")
    found = unrelated(people.assessors_for(learner), learner).filter(~Exists(known))
    if today is not None:
        found = found.exclude(Exists(Leave.objects.on(today).filter(assessor=OuterRef("pk"))))
    if submission is not None:
        found = found.exclude(pk__in=Handover.objects.filter(submission=submission).values("assessor"))
        found = found.exclude(pk__in=Mark.objects.filter(submission=submission).values("assessor"))
    shared = people.shared_memberships(learner)
    rows = found.select_related("assessor_profile").annotate(
        assesses_in=Subquery(shared.values("organisation")[:1]),
        assesses_for=Subquery(shared.values("organisation__name")[:1]),
        load=Coalesce(Subquery(owned.annotate(many=Count("pk")).values("many")), Value(0)),
    )
    asked = open_hashes_of(submission.application) if submission is not None else ()
    candidates = [
        Candidate(row, row.assesses_in, row.assesses_for or "", row.load)
        for row in rows
        if not asked or hashes_of(row).isdisjoint(asked)
    ]
    return _who_take(candidates, learner, badge)


def has_assessor(submission: Submission) -> bool:
    """Whether anyone could mark this submission, now or when they are back: not who has marked it or passed it on."""
    application = submission.application
    return bool(find_candidates(application.learner, application.badge, None, submission))


def _who_take(candidates: list[Candidate], learner: User, badge: Badge) -> list[Candidate]:
    profiles: dict[int, AssessorProfile] = {
        candidate.assessor.pk: candidate.assessor.assessor_profile
        for candidate in candidates
        if hasattr(candidate.assessor, "assessor_profile")
    }
    if not profiles:
        return candidates
    has_roles = any(profile.roles for profile in profiles.values())
    roles = frozenset(role.key for role in people.learning_roles(learner)) if has_roles else frozenset()
    language = learner.language or settings.FIRST_LANGUAGE
    return [
        candidate
        for candidate in candidates
        if candidate.assessor.pk not in profiles or profiles[candidate.assessor.pk].takes(badge.slug, roles, language)
    ]


def choose_owner(
    candidates: Iterable[Candidate], *, seed: UUID, without: Collection[int] = (), first: int | None = None
) -> Candidate | None:
    """Choose the owner by the rule. without: assessors who had it. first: a deputy, who comes before all others."""
    eligible = [candidate for candidate in candidates if candidate.assessor.pk not in without]
    return min(eligible, key=lambda candidate: _rank(candidate, seed, first), default=None)


def _rank(candidate: Candidate, seed: UUID, first: int | None) -> tuple[bool, bool, int, bytes]:
    tie_break = hashlib.sha256(seed.bytes + candidate.assessor.uuid.bytes).digest()
    return candidate.assessor.pk != first, candidate.organisation is None, candidate.load, tie_break


def broken_assignments(today: date) -> QuerySet[Assignment]:
    """The open assignments whose assessor may not own the work any more, or is away today. One query."""
    learner = "submission__application__learner"
    away = Leave.objects.on(today).filter(assessor=OuterRef("assessor"))
    known = Interest.objects.filter(assessor=OuterRef("assessor"), learner=OuterRef(learner))
    related = related_to(OuterRef(learner), OuterRef("assessor"), OuterRef("assessor__email"))
    may_assess = people.assessing_memberships(OuterRef("assessor"), OuterRef(learner))
    return (
        Assignment.objects.open()
        .annotate(is_away=Exists(away))
        .filter(
            Q(is_away=True)
            | Q(assessor__is_active=False)
            | Q(assessor=F(learner))
            | Exists(known)
            | Exists(related)
            | ~Exists(may_assess)
        )
    )
