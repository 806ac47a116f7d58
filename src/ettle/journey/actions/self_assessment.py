"""Answer an instrument line by line and finish it.

An answer is its own record of who said what and when, so answers get no audit line; beginning and finishing do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.instruments.actions import find_or_create_statement_set
from ettle.journey.models import Answer, Assessment, Importance, Result
from ettle.journey.queries import current_answers, current_choice, current_importances
from ettle.kit import audit
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.instruments.models import InstrumentVersion
    from ettle.people.models import User


ENDED = _lazy("This self-assessment is finished, so its answers stay as they are. You can start another.")
OTHER_ROLE = _lazy(
    "You have started in another role and answered some of the statements. Continue with those, or choose ‘Start "
    "again’ to answer in this role"
)
NOT_ASKED = _lazy("Choose one of the answers on the page")


@transaction.atomic
def begin(*, person: User, version: InstrumentVersion, role: str, now: datetime) -> Assessment:
    """Open an assessment, or return the one that is open; without an answer yet, it takes another role.

    Raises Refused when the framework has no lines for this role, and for another role once something is answered.
    """
    sheet = find_or_create_statement_set(version, role)
    assessment, is_new = Assessment.objects.get_or_create(
        person=person, ended_at=None, defaults={"sheet": sheet, "begun_at": now}
    )
    if is_new:
        audit.record(person, "began a self-assessment", assessment, now=now)
    elif assessment.sheet.role != role:
        if assessment.answers.exists() or assessment.importances.exists():
            raise Refused(OTHER_ROLE, field="role")
        assessment.sheet = sheet
        assessment.save(update_fields=["sheet"])
    return assessment


@transaction.atomic
def restart(*, person: User, version: InstrumentVersion, role: str, now: datetime) -> Assessment:
    """Lay the open assessment aside, with what was answered, and open another."""
    for earlier in Assessment.objects.select_for_update().filter(person=person, ended_at=None):
        earlier.ended_at = now
        earlier.save(update_fields=["ended_at"])
        audit.record(person, "laid a self-assessment aside", earlier, now=now)
    return begin(person=person, version=version, role=role, now=now)


def save_answer(assessment: Assessment, *, line: str, choice: str, now: datetime) -> None:
    """Save the answer to one statement. The same answer again adds nothing.

    choice: a point of the scale, "not-my-role", "not-sure" or "skipped". Skipping never takes an answer away.
    Raises Refused when the assessment has ended or the answer was never offered.
    """
    if line not in {asked.key for asked in assessment.sheet.statements()} or choice not in _offered_choices(
        assessment.version
    ):
        raise Refused(NOT_ASKED, field="said")
    # Looked at twice: what is kept already takes no turn at writing, of which there is one at a time with SQLite.
    if assessment.ended_at is None and _is_saved(assessment, line, choice):
        return
    with transaction.atomic():
        # Locked while it is open: answers from two pages at once go one after the other.
        if not Assessment.objects.select_for_update().filter(pk=assessment.pk, ended_at=None).values_list("pk").first():
            raise Refused(ENDED)
        if not _is_saved(assessment, line, choice):
            score, word = (int(choice), "") if choice.isdigit() else (None, choice)
            Answer.objects.create(assessment=assessment, line=line, score=score, word=word, answered_at=now)


def _is_saved(assessment: Assessment, line: str, choice: str) -> bool:
    latest = current_choice(assessment, line)
    return latest != "" and choice in {latest, Answer.Word.SKIPPED}


@transaction.atomic
def save_importance(
    assessment: Assessment, *, capability: str, importance: int | None, reason: str, now: datetime
) -> None:
    """Save how much a capability matters and why. The same again adds nothing."""
    _add_importance(_lock_open_assessment(assessment), capability, importance, reason, now)


@transaction.atomic
def save_importances(assessment: Assessment, *, importances: Mapping[str, int | None], now: datetime) -> None:
    """Save how much several capabilities matter. Reasons stay; None marks a question as seen and takes nothing away."""
    locked = _lock_open_assessment(assessment)
    given = current_importances(locked)
    for capability, importance in importances.items():
        latest = given.get(capability)
        if latest is None or importance is not None:
            _add_importance(locked, capability, importance, latest.reason if latest else "", now)


def _add_importance(locked: Assessment, capability: str, importance: int | None, reason: str, now: datetime) -> None:
    points = {point.value for point in locked.version.importance_points()}
    if capability not in {asked.capability_key for asked in locked.sheet.statements()} or importance not in points | {
        None
    }:
        raise Refused(NOT_ASKED, field="importance")
    latest = locked.importances.filter(capability=capability).last()
    if latest is not None and (latest.importance, latest.reason) == (importance, reason):
        return
    Importance.objects.create(
        assessment=locked, capability=capability, importance=importance, reason=reason, answered_at=now
    )


@transaction.atomic
def finish(assessment: Assessment, *, now: datetime) -> Result:
    """Close an assessment and keep it as it stands; finishing again returns the same result.

    Raises Refused when nothing was answered, or when it was laid aside for another.
    """
    locked = _lock_assessment(assessment)
    if locked.ended_at is not None:
        return _existing_result(locked)
    answers = current_answers(locked)
    if all(choice == Answer.Word.SKIPPED for choice in answers.values()):
        raise Refused(_("Answer at least one statement to see a result"))
    locked.ended_at = now
    locked.save(update_fields=["ended_at"])
    importances = {
        key: {"importance": importance_answer.importance, "reason": importance_answer.reason}
        for key, importance_answer in current_importances(locked).items()
    }
    result = Result.objects.create(assessment=locked, answers=answers, importances=importances, finished_at=now)
    audit.record(locked.person, "finished a self-assessment", locked, now=now)
    return result


def _existing_result(assessment: Assessment) -> Result:
    result = Result.objects.filter(assessment=assessment).first()
    if result is None:
        raise Refused(_("You started this self-assessment again. Continue with the newer one."))
    return result


def _lock_assessment(assessment: Assessment) -> Assessment:
    """The assessment, locked: answers from two pages at once go one after the other."""
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("sheet__version", "person")
        .get(pk=assessment.pk)
    )


def _lock_open_assessment(assessment: Assessment) -> Assessment:
    locked = _lock_assessment(assessment)
    if locked.ended_at is not None:
        raise Refused(ENDED)
    return locked


def _offered_choices(version: InstrumentVersion) -> set[str]:
    return {str(point.value) for point in version.points()} | set(version.uncounted_labels()) | {Answer.Word.SKIPPED}
