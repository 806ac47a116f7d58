"""How people of this site answer, stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ettle.instruments.models import Norm
from ettle.instruments.types import MIN_PAIRS, NormStatistics

# A norm stays as it is until so many more have answered: one person more must not show in it.
MORE_PEOPLE = 10
FIELDS = ["people", "sd", "consistency", "pairs", "retest", "measured_at"]


@transaction.atomic
def save_norms(found: Mapping[str, NormStatistics], *, now: datetime) -> None:
    """Store norms by fingerprint; each half moves only when MORE_PEOPLE more have answered it."""
    stored = {norm.imprint: norm for norm in Norm.objects.filter(imprint__in=found)}
    moved = []
    for imprint, statistics in found.items():
        norm = stored.get(imprint, Norm(imprint=imprint, people=0))
        has_moved = [_move_spread(norm, statistics), _move_retest(norm, statistics)]
        if any(has_moved):
            norm.measured_at = now
            moved.append(norm)
    Norm.objects.bulk_create(moved, update_conflicts=True, unique_fields=["imprint"], update_fields=FIELDS)


def _move_spread(norm: Norm, statistics: NormStatistics) -> bool:
    if norm.people and statistics.people < norm.people + MORE_PEOPLE:
        return False
    norm.people, norm.sd, norm.consistency = statistics.people, statistics.sd, statistics.consistency
    return True


def _move_retest(norm: Norm, statistics: NormStatistics) -> bool:
    if statistics.pairs < (norm.pairs + MORE_PEOPLE if norm.pairs else MIN_PAIRS):
        return False
    norm.pairs, norm.retest = statistics.pairs, statistics.retest
    return True
