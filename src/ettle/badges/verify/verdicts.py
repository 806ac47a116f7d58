"""What a check of a badge found, as data: each question with yes, no or not checked and its reason, and one answer.

The answer follows from the checks by one table, in every place that verifies: the page, a file, a token, a picture, a
link and the command.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ettle.badges.models import Award, Credential


class Result(Enum):
    """NO is said only when something was looked at and is not so."""

    YES = gettext_noop("Yes")
    NO = gettext_noop("No")
    NOT_CHECKED = gettext_noop("Not checked")


class Question(Enum):
    """What is checked, so that yes is always the good answer."""

    FORM = gettext_noop("Is it written as its standard says?")
    SIGNATURE = gettext_noop("Does its signature fit?")
    COVERAGE = gettext_noop("Is everything in it signed?")
    HOSTED = gettext_noop("Does its issuer’s site have the same badge?")
    KEY = gettext_noop("Does the key belong to the issuer that it names?")
    KEY_SAFE = gettext_noop("Was the key safe when it was used?")
    ISSUER = gettext_noop("Do we know the issuer?")
    STATUS = gettext_noop("Is it still in force, and not withdrawn?")
    SUSPENSION = gettext_noop("Is it active, and not suspended?")
    NEWEST = gettext_noop("Is it the newest, and not replaced by another?")
    STARTED = gettext_noop("Has its start date come?")
    NOT_EXPIRED = gettext_noop("Is it before its expiry date?")


class Answer(Enum):
    """The possible results of a check, each in words for the person."""

    VALID = gettext_noop("This badge is real and valid")
    REVOKED = gettext_noop("This badge was withdrawn")
    SUSPENDED = gettext_noop("This badge is suspended")
    REPLACED = gettext_noop("This badge was replaced by a newer one")
    EXPIRED = gettext_noop("This badge has expired")
    NOT_YET = gettext_noop("This badge is not valid yet")
    SIGNATURE_WRONG = gettext_noop("This badge is not real: its signature does not fit")
    DIFFERENT = gettext_noop("This badge is not the one that its issuer’s site has")
    NOT_COVERED = gettext_noop("Something in this badge is not signed, so it may have been added by anyone")
    OTHER_KEY = gettext_noop("This badge was not signed by the issuer that it names")
    KEY_UNSAFE = gettext_noop("This badge was signed with a key that is not safe")
    MALFORMED = gettext_noop("This badge is not written as its standard says, so we do not call it valid")
    ISSUER_UNKNOWN = gettext_noop("We do not know who issued this badge")
    STATUS_UNKNOWN = gettext_noop("This badge is real, but we do not know whether it was withdrawn")
    NOT_CHECKED = gettext_noop("We could not check this badge")
    NOT_SIGNED_YET = gettext_noop("We are making this badge")


NO, NOT_CHECKED = Result.NO, Result.NOT_CHECKED
# The first line whose result is there gives the answer.
RULES: tuple[tuple[Question, Result, Answer], ...] = (
    (Question.SIGNATURE, NO, Answer.SIGNATURE_WRONG),
    (Question.HOSTED, NO, Answer.DIFFERENT),
    (Question.KEY, NO, Answer.OTHER_KEY),
    (Question.SIGNATURE, NOT_CHECKED, Answer.NOT_CHECKED),
    (Question.HOSTED, NOT_CHECKED, Answer.NOT_CHECKED),
    (Question.COVERAGE, NO, Answer.NOT_COVERED),
    (Question.COVERAGE, NOT_CHECKED, Answer.NOT_CHECKED),
    (Question.KEY, NOT_CHECKED, Answer.NOT_CHECKED),
    (Question.STATUS, NO, Answer.REVOKED),
    (Question.NEWEST, NO, Answer.REPLACED),
    (Question.KEY_SAFE, NO, Answer.KEY_UNSAFE),
    (Question.KEY_SAFE, NOT_CHECKED, Answer.NOT_CHECKED),
    (Question.FORM, NO, Answer.MALFORMED),
    (Question.FORM, NOT_CHECKED, Answer.NOT_CHECKED),
    (Question.SUSPENSION, NO, Answer.SUSPENDED),
    (Question.STARTED, NO, Answer.NOT_YET),
    (Question.NOT_EXPIRED, NO, Answer.EXPIRED),
    (Question.STARTED, NOT_CHECKED, Answer.NOT_CHECKED),
    (Question.NOT_EXPIRED, NOT_CHECKED, Answer.NOT_CHECKED),
    (Question.ISSUER, NO, Answer.ISSUER_UNKNOWN),
    (Question.ISSUER, NOT_CHECKED, Answer.ISSUER_UNKNOWN),
    (Question.STATUS, NOT_CHECKED, Answer.STATUS_UNKNOWN),
    (Question.SUSPENSION, NOT_CHECKED, Answer.STATUS_UNKNOWN),
)
ALWAYS = frozenset(
    {
        Question.FORM,
        Question.ISSUER,
        Question.STATUS,
        Question.SUSPENSION,
        Question.STARTED,
        Question.NOT_EXPIRED,
    }
)
SIGNED = ALWAYS | {Question.SIGNATURE, Question.COVERAGE, Question.KEY, Question.KEY_SAFE}
# A badge of version 2 without a signature is real when its issuer's site has it, at an address under the issuer's own.
HOSTED = ALWAYS | {Question.HOSTED}


@dataclass(frozen=True)
class Check:
    """One question, its result, and why."""

    question: Question
    result: Result
    reason: StrOrPromise = ""


@dataclass(frozen=True)
class Endorsement:
    """What was signed about a badge or its issuer, verified on its own. by: the name in it, unconfirmed."""

    by: str
    comment: str
    verdict: Verdict


@dataclass(frozen=True)
class Verdict:
    """The answer, what was checked, and the award and its credential when it is one of ours.

    why: a sentence where the answer alone does not say what to do. identifiers: of the holder, as the badge has them.
    """

    answer: Answer
    at: datetime
    why: StrOrPromise = ""
    checks: tuple[Check, ...] = ()
    award: Award | None = None
    document: dict[str, Any] | None = None
    issuer_name: str = ""
    endorsements: tuple[Endorsement, ...] = field(default=())
    credential: Credential | None = None

    @property
    def is_valid(self) -> bool:
        return self.answer is Answer.VALID

    def result_of(self, question: Question) -> Result:
        """The result of one question; NOT_CHECKED when it was not asked."""
        return next((check.result for check in self.checks if check.question is question), Result.NOT_CHECKED)


def decide(results: Mapping[Question, Result], required: Iterable[Question] = SIGNED) -> Answer:
    """Return the answer that follows from the checks. What is required and missing was not checked."""
    complete = {question: results.get(question, Result.NOT_CHECKED) for question in required} | dict(results)
    for question, result, answer in RULES:
        if complete.get(question) is result:
            return answer
    return Answer.VALID


def find_reason(answer: Answer, checks: Iterable[Check]) -> StrOrPromise:
    """The reason of the check that an answer follows from."""
    results = {(check.question, check.result): check.reason for check in checks}
    for question, result, other in RULES:
        if other is answer and (question, result) in results:
            return results[question, result]
    return ""
