"""What an assessor could mark now, as a list: the queue, the next one, the next with a criterion, and samples.

Each list begins with the organisations of the assessor, read first: then a database reads what waits in the order in
which it is shown and stops when the page is full, or begins with the people of a small organisation. It never reads
what was answered. `queries.awaiting_review` is the same rule for one submission.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from ettle.evidence import queries
from ettle.evidence.models import (
    AssessorProfile,
    Assignment,
    Decision,
    DraftDecision,
    Leave,
    Sample,
    Submission,
    SubmissionQuerySet,
)
from ettle.kit.database.prepared_queries import prepared_query
from ettle.people.queries import AssessorScope, assessor_scope, is_learner_in, offered_roles

if TYPE_CHECKING:
    from ettle.badges.models import Criterion
    from ettle.people.models import User


def in_queue(assessor: User, scope: AssessorScope) -> SubmissionQuerySet:
    """What `awaiting_review` has of a scope that is not empty, the first due first; of the pool, what they take on.

    What waits has an index in this order. Where few learn in the organisations, PostgreSQL begins with those people.
    """
    taken = _taken_on(assessor, scope)
    return _in_queue(assessor, scope.organisations, is_site_wide=scope.is_site_wide, taken=taken)


@dataclass(frozen=True)
class _TakenOn:
    """The badges, roles and languages of learners that an assessor takes on, as in their profile; empty for all.

    offered: the roles that people can learn in; one that is hidden now is no role of a learner. Only beside roles.
    """

    badges: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()

    def build_condition(self) -> Q:
        """The same rule as `AssessorProfile.takes`, for a query of submissions; empty when everything is taken."""
        condition = Q()
        if self.badges:
            condition &= Q(application__badge__slug__in=self.badges)
        if self.roles:
            people = get_user_model().objects.all()
            wanted = people.filter(chosen_roles__role__in=[role for role in self.roles if role in self.offered])
            learning = people.filter(chosen_roles__role__in=self.offered)
            condition &= Q(application__learner__in=wanted) | ~Q(application__learner__in=learning)
        if self.languages:
            unsaid = [""] if settings.FIRST_LANGUAGE in self.languages else []
            condition &= Q(application__learner__language__in=[*self.languages, *unsaid])
        return condition


def _taken_on(assessor: User, scope: AssessorScope) -> _TakenOn:
    """What an assessor of the pool takes on. Others are asked by the people they know, and save the query."""
    profile = AssessorProfile.objects.filter(assessor=assessor).first() if scope.is_site_wide else None
    if profile is None:
        return _TakenOn()
    offered = tuple(role.key for role in offered_roles()) if profile.roles else ()
    return _TakenOn(tuple(profile.badges), tuple(profile.roles), tuple(profile.languages), offered)


def _in_queue(
    assessor: User, organisations: tuple[Any, ...], *, is_site_wide: bool, taken: _TakenOn
) -> SubmissionQuerySet:
    waiting = Submission.objects.to_mark_by(assessor).filter(application__learner__is_active=True)
    takes = taken.build_condition()
    if takes:  # what they own or have begun stays with them, whatever they take on from now
        owned = Assignment.objects.open().filter(assessor=assessor).values("submission")
        begun = DraftDecision.objects.filter(assessor=assessor).values("submission")
        waiting = waiting.filter(takes | Q(pk__in=owned) | Q(pk__in=begun))
    if not is_site_wide:
        waiting = waiting.filter(is_learner_in(OuterRef("application__learner"), organisations))
    return waiting.order_by("promise__due_on", "pk")


def queue_rows(assessor: User, scope: AssessorScope, today: date, *, start: int, end: int) -> list[dict[str, Any]]:
    """A slice of `in_queue` with the columns that the queue shows. away_until: of the assessor, in every row.

    Two queries: first which they are, then what is shown of them. With all tables in one, PostgreSQL took five times as
    long to plan it as to answer it.
    """
    if not scope:
        return []
    slice_of: dict[str, Any] = {"is_site_wide": scope.is_site_wide, "taken": _taken_on(assessor, scope)}
    keys = _queue_keys(assessor, *scope.organisations, **slice_of, start=start, end=end)
    return _queue_rows(assessor, today, *keys) if keys else []


@prepared_query
def _queue_keys(
    assessor: User, *organisations: int, is_site_wide: bool, taken: _TakenOn, start: int, end: int
) -> QuerySet[Submission, int]:
    waiting = _in_queue(assessor, organisations, is_site_wide=is_site_wide, taken=taken)
    return waiting.values_list("pk", flat=True)[start:end]


@prepared_query
def _queue_rows(assessor: User, day: date, *keys: int) -> QuerySet[Submission, Any]:
    appeals = Submission.objects.filter(
        application=OuterRef("application"), is_appeal=True, round__lte=OuterRef("round")
    )
    # An appeal is shown like the round that was declined, which its assessor knows nothing of.
    is_again = Case(When(Exists(appeals), then=Q(round__gt=2)), default=Q(round__gt=1))
    shown = ("uuid", "sent_at", "claim__assessor", "claim__expires_at")
    owned = Assignment.objects.open().filter(submission=OuterRef("pk"), assessor=assessor)
    away = Leave.objects.on(day).filter(assessor=assessor).order_by("-ends_on").values("ends_on")[:1]
    names = {
        "name": F("application__version__name"),
        "due": F("promise__due_on"),
        "is_owned": Exists(owned),
        "away_until": Subquery(away),
    }
    listed = Submission.objects.filter(pk__in=keys).annotate(is_again=is_again).order_by("promise__due_on", "pk")
    rows: QuerySet[Submission, Any] = listed.values(*shown, "is_again", **names)
    return rows


def next_to_review(assessor: User, now: datetime) -> UUID | None:
    """The number of the submission to take next: one that they began, else own, else the first due; None if nothing
    waits that no colleague has claimed."""
    scope = assessor_scope(assessor)
    if not scope:
        return None
    begun = set(DraftDecision.objects.filter(assessor=assessor).values_list("submission", flat=True))
    owned = set(Assignment.objects.open().filter(assessor=assessor).values_list("submission", flat=True))
    waiting = in_queue(assessor, scope).free_for(assessor, now).values_list("pk", "uuid")
    mine = list(waiting.filter(pk__in=begun | owned)) if begun | owned else []
    found = min(mine, key=lambda row: row[0] not in begun, default=None) or waiting.first()
    return found[1] if found else None


def next_with_criterion(
    assessor: User, submission: Submission, criterion: Criterion, *, now: datetime
) -> Submission | None:
    """The next submission in which this assessor has not decided on the criterion yet, or None.

    Only of the same version of the badge, and only where the criterion was not met in an earlier round.
    """
    drafted = DraftDecision.objects.filter(assessor=assessor, criterion=criterion, submission=OuterRef("pk"))
    met = Decision.objects.filter(
        criterion=criterion,
        outcome=Decision.Outcome.MET,
        review__submission__application=OuterRef("application"),
        review__submission__round__lt=OuterRef("round"),
    )
    scope = assessor_scope(assessor)
    if not scope:
        return None
    waiting = in_queue(assessor, scope).free_for(assessor, now).exclude(pk=submission.pk)
    return waiting.filter(~Exists(drafted), ~Exists(met), application__version=criterion.version_id).first()


def samples_to_look_at(assessor: User) -> QuerySet[Sample]:
    """Of the applications that no assessor decided on, those that were drawn and nobody has looked at. To ask about one
    of them; `list_samples` lists them."""
    mine = queries.reviewable_by(assessor).values("pk")
    related = ("submission__application__version", "submission__application__learner")
    return Sample.objects.filter(is_chosen=True, looked_at=None, submission__in=mine).select_related(*related)


def list_samples(assessor: User, *, most: int) -> QuerySet[Sample]:
    """The oldest of `samples_to_look_at`. Two queries: in one there would be too many tables to plan it well."""
    scope = assessor_scope(assessor)
    if not scope:
        return Sample.objects.none()
    drawn = Submission.objects.filter(sample__is_chosen=True, sample__looked_at=None)
    mine = drawn.unrelated_to(assessor).filter(application__learner__is_active=True)
    if not scope.is_site_wide:
        mine = mine.filter(is_learner_in(OuterRef("application__learner"), scope.organisations))
    mine = mine.exclude(application__ended_at__isnull=False, review=None)
    found = list(mine.order_by("sample__drawn_at", "sample").values_list("sample", flat=True)[:most])
    related = ("submission__application__version", "submission__application__learner")
    return Sample.objects.filter(pk__in=found).select_related(*related).order_by("drawn_at", "pk")
