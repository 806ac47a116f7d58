"""Why a check has its result, in words for the person who checks."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _lazy

from ettle.badges.verify.process.proof_results import Finding, ProofFinding
from ettle.badges.verify.verdicts import Check, Question, Result
from ettle.kit.operations.guarded_client import NotFetched, Refusal

NOT_MARKED_UNSAFE = _lazy("It is not marked as unsafe.")
MARKED_UNSAFE = _lazy("It was marked as unsafe on %(day)s.")
COVERED = _lazy("Reading it gives the same badge back.")
UNCOVERED = _lazy("‘%(name)s’ has no meaning in Open Badges, so no signature covers it.")
COVERAGE_LATER = _lazy("This is checked only when a signature fits.")
SIGNATURE_REASONS = {
    Finding.FITS: _lazy("It was computed over the badge, and it fits."),
    Finding.NOT_COVERED: _lazy("It was computed over the badge, and it fits."),
    Finding.DIFFERS: _lazy("It was computed over the badge, and it does not fit: the badge was changed or made up."),
    Finding.UNUSABLE_KEY: _lazy("Its key is not of the kind that its signature needs."),
    Finding.ENTANGLED: _lazy(
        "Parts without a name refer to each other in so many ways that checking it could take hours. Badges are not "
        "written so."
    ),
    Finding.TOO_LARGE: _lazy("It has more parts without a name than a badge has."),
    Finding.MALFORMED: _lazy("The badge or its signature is not written as the standard says."),
    Finding.DESCRIBED_TWICE: _lazy("It says things of one part in two places, so that some readers would miss them."),
    Finding.READERS_DIFFER: _lazy("Two programs that read badges do not agree about what this one says."),
    Finding.UNKNOWN_CONTEXT: _lazy(
        "It uses words that are not known here (‘%(name)s’), so what was signed cannot be checked."
    ),
    Finding.UNKNOWN_SUITE: _lazy("It is signed in a way that cannot be checked here (‘%(name)s’)."),
    Finding.TOO_SLOW: _lazy("Checking it took too long."),
    Finding.FAILED: _lazy("The program that checks badges stopped."),
    Finding.BUSY: _lazy("Many badges are being checked at this moment. Wait a minute and check it again."),
}
REFUSAL_REASONS = {
    Refusal.OFF: _lazy("It would have to be fetched from another site, and this site fetches nothing."),
    Refusal.NOT_ALLOWED: _lazy("It would have to be fetched from a site that is not on this site’s list."),
    Refusal.NOT_PUBLIC: _lazy("It would have to be fetched from an address that is not public."),
    Refusal.UNREACHABLE: _lazy("The site that has it did not give it."),
    Refusal.TOO_SLOW: _lazy("The site that has it took too long to answer."),
    Refusal.TOO_LARGE: _lazy("The site that has it gave more than we read."),
    Refusal.WRONG_TYPE: _lazy("The site that has it gave something else."),
    Refusal.GONE: _lazy("The site that had it says that it is gone."),
}


def signature_checks(found: ProofFinding) -> tuple[Check, Check]:
    """Whether the signature fits and whether it covers everything, from what the helper process found."""
    results = {Finding.FITS: Result.YES, Finding.NOT_COVERED: Result.YES, Finding.DIFFERS: Result.NO}
    result = results.get(found.finding, Result.NOT_CHECKED)
    signature = Check(Question.SIGNATURE, result, SIGNATURE_REASONS[found.finding] % {"name": found.detail})
    if found.finding is Finding.FITS:
        return signature, Check(Question.COVERAGE, Result.YES, COVERED)
    if found.finding is Finding.NOT_COVERED:
        return signature, Check(Question.COVERAGE, Result.NO, UNCOVERED % {"name": found.detail})
    return signature, Check(Question.COVERAGE, Result.NOT_CHECKED, COVERAGE_LATER)


def key_safety(unsafe_since: datetime | None, until: datetime) -> Check:
    """Whether a key was safe until a moment. unsafe_since: when it was marked as not safe any more."""
    if unsafe_since is None or unsafe_since > until:
        return Check(Question.KEY_SAFE, Result.YES, NOT_MARKED_UNSAFE)
    return Check(Question.KEY_SAFE, Result.NO, MARKED_UNSAFE % {"day": day(unsafe_since)})


def day(moment: datetime) -> str:
    """A moment as the day it was for the reader, in words."""
    return date_format(localtime(moment), "DATE_FORMAT")


def fetch_reason(fault: NotFetched) -> str:
    """Why a document was not fetched, with the name of its site where there is one."""
    words = str(REFUSAL_REASONS[fault.refusal])
    return f"{words} ({fault.host})" if fault.host else words
