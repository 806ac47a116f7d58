"""What is still to do before an application can be sent. The page and the submit action use the same rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ettle.activities.queries import application_invitation, completed_keys, has_done_activities
from ettle.badges.queries import MissingBadge, missing_badges
from ettle.evidence.application.attachments import AnswerFiles, files_by_criterion
from ettle.evidence.application.repeated_text import find_repeated
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.activities.models import Invitation
    from ettle.badges.models import Criterion
    from ettle.evidence.models import Answer, Application

# The keys of the badges to earn first and of the activities to do first, among the primary keys of criteria.
PREREQUISITES, ACTIVITIES = 0, -1
# A criterion asks for ‘about’ so many words. Below this share of them, the page asks once whether that is all.
SHORT = 0.8
Faults = dict[int, str]
# What the form of the page and the submit action both say.
SHORT_ANSWERS = gettext_lazy("Some answers are short. Write more, or confirm that they say all you want to say")
UNSEEN_FINDINGS = gettext_lazy("Look at the words that could identify someone. Then you can send")
AI_USE_UNSAID = gettext_lazy("Say what you used AI for")


@dataclass(frozen=True)
class WorkDone:
    """What a learner has done for an application.

    answers: criterion -> current answer. done: the criteria that the page checks and that are done. missing: the badges
    that the learner does not have yet, the required ones first. first: the activities that the badge asks for before
    its evidence, while they are not done.
    """

    application: Application
    answers: Mapping[int, Answer]
    done: frozenset[int]
    missing: Sequence[MissingBadge] = ()
    first: Invitation | None = None

    @property
    def blocking(self) -> list[MissingBadge]:
        """The badges to earn before this application can be sent."""
        return [badge for badge in self.missing if badge.is_required]

    @cached_property
    def files(self) -> dict[int, AnswerFiles]:
        """Criterion -> its recording and files. Read only where an answer has no words, or a page shows them."""
        return files_by_criterion(self.application)

    @cached_property
    def counts(self) -> dict[int, int]:
        """Criterion -> how many words its answer has. A page asks several times."""
        return {pk: texts.count_words(answer.text) for pk, answer in self.answers.items()}

    def count(self, criterion: Criterion) -> int:
        return self.counts.get(criterion.pk, 0)

    def text(self, criterion: Criterion) -> str:
        answer = self.answers.get(criterion.pk)
        return answer.text if answer else ""


def load_work(application: Application) -> WorkDone:
    """Read what a learner has done for an application: three queries, and one more when it asks for an activity."""
    confirmed = frozenset(application.confirmations.values_list("criterion", flat=True))
    activities = {criterion.activity: criterion.pk for criterion in application.criteria if criterion.activity}
    finished = completed_keys(application.learner, activities.keys())
    return WorkDone(
        application=application,
        answers={answer.criterion_id: answer for answer in application.answers.current()},
        done=confirmed | {activities[key] for key in finished},
        missing=missing_badges(application.learner, application.version),
        first=_activities_first(application),
    )


def _activities_first(application: Application) -> Invitation | None:
    version = application.version
    if version.order != version.Order.ACTIVITY_THEN_EVIDENCE or has_done_activities(application.learner, version):
        return None
    return application_invitation(application.learner, version)


def find_faults(application: Application, work: WorkDone) -> Faults:
    """Key -> message for each part that is not ready, in the order of the page; the badges to earn first come first."""
    faults = {PREREQUISITES: describe_blocking(work.blocking)}
    if work.first:
        faults[ACTIVITIES] = _("First do the activity of this badge. You can write now, and send when it is done.")
    written = {criterion.pk: work.text(criterion) for criterion in application.criteria if criterion.kind == "text"}
    for criterion in application.criteria:
        faults[criterion.pk] = (
            _criterion_fault(criterion, application, work)
            or describe_repeated(criterion, application, written)
        )  # fmt: skip
    return {key: fault for key, fault in faults.items() if fault}


def find_short_criteria(application: Application, work: WorkDone) -> list[Criterion]:
    """The criteria with an answer that is much shorter than the badge asks for. It may be sent all the same."""
    return [
        criterion
        for criterion in application.criteria
        if criterion.pk in application.status.open_to_change
        and 0 < work.count(criterion) < criterion.about_words * SHORT
    ]


def open_findings(application: Application, answers: Mapping[int, Answer]) -> dict[int, list[texts.PrivacyFinding]]:
    """Criterion -> the words that could identify a person and were not cleared, for each answer that will be sent."""
    open_answers = [answers[pk] for pk in application.status.open_to_change if pk in answers]
    findings = {answer.criterion_id: texts.find_personal_details(answer.text) for answer in open_answers}
    if any(findings.values()):  # else there is nothing to clear, and one query less
        cleared = frozenset(application.made_up.values_list("words", flat=True))
        findings = {pk: texts.leave_out_cleared(in_answer, cleared) for pk, in_answer in findings.items()}
    return {pk: in_answer for pk, in_answer in findings.items() if in_answer}


def describe_blocking(blocking: Sequence[MissingBadge]) -> str:
    """What to earn before sending, in words; empty when there is nothing."""
    if not blocking:
        return ""
    names = ", ".join(badge.name for badge in blocking)
    return _("First earn %(names)s. You can write now, and send when you have it.") % {"names": names}


def describe_repeated(criterion: Criterion, application: Application, written: Mapping[int, str]) -> str:
    """What to do when this answer is the same text as another of the application; empty when it is not.

    written: criterion -> text.
    """
    if criterion.pk not in application.status.open_to_change:
        return ""
    other = find_repeated(criterion.pk, written)
    if other is None:
        return ""
    numbers = {each.pk: each.position for each in application.criteria}
    words = _(
        "%(title)s: this is nearly the same text as in criterion %(number)s. Each criterion asks for something else. "
        "What you wrote is saved. Say here what this one asks for."
    )
    return words % {"title": criterion.title, "number": numbers[other]}


def _criterion_fault(criterion: Criterion, application: Application, work: WorkDone) -> str:
    if criterion.kind != "text":
        return "" if criterion.pk in work.done else _("%(title)s: do this part first") % {"title": criterion.title}
    if criterion.pk not in application.status.open_to_change:
        return ""
    fault = _recording_fault(criterion, work) or _length_fault(criterion, work.count(criterion))
    last, answer = application.last_sent, work.answers.get(criterion.pk)
    if not fault and last and answer and answer.saved_at <= last.sent_at:
        words = _("%(title)s: this is the same text as last time. Change it before you send it again.")
        return words % {"title": criterion.title}
    return fault


def _recording_fault(criterion: Criterion, work: WorkDone) -> str:
    """Ask for the words of a recording: an assessor may not be able to hear it (WCAG 1.2.1)."""
    attached = None if work.text(criterion).strip() else work.files.get(criterion.pk)
    if attached is None or attached.recording is None:
        return ""
    return _(
        "%(title)s: type what your recording says, or ask someone you trust to type it. "
        "Your assessor may not be able to hear it."
    ) % {"title": criterion.title}


def _length_fault(criterion: Criterion, count: int) -> str:
    if not count:
        return _("%(title)s: write your answer") % {"title": criterion.title}
    if count > criterion.max_words:
        words = ngettext(
            "%(title)s: use %(most)s word or fewer. You have %(count)s.",
            "%(title)s: use %(most)s words or fewer. You have %(count)s.",
            criterion.max_words,
        )
        return words % {"title": criterion.title, "most": criterion.max_words, "count": count}
    return ""
