"""Save answers, confirmations and declarations."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ettle.activities import actions as activities
from ettle.evidence.application import practice
from ettle.evidence.application.declarations import current_wording, store_wording
from ettle.evidence.application.readiness import AI_USE_UNSAID
from ettle.evidence.models import (
    Answer,
    AnswerFile,
    Application,
    Confirmation,
    Declaration,
    MadeUp,
    SentFile,
    Submission,
)
from ettle.evidence.queries import application_of
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.texts import queries as texts
from ettle.texts.attachments import delete_with_files
from ettle.texts.revisions import Choice, Conflict, RevisionChain, validate_text

__all__ = [
    "Conflict",
    "NoSuchPart",
    "check_practice",
    "confirm",
    "declare",
    "delete_all_files",
    "lock_application",
    "lock_own_application",
    "mark_made_up",
    "open_activity",
    "refuse_unless_open",
    "resolve_conflict",
    "save_answer",
    "save_answer_at",
    "send_files",
]

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ettle.activities.models import InvitedActivity
    from ettle.badges.models import Criterion
    from ettle.people.models import User

MAX_AI_WORDS_LENGTH = 500


class NoSuchPart(Exception):
    """This person has no such application, or it has no such part."""


@transaction.atomic
def save_answer(
    application: Application,
    *,
    criterion: Criterion,
    text: str,
    base: int,
    key: uuid.UUID,
    by: User,
    now: datetime,
    after: Collection[uuid.UUID] = (),
) -> Answer:
    """Store a text as the next revision and return it; see `RevisionChain.save_text`.

    Raises Conflict when another text was saved in between, Refused when the answer may not be changed.
    """
    application = lock_own_application(application, by)
    return _save_text(application, criterion, text, base=base, key=key, now=now, after=after)


@transaction.atomic
def save_answer_at(
    number: uuid.UUID,
    position: int,
    *,
    text: str,
    base: int,
    key: uuid.UUID,
    by: User,
    now: datetime,
    after: Collection[uuid.UUID] = (),
) -> Answer:
    """Do what `save_answer` does for the part at this position of an application of this person, and read it once.

    Raises NoSuchPart where there is none, or it is another person's.
    """
    application = _find_locked(by, number)
    criterion = next((found for found in application.criteria if found.position == position), None)
    if criterion is None:
        raise NoSuchPart
    return _save_text(application, criterion, text, base=base, key=key, now=now, after=after)


def _save_text(application: Application, criterion: Criterion, text: str, **how: Any) -> Answer:
    """Save into an application that is locked. how: as for `RevisionChain.save_text`."""
    may_change = partial(refuse_unless_open, application, criterion)
    return _answer_chain(application, criterion).save_text(validate_text(text), before_new=may_change, **how)


@transaction.atomic
def resolve_conflict(
    application: Application,
    *,
    criterion: Criterion,
    text: str,
    choice: Choice,
    base: int,
    key: uuid.UUID,
    by: User,
    now: datetime,
) -> Answer:
    """Choose between two versions of an answer, or keep both. The version not chosen stays in the history."""
    application = lock_own_application(application, by)
    text = validate_text(text)
    chain = _answer_chain(application, criterion)
    earlier = chain.find_by_key(key)
    if earlier is not None:
        return earlier
    refuse_unless_open(application, criterion)
    return chain.resolve_conflict(text, choice=choice, base=base, key=key, now=now)


@transaction.atomic
def mark_made_up(application: Application, *, marked: str, reason: str, by: User, now: datetime) -> None:
    """Exclude some words from the privacy check, with why the writer says that they identify no real person.

    Raises Refused without a reason, or when either is too long to be stored whole.
    """
    _refuse_unless_owner(application, by)
    words, reason = texts.clean_text(marked).strip(), texts.clean_text(reason).strip()
    if not words or not reason:
        raise Refused(_("Say in a few words why no one can be recognised by these words"))
    if len(words) > MadeUp.LENGTH:
        raise Refused(_("These words are too long to be marked as safe. Change them in your text"))
    if len(reason) > MadeUp.LENGTH:
        counts = {"limit": MadeUp.LENGTH, "count": len(reason)}
        raise Refused(_("Use %(limit)s characters or fewer for the reason. You have used %(count)s") % counts)
    MadeUp.objects.update_or_create(application=application, words=words, defaults={"reason": reason, "marked_at": now})


@transaction.atomic
def confirm(application: Application, *, criterion: Criterion, by: User, now: datetime) -> Confirmation:
    """Record that the learner has read what this criterion shows."""
    application = lock_own_application(application, by)
    if criterion.kind != "confirm":
        raise Refused(_("This part has no answer in words."))
    return _get_or_create_confirmation(application, criterion, now)


@transaction.atomic
def check_practice(
    application: Application, *, criterion: Criterion, ticked: Collection[int], by: User, now: datetime
) -> Confirmation | None:
    """Check the ticked sentences of the practice text; None when there is more to find. Ticks are not stored."""
    application = lock_own_application(application, by)
    if criterion.kind != "practice":
        raise Refused(_("This part has no answer in words."))
    task = practice.read_practice(criterion.material)
    if len(ticked) > task.find + 1:
        raise Refused(
            _("Choose %(most)s sentences at most, the ones that tell most about the person") % {"most": task.find + 1},
            field="ticked",
        )
    return _get_or_create_confirmation(application, criterion, now) if task.is_done(ticked) else None


@transaction.atomic
def open_activity(
    application: Application, *, criterion: Criterion, return_path: str, by: User, now: datetime
) -> InvitedActivity:
    """Open the activity that a criterion asks for, or return the one that is open, and begin an attempt at it.

    return_path: the page where the learner goes on when it is finished.
    """
    application = lock_own_application(application, by)
    invited = None
    if criterion.version_id == application.version_id and criterion.activity:
        invited = activities.open_activity(
            learner=by, version=application.version, key=criterion.activity, return_path=return_path, now=now
        )
    if invited is None:
        raise Refused(_("This part has no activity."))
    if not invited.attempts.exists():
        activities.begin(invited, learner=by, now=now)
    return invited


@transaction.atomic
def declare(
    application: Application, *, ai_use: str, ai_words: str, by: User, now: datetime, wording: str | None = None
) -> Declaration:
    """Record the four declarations and how the learner used AI. The newest goes with the next submission.

    wording: the digest of the words that they read; None where no page has shown them. Raises Refused.
    """
    application = lock_own_application(application, by)
    if not application.status.can_send:
        raise Refused(_("You have sent this application. You can declare again when it comes back."))
    if ai_use not in Declaration.AiUse.values:
        raise Refused(_("Choose how you used AI"), field="ai_use")
    ai_words = texts.clean_text(ai_words).strip()
    if ai_use == Declaration.AiUse.OTHER and not ai_words:
        raise Refused(AI_USE_UNSAID, field="ai_words")
    if len(ai_words) > MAX_AI_WORDS_LENGTH:
        raise Refused(_("Use %(most)s characters or fewer") % {"most": MAX_AI_WORDS_LENGTH}, field="ai_words")
    words = current_wording(is_assessed=bool(application.status.assessed))
    if wording is not None and wording != words.digest:
        raise Refused(_("The words of the declarations have changed. Read them again, then send."))
    declaration = Declaration.objects.create(
        application=application,
        wording=store_wording(words, now=now),
        ai_use=ai_use,
        ai_words=ai_words,
        declared_at=now,
    )
    audit.record(by, "made the declarations", application, now=now)
    return declaration


def lock_application(application: Application) -> Application:
    """Lock the application until the transaction ends, and return it freshly read.

    SQLite has one writer at a time and no row locks; there the transaction itself is the lock.
    """
    _lock_rows(Application.objects.filter(pk=application.pk))
    return Application.objects.with_status().get(pk=application.pk)


def lock_own_application(application: Application, by: User) -> Application:
    """Lock an application as `lock_application` does, and read it by prepared queries: every automatic save comes here.

    Raises Refused for another person.
    """
    _refuse_unless_owner(application, by)
    return _find_locked(by, application.uuid)


def _find_locked(learner: User, number: uuid.UUID) -> Application:
    """Lock this learner's application and return it. Raises NoSuchPart."""
    _lock_rows(Application.objects.filter(learner=learner, uuid=number))
    locked = application_of(learner, number)
    if locked is None:
        raise NoSuchPart
    return locked


def _lock_rows(applications: QuerySet[Application]) -> None:
    """Read one column only: the rest of a row is read after it is locked."""
    if connection.features.has_select_for_update:
        list(applications.order_by().select_for_update().values_list("pk"))


def _refuse_unless_owner(application: Application, by: User) -> None:
    if application.learner_id != by.pk:
        raise Refused(_("Only the person who started this application can change it."))


def refuse_unless_open(application: Application, criterion: Criterion) -> None:
    """Raise Refused for an answer that was sent or is met, and for a part without words."""
    if criterion.version_id != application.version_id or criterion.kind != "text":
        raise Refused(_("This part has no answer in words."))
    if criterion.pk not in application.status.open_to_change:
        raise Refused(_("This answer can no longer be changed: it was sent, or it is met."))


def _answer_chain(application: Application, criterion: Criterion) -> RevisionChain[Answer]:
    return RevisionChain(
        Answer.objects.filter(application=application), {"application": application, "criterion": criterion}
    )


def _get_or_create_confirmation(application: Application, criterion: Criterion, now: datetime) -> Confirmation:
    if criterion.version_id != application.version_id:
        raise Refused(_("This part belongs to another badge."))
    confirmation, _created = Confirmation.objects.get_or_create(
        application=application, criterion=criterion, defaults={"confirmed_at": now}
    )
    return confirmation


def send_files(submission: Submission) -> None:
    """Record which files are part of a submission. Call it in the transaction that creates it."""
    SentFile.objects.bulk_create(
        SentFile(submission=submission, criterion_id=row.criterion_id, file=row)
        for row in AnswerFile.objects.shown().filter(application=submission.application_id)
    )


def delete_all_files(application: Application) -> None:
    """Delete every file of an application that is deleted with them. Call it in the transaction that does so."""
    delete_with_files(AnswerFile.objects.filter(application=application))
