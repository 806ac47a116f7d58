"""Read applications and reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    prefetch_related_objects,
)

from ettle.activities.queries import has_activities, has_done_activities
from ettle.badges.queries import learner_awards, version_criteria
from ettle.evidence.answer_links.queries import answers_without_links, personal_links
from ettle.evidence.application.state import ApplicationStatus, Round, State
from ettle.evidence.models import (
    Answer,
    AnswerLink,
    Application,
    Assignment,
    Calibration,
    CopiedEntry,
    Decision,
    Mark,
    Referral,
    Sample,
    Submission,
    SubmissionQuerySet,
)
from ettle.framework.queries import main_framework_keys
from ettle.kit.database.prepared_queries import prepared_query
from ettle.learning_log.queries import LinkedItem, LogEntry, log_entries
from ettle.people.queries import learners_assessed_by, referral_contacts

if TYPE_CHECKING:
    from ettle.badges.models import Badge, Criterion
    from ettle.people.models import User

__all__ = [
    "ApplicationSummary",
    "LinkedItem",
    "LogEntry",
    "answers_without_links",
    "application_summaries",
    "log_entries",
    "personal_links",
]


def applications_of(learner: User) -> QuerySet[Application]:
    """A learner's applications, newest first, with all that `state` needs; withdrawn ones included."""
    earned = (
        learner_awards(learner).order_by().filter(version=OuterRef("version"), awarded_at__gte=OuterRef("begun_at"))
    )
    return (
        Application.objects.filter(learner=learner)
        .with_status()
        .annotate(is_earned=Exists(earned))
        .order_by("-begun_at", "-pk")
    )


def open_application(learner: User, badge: Badge) -> Application | None:
    """The application that this learner goes on with; one that was declined may be followed by a new one."""
    found = applications_of(learner).filter(badge=badge, ended_at=None).first()
    return None if found is None or found.status.is_declined else found


def has_written_answer(learner: User) -> bool:
    """Whether this person has saved an answer for an assessor, so that they have seen what to know before they write.

    An answer that is accepted as it is written, such as what they hope for, is about nobody else: it does not count.
    """
    return Answer.objects.filter(application__learner=learner, criterion__automatic=False).exists()


def application_of(learner: User, number: UUID) -> Application | None:
    """One application of this learner, loaded by prepared queries; None when it is not theirs."""
    for application in _application_by_uuid(learner, number):
        application.learner = learner
        application.criteria = version_criteria(application.version)
        application.rounds = _submissions_of(application)
        for submission in application.rounds:
            submission.application = application
        answered = [sent_round.answered for sent_round in application.rounds if sent_round.answered]
        prefetch_related_objects(answered, "decisions")
        return application
    return None


@prepared_query
def _application_by_uuid(learner: User, number: UUID) -> QuerySet[Application]:
    return applications_of(learner).prefetch_related(None).filter(uuid=number)


@prepared_query
def _submissions_of(application: Application) -> QuerySet[Submission]:
    return (
        Submission.objects.with_drafts()
        .filter(application=application)
        .select_related("review", "promise")
        .order_by("round")
    )


@dataclass(frozen=True)
class ApplicationSummary:
    """The state of one application, for a page that shows many things."""

    uuid: UUID
    badge: str
    state: State
    begun_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None


def application_summaries(learner: User) -> list[ApplicationSummary]:
    """The states of a learner's applications, counted by the database in one query. Withdrawn ones are left out."""
    return [_row_to_summary(row) for row in _summary_rows(learner) if not _is_withdrawn(row)]


@prepared_query
def _summary_rows(learner: User) -> QuerySet[Application, Any]:
    rounds = Submission.objects.with_drafts().filter(application=OuterRef("pk")).order_by("-round")
    assessed = Application.objects.filter(pk=OuterRef("pk")).annotate(
        assessed=Count(
            "version__criteria", filter=Q(version__criteria__kind="text", version__criteria__automatic=False)
        )
    )
    met = Decision.objects.filter(
        review__submission__application=OuterRef("pk"), outcome=Decision.Outcome.MET, criterion__automatic=False
    )
    by_application = met.order_by().values("review__submission__application")
    counted: dict[str, Any] = {
        "assessed": Subquery(assessed.values("assessed")),
        "met": Subquery(by_application.annotate(met=Count("criterion", distinct=True)).values("met")),
        "sent_at": Subquery(rounds.values("sent_at")[:1]),
        "answer": Subquery(rounds.values("review")[:1]),
        "answered_at": Subquery(rounds.values("review__sent_at")[:1]),
        "declined": Subquery(rounds.values("review__decline_reason")[:1]),
        "opened": Subquery(rounds.annotate(opened=F("is_opened")).values("opened")[:1]),
    }
    rows = applications_of(learner).prefetch_related(None).annotate(**counted)
    fields = ("uuid", "version__name", "begun_at", "ended_at", "has_begun", "is_earned", *counted)
    counts: QuerySet[Application, Any] = rows.values(*fields)
    return counts


def _is_withdrawn(row: dict[str, Any]) -> bool:
    status = _row_to_status(row)
    return row["ended_at"] is not None and not status.is_all_met and not status.is_declined


def _row_to_summary(row: dict[str, Any]) -> ApplicationSummary:
    return ApplicationSummary(
        uuid=row["uuid"],
        badge=row["version__name"],
        state=_row_to_status(row).state,
        begun_at=row["begun_at"],
        sent_at=row["sent_at"],
        answered_at=row["answered_at"],
    )


def _row_to_status(row: dict[str, Any]) -> ApplicationStatus:
    """Apply the rules of ApplicationStatus to counts: the state depends only on how many criteria are met."""
    met = dict.fromkeys(range(row["met"] or 0), True)
    last = Round(
        is_opened=bool(row["opened"]),
        decisions=None if row["answer"] is None else met,
        is_declined=bool(row["declined"]),
    )
    return ApplicationStatus(
        assessed=frozenset(range(row["assessed"] or 0)),
        rounds=(last,) if row["sent_at"] else (),
        is_started=row["has_begun"],
        is_earned=row["is_earned"],
        is_ended=row["ended_at"] is not None,
    )


def reviewable_by(assessor: User) -> QuerySet[Submission]:
    """Every submission that this assessor may read, reviewed or not."""
    return Submission.objects.open_to(assessor, learners_assessed_by(assessor)).exclude(
        application__ended_at__isnull=False, review=None
    )


def reviewable_submission(assessor: User, number: UUID) -> Submission | None:
    """One submission that this assessor may read, with its declaration and its whole application."""
    for submission in _reviewable_by_uuid(assessor, number):
        learner = submission.application.learner
        application = application_of(learner, submission.application.uuid)
        if application is not None:
            application.learner = learner
            submission.application = application
            return submission
    return None


@prepared_query
def _reviewable_by_uuid(assessor: User, number: UUID) -> QuerySet[Submission]:
    related = ("declaration__wording", "promise", "application__learner", "claim")
    own = Mark.objects.filter(submission=OuterRef("pk"), assessor=assessor)
    owned = Assignment.objects.open().filter(submission=OuterRef("pk"))
    practised = Calibration.objects.filter(assessor=assessor, badge=OuterRef("application__badge"))
    mine = reviewable_by(assessor).annotate(
        is_marked_by_me=Exists(own),
        has_practised=Exists(practised),
        owner_key=Subquery(owned.values("assessor")[:1]),
        owner_name=Subquery(owned.values("assessor__name")[:1]),
    )
    return mine.filter(uuid=number).select_related(*related)


def awaiting_review(assessor: User) -> SubmissionQuerySet:
    """The submissions that this assessor could mark now: a first marking, or one that is blind. To ask about one of
    them; `review.work_queue` lists them."""
    return Submission.objects.to_mark_by(assessor).filter(application__learner__in=learners_assessed_by(assessor))


def pending_marks_of(assessor: User) -> QuerySet[Mark]:
    """The marks that this assessor can still take back, the newest first."""
    pending = Mark.objects.pending().filter(assessor=assessor)
    return pending.select_related("submission__application__version").order_by("-sent_at")


def open_referrals_to(person: User) -> QuerySet[Referral]:
    """The referrals that this person was named for and that are not returned to the queue."""
    related = ("submission__application__version", "submission__application__learner", "assessor")
    return Referral.objects.open().filter(referee=person).select_related(*related).order_by("referred_at")


def open_referrals_of(assessor: User) -> QuerySet[Referral]:
    """The referrals of this assessor that are not returned to the queue."""
    return (
        Referral.objects.open()
        .filter(assessor=assessor)
        .select_related("submission__application__version__badge")
        .order_by("referred_at")
    )


def open_referral_rows(assessor: User) -> QuerySet[Referral]:
    """`open_referrals_of` with only the columns that the queue shows."""
    shown = ("why", "referred_at", "submission__uuid", "submission__application__version__name")
    return (
        open_referrals_of(assessor).select_related(None).select_related("submission__application__version").only(*shown)
    )


def sample_note(application: Application) -> str:
    """The note of an assessor who looked at this application afterwards; empty when there is none."""
    noted = Sample.objects.filter(submission__application=application, outcome=Sample.Outcome.NOTE)
    return noted.values_list("note", flat=True).first() or ""


def referees_of(submission: Submission, assessor: User) -> QuerySet[User]:
    """Who may look into a referral: leads of the learner's organisations and administrators; not the two themselves."""
    learner = submission.application.learner
    return referral_contacts(learner).exclude(pk__in=[learner.pk, assessor.pk])


def copies_into_answer(application: Application, criterion: Criterion) -> QuerySet[CopiedEntry, Any]:
    """The log entries from which text was copied into an answer; for the learner's own page only."""
    copied = CopiedEntry.objects.filter(application=application, criterion=criterion)
    rows: QuerySet[CopiedEntry, Any] = copied.values("happened_on", "copied_at", "words", "entry__uuid")
    return rows


def capability_rows(person: User) -> QuerySet[AnswerLink, tuple[str, str, str, int]]:
    """Rows ("evidence", key of a capability or a theme, "", number of an application), for a query that reads of
    several rooms at once: what this person says that the answers show which they sent."""
    rounds = Submission.objects.sent().filter(application=OuterRef("application"))
    sent = AnswerLink.objects.shown().filter(Exists(rounds), application__learner=person)
    about = sent.filter(framework__in=main_framework_keys()).order_by()
    empty = Value("", TextField())
    return about.values_list(Value("evidence", TextField()), "key", empty, "application_id")


def has_activities_to_come(application: Application) -> bool:
    """Whether activities follow, by the order of the badge: after the evidence, or before it and still to do.

    Activities that come first are done before the work is sent (`readiness`), unless they were added later.
    """
    version = application.version
    if version.order == version.Order.EVIDENCE_ONLY or not has_activities(version):
        return False
    if version.order == version.Order.ACTIVITY_THEN_EVIDENCE:
        return not has_done_activities(application.learner, version)
    return True
