"""What is still to do before an application can be sent. The page and the submit action use the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.badges.models import Criterion
    from ettle.evidence.models import Answer, Application, Declaration

DECLARATIONS = 0  # the key of the declarations among the criteria's primary keys
Faults = dict[int, str]


def find_faults(
    application: Application,
    answers: Mapping[int, Answer],
    confirmed: frozenset[int],
    declaration: Declaration | None,
) -> Faults:
    """Criterion -> message for each part that is not ready, in the order of the page; DECLARATIONS comes last."""
    faults = {
        criterion.pk: _criterion_fault(criterion, application, answers.get(criterion.pk), confirmed)
        for criterion in application.criteria
    }
    faults[DECLARATIONS] = "" if declaration else _("Make the declarations")
    return {pk: fault for pk, fault in faults.items() if fault}


def open_findings(application: Application, answers: Mapping[int, Answer]) -> dict[int, list[texts.PrivacyFinding]]:
    """Criterion -> the words that could identify a person and were not cleared, for each answer that will be sent."""
    cleared = frozenset(application.made_up.values_list("words", flat=True))
    open_answers = [answers[pk] for pk in application.status.open_to_change if pk in answers]
    findings = {answer.criterion_id: texts.find_personal_details(answer.text, cleared) for answer in open_answers}
    return {pk: in_answer for pk, in_answer in findings.items() if in_answer}


def _criterion_fault(
    criterion: Criterion, application: Application, answer: Answer | None, confirmed: frozenset[int]
) -> str:
    title = {"title": criterion.title}
    if criterion.kind != "text":
        return "" if criterion.pk in confirmed else _("%(title)s: do this part first") % title
    if criterion.pk not in application.status.open_to_change:
        return ""
    fault = _length_fault(criterion, answer.text if answer else "")
    last = application.last_sent
    if not fault and last and answer and answer.saved_at <= last.sent_at:
        return _("%(title)s: this is the same text as last time. Change it before you send it again.") % title
    return fault


def _length_fault(criterion: Criterion, text: str) -> str:
    count, fewest = texts.count_words(text), max(criterion.min_words, 1)
    if count < fewest:
        words = ngettext(
            "%(title)s: write at least %(fewest)s word. You have %(count)s.",
            "%(title)s: write at least %(fewest)s words. You have %(count)s.",
            fewest,
        )
        return words % {"title": criterion.title, "fewest": fewest, "count": count}
    if count > criterion.max_words:
        words = ngettext(
            "%(title)s: use %(most)s word or fewer. You have %(count)s.",
            "%(title)s: use %(most)s words or fewer. You have %(count)s.",
            criterion.max_words,
        )
        return words % {"title": criterion.title, "most": criterion.max_words, "count": count}
    return ""
