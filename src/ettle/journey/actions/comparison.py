"""Look at the past with today's eyes, and work out how people's answers spread on this site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from ettle.instruments import queries as instruments
from ettle.instruments.actions import save_norms
from ettle.journey.comparison import norms
from ettle.journey.comparison.norms import DatedAnswers
from ettle.journey.models import Assessment, Result, ThenAnswer
from ettle.kit.refusal import Refused
from ettle.kit.tasks.task_queue import task

if TYPE_CHECKING:
    from ettle.instruments.models import StatementSet


@transaction.atomic
def save_then_answers(assessment: Assessment, *, about: Result, choices: Mapping[str, str], now: datetime) -> None:
    """Keep what a person says now of how they were then. Said again, nothing is added; an empty answer is left out.

    choices: line key -> a point of the scale, "not-my-role" or "not-sure". Raises Refused for a result that is not an
    earlier one of the same person, and for a line or an answer that was not asked.
    """
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    if about.assessment.person_id != assessment.person_id or about.finished_at > assessment.result.finished_at:
        raise Refused(_("Choose an earlier result of your own"))
    asked = {line.key for line in assessment.sheet.statements()}
    version = assessment.version
    offered = {str(point.value) for point in version.points()} | set(version.uncounted_labels())
    latest = {row.line: row.choice for row in assessment.then_answers.filter(about=about)}
    for line, answer in choices.items():
        if line not in asked or answer not in offered:
            raise Refused(_("Choose one of the answers on the page"))
        if latest.get(line) != answer:
            score, word = (int(answer), "") if answer.isdigit() else (None, answer)
            ThenAnswer.objects.create(
                assessment=assessment, about=about, line=line, score=score, word=word, answered_at=now
            )


@task
def measure_norms(*, at: str) -> None:
    """Work out the norms of all that was ever asked, from all results. Reads everything once, writes little."""
    now = datetime.fromisoformat(at)
    finished = Assessment.objects.filter(sheet=OuterRef("pk"), result__isnull=False)
    together: dict[str, list[StatementSet]] = {}
    for sheet in instruments.list_statement_sets(Exists(finished)):
        together.setdefault(sheet.context_fingerprint(), []).append(sheet)
    for ground, sheets in together.items():
        imprints = {sheet.pk: instruments.statement_fingerprints(sheet.statements(), ground) for sheet in sheets}
        asked = [instruments.capability_fingerprints(sheet.statements(), imprints[sheet.pk]) for sheet in sheets]
        by_capability = dict(capability for each in asked for capability in each.values())
        save_norms(norms.compute_norms(by_capability, _results_by_person(imprints)), now=now)


def _results_by_person(imprints: Mapping[int, Mapping[str, str]]) -> Iterator[list[DatedAnswers]]:
    """Each person's results on some sets, the first one first: when, and fingerprint -> answer ("" for none)."""
    results = Result.objects.filter(assessment__sheet__in=imprints).order_by("assessment__person", "finished_at", "pk")
    columns = ("assessment__person", "assessment__sheet", "finished_at", "answers")
    rows = results.values_list(*columns).iterator(chunk_size=500)
    for _person, own in groupby(rows, key=itemgetter(0)):
        yield [
            (at, {imprint: answers.get(key, "") for key, imprint in imprints[sheet].items()})
            for _person, sheet, at, answers in own
        ]
