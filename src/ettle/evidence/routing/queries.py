"""Read who owns what, what waits without an owner, and who will read an application that is not sent yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ettle.evidence.models import (
    AssessorProfile,
    Assignment,
    DraftDecision,
    Leave,
    OwnerAlert,
    Promise,
    Relation,
    Submission,
)
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.routing.eligibility import choose_owner, find_candidates
from ettle.people import queries as people

if TYPE_CHECKING:
    from uuid import UUID

    from ettle.badges.models import Badge
    from ettle.people.models import User


class ReaderKind(Enum):
    ORGANISATION = auto()
    POOL = auto()
    NOBODY = auto()


@dataclass(frozen=True)
class Reader:
    """Who reads an application: an assessor of an organisation, one of the site's pool, or nobody yet."""

    kind: ReaderKind
    organisation: str = ""

    @property
    def is_nobody(self) -> bool:
        return self.kind is ReaderKind.NOBODY

    @property
    def is_pool(self) -> bool:
        return self.kind is ReaderKind.POOL


def expected_reader(learner: User, badge: Badge, now: datetime) -> Reader:
    """Return who would own work for this badge if the learner sent it now."""
    chosen = choose_owner(find_candidates(learner, badge, operator_date(now)), seed=learner.uuid)
    if chosen is None:
        return Reader(ReaderKind.NOBODY)
    return _reader(chosen.organisation_name)


def reader_of(submission: Submission) -> Reader:
    """Return who owns a submission that waits."""
    names = Assignment.objects.open().filter(submission=submission).values_list("organisation__name", flat=True)
    owned = list(names)
    return _reader(owned[0] or "") if owned else Reader(ReaderKind.NOBODY)


def _reader(organisation: str) -> Reader:
    return Reader(ReaderKind.ORGANISATION if organisation else ReaderKind.POOL, organisation)


def owner_of(submission: Submission) -> Assignment | None:
    return Assignment.objects.open().filter(submission=submission).select_related("assessor").first()


def former_assignment(assessor: User, number: UUID) -> Assignment | None:
    """The newest time in which this assessor owned a submission that they own no more; None if there was none."""
    ended = Assignment.objects.filter(assessor=assessor, submission__uuid=number).exclude(ended_at=None)
    return ended.select_related("submission__application__version").order_by("since").last()


def is_waiting(submission: Submission) -> bool:
    """Whether it waits for an answer and is not referred; asked afresh, inside a lock."""
    return Submission.objects.to_mark().filter(pk=submission.pk).exists()


def waiting_of(learner: User) -> QuerySet[Submission]:
    open_promises = Promise.objects.open().filter(submission__application__learner=learner)
    return Submission.objects.filter(pk__in=open_promises.values("submission")).select_related("application")


def without_owner() -> QuerySet[Submission]:
    """What waits without an owner and is not referred, the first due first."""
    owned = Assignment.objects.open().filter(submission=OuterRef("pk"))
    waiting = Submission.objects.to_mark().filter(~Exists(owned))
    return waiting.select_related("application__learner", "application__badge", "application__version", "promise")


def to_hand_over(today: date) -> QuerySet[Submission]:
    due = Submission.objects.to_mark().filter(promise__hand_over_on__lte=today, promise__handed_over_at=None)
    return due.select_related("application__learner", "application__badge", "application__version", "promise")


def to_alert(today: date) -> QuerySet[Submission]:
    due = Submission.objects.to_mark().filter(promise__alert_on__lte=today, promise__alerted_at=None)
    return due.select_related("application__version", "promise")


def has_begun(assignment: Assignment) -> bool:
    """Whether the owner has decided on a criterion."""
    return DraftDecision.objects.filter(submission=assignment.submission_id, assessor=assignment.assessor_id).exists()


def owned_or_sent_by(person: User) -> Q:
    return Q(assessor=person) | Q(submission__application__learner=person)


def deputy_of(assessor: int, today: date) -> int | None:
    return Leave.objects.on(today).filter(assessor=assessor).values_list("deputy", flat=True).first()


def next_person_to_alert(submission: Submission) -> User | None:
    """Return the lead of the pool or the administrator who was alerted least lately; never the learner, if possible."""
    learner = submission.application.learner_id
    last = OwnerAlert.objects.filter(person=OuterRef("pk")).order_by().values("person")
    ordered = who_may_act().annotate(last_alert=Subquery(last.annotate(at=Max("alerted_at")).values("at")))
    ordered = ordered.order_by(F("last_alert").asc(nulls_first=True), "pk")
    leads, administrators = ordered.filter(_is_lead()).exclude(pk=learner), ordered.filter(is_superuser=True)
    return leads.first() or administrators.exclude(pk=learner).first() or administrators.first()


def who_may_act() -> QuerySet[User]:
    """Who can find an assessor for what has none: active administrators, and leads of the pool."""
    return get_user_model().objects.filter(Q(is_superuser=True) | _is_lead(), is_active=True)


def _is_lead() -> Q:
    return Q(people.is_site_assessor(), assessor_profile__leads_pool=True)


def is_pool_lead(person: User) -> bool:
    profiles = AssessorProfile.objects.filter(assessor=person, leads_pool=True)
    return profiles.exists() and people.site_assessors().filter(person=person).exists()


def pool_members(today: date) -> QuerySet[User]:
    """The assessors of the whole site, with what they take on, how much they own and whether they are away today."""
    owned = Assignment.objects.open().filter(assessor=OuterRef("pk")).order_by().values("assessor")
    away = Leave.objects.on(today).filter(assessor=OuterRef("pk"))
    return (
        get_user_model()
        .objects.filter(people.is_site_assessor(), is_active=True)
        .select_related("assessor_profile")
        .annotate(
            load=Coalesce(Subquery(owned.annotate(many=Count("pk")).values("many")), Value(0)),
            away_until=Subquery(away.values("ends_on")[:1]),
        )
        .order_by("name", "pk")
    )


def alerts_of(submissions: Iterable[Submission]) -> QuerySet[OwnerAlert]:
    """Who was alerted to these submissions, the newest last."""
    numbers = [submission.pk for submission in submissions]
    return OwnerAlert.objects.filter(submission__in=numbers).select_related("person")


def leave_of(assessor: User, today: date) -> QuerySet[Leave]:
    return Leave.objects.filter(assessor=assessor, ends_on__gte=today).select_related("deputy")


def relations_of(person: User) -> QuerySet[Relation]:
    return Relation.objects.filter(person=person)


def assessors() -> QuerySet[User]:
    """Everyone who assesses now, anywhere."""
    return get_user_model().objects.filter(people.has_assessor_role(OuterRef("pk")), is_active=True)


def profile_of(assessor: User) -> AssessorProfile:
    """Return what an assessor takes on: everything, if nobody has said otherwise."""
    return AssessorProfile.objects.filter(assessor=assessor).first() or AssessorProfile(assessor=assessor)


@dataclass(frozen=True)
class WaitingRow:
    """A submission on the page of the pool. Neither whose it is nor what is in it. alerted: who was told last."""

    badge: str
    days: int
    due_on: date
    organisation: str
    alerted: str
    owner: str = ""


def unowned_rows(today: date, *, most: int) -> list[WaitingRow]:
    """What waits without an owner, the first due first, with who was alerted last. Two queries."""
    waiting = without_owner().select_related(None).select_related("promise", "application__version")
    shown = list(waiting.order_by("promise__due_on", "pk")[:most])
    alerts = {alert.submission_id: str(alert.person) for alert in alerts_of(shown)}
    return [
        WaitingRow(
            badge=submission.application.version.name,
            days=(today - operator_date(submission.sent_at)).days,
            due_on=submission.promise.expected_on,
            organisation="",
            alerted=alerts.get(submission.pk, ""),
        )
        for submission in shown
    ]


def late_rows(today: date, *, most: int) -> list[WaitingRow]:
    """What has an owner and is late, the latest first. One query."""
    owned = Assignment.objects.open().filter(submission__promise__due_on__lt=today, submission__promise__closed_at=None)
    rows = owned.select_related("assessor", "organisation", "submission__promise", "submission__application__version")
    return [
        WaitingRow(
            badge=row.submission.application.version.name,
            days=(today - operator_date(row.submission.sent_at)).days,
            due_on=row.submission.promise.expected_on,
            organisation=row.organisation.name if row.organisation else "",
            alerted="",
            owner=str(row.assessor),
        )
        for row in rows.order_by("submission__promise__due_on", "pk")[:most]
    ]
