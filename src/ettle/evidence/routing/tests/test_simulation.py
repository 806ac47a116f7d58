"""Months of arrivals, leave and resignations: nothing waits a day without an owner or an alerted person.

`./ettle drill owners` runs a year with several seeds.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest
from django.utils import timezone

from ettle.evidence.models import Assignment, Leave, OwnerAlert, Submission
from ettle.evidence.routing.tests.simulation import LOOKS_OF_A_SITE, Simulation
from ettle.evidence.tests import factories
from ettle.people.models import Membership
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db
# In the drill as often as a site looks; here less often, which takes a quarter of the time and leaves longer gaps.
LOOKS_A_DAY = LOOKS_OF_A_SITE if "ETTLE_DRILL_DAYS" in os.environ else 24
DAYS = int(os.environ.get("ETTLE_DRILL_DAYS", "20"))
SEEDS = range(1, 1 + int(os.environ.get("ETTLE_DRILL_SEEDS", "1")))


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_waits_a_day_without_an_owner_or_an_alerted_person(
    seed: int, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    versions = [factories.create_leadership_badge(), factories.create_first_steps()]
    simulation, began = Simulation(seed, versions, NOW, looks_a_day=LOOKS_A_DAY), time.monotonic()
    monkeypatch.setattr(timezone, "now", lambda: simulation.now)

    simulation.run(DAYS)

    ended = Assignment.objects.exclude(why_ended="")
    measured = {
        "days": DAYS,
        "applications sent": Submission.objects.count(),
        "assessors who joined": Membership.objects.filter(role="assessor").count(),
        "assessors who left": Membership.objects.filter(role="assessor").exclude(ended_at=None).count(),
        "absences": Leave.objects.count(),
        "owners changed": ended.exclude(why_ended__in=["answered", "withdrawn"]).count(),
        "alerts": OwnerAlert.objects.count(),
        "without an owner or an alerted person after 24 hours": simulation.without,
        "owners who may not own it": simulation.wrong,
        "longest time without either, hours": round(simulation.longest.total_seconds() / 3600, 1),
        "seconds": round(time.monotonic() - began),
    }
    for name, value in measured.items():
        record_property(f"seed {seed}: {name}", value)
    assert (simulation.without, simulation.wrong) == (0, 0)
    assert Submission.objects.count() > DAYS
    assert set(ended.values_list("why_ended", flat=True)) >= {"answered", "away"}
    assert OwnerAlert.objects.exists()
