"""How people of this site answer, stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ettle.instruments.models import Norm
from ettle.instruments.types import NormStatistics

# A norm stays as it is until so many more have answered: one person more must not show in it.
MORE_PEOPLE = 10


@transaction.atomic
def save_norms(found: Mapping[str, NormStatistics], *, now: datetime) -> None:
    """Store norms by fingerprint; one that is there moves only when MORE_PEOPLE more have answered."""
    there = dict(Norm.objects.filter(imprint__in=found).values_list("imprint", "people"))
    moved = [
        Norm(imprint=imprint, people=norm.people, sd=norm.sd, reliability=norm.reliability, measured_at=now)
        for imprint, norm in found.items()
        if imprint not in there or norm.people >= there[imprint] + MORE_PEOPLE
    ]
    Norm.objects.bulk_create(
        moved,
        update_conflicts=True,
        unique_fields=["imprint"],
        update_fields=["people", "sd", "reliability", "measured_at"],
    )
