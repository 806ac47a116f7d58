"""People who answer twice, made by chance: what the page of changes would say of them, and how often it is wrong.

A person's mean of a capability is steady + mood + noise. The mood of a sitting is shared by all statements, and half of
it by all capabilities; noise belongs to one statement. Answers are rounded to the five points of the scale.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean

from ettle.instruments.queries import build_profile
from ettle.instruments.types import CapabilityProfile, NormStatistics, Statement
from ettle.journey.comparison import norms
from ettle.journey.comparison.norms import DatedAnswers
from ettle.journey.comparison.reliable_change import Verdict, compare_capabilities

FIRST = datetime(2026, 1, 5)  # noqa: DTZ001 - only distances between days count
AGAIN = FIRST + timedelta(days=28)
# The spread of means between people, in points, and the part of what is steady that all capabilities share.
SD = 0.8
SHARED = 0.5


@dataclass(frozen=True)
class Site:
    """How people of one site answer. steady, mood: shares of the variance of a capability's mean; the rest is noise.

    middle: the mean over people, 1 to 5. people: how many answered once; pairs: how many of them twice within weeks.
    """

    steady: float
    mood: float
    middle: float = 3.3
    capabilities: int = 6
    statements: int = 4
    people: int = 100
    pairs: int = 0

    def list_statements(self) -> list[Statement]:
        return [
            Statement(
                f"c{row}.{column}", f"Statement {row} {column}", f"c{row}.{column}", "Theme", f"c{row}", f"C{row}"
            )
            for row in range(self.capabilities)
            for column in range(self.statements)
        ]


@dataclass(frozen=True)
class Outcome:
    """false_people: share of people shown a change though nothing changed in any capability of theirs.

    false_share: of the changes shown, the mean share that are false. detected: of the true changes, the share shown.
    covered: the share of intervals that hold the true change.
    """

    false_people: float
    false_share: float
    detected: float
    covered: float


class Respondents:
    """Answers of the people of a site, the same for the same seed."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site = site
        self._chance = random.Random(seed)
        self._statements = site.list_statements()

    def draw_person(self) -> list[float]:
        """The steady part of each capability, in points from the middle."""
        spread = SD * math.sqrt(self.site.steady)
        return [spread * value for value in self._draw_together(SHARED)]

    def answer(self, person: Sequence[float], rises: Sequence[float] = ()) -> dict[str, str]:
        """One sitting. rises: by how many points each capability is higher than it was."""
        site = self.site
        mood = SD * math.sqrt(site.mood)
        noise = SD * math.sqrt((1 - site.steady - site.mood) * site.statements)
        moods = [mood * value for value in self._draw_together(SHARED)]
        rises = rises or [0.0] * site.capabilities
        levels = [site.middle + sum(parts) for parts in zip(person, moods, rises, strict=True)]
        scores = [level + self._chance.gauss(0, noise) for level in levels for _ in range(site.statements)]
        keys = (statement.key for statement in self._statements)
        return {key: str(max(1, min(5, round(score)))) for key, score in zip(keys, scores, strict=True)}

    def measure_norms(self) -> dict[str, NormStatistics]:
        """What the site knows after its people have answered."""
        site = self.site
        keys = {
            f"c{row}": [f"c{row}.{column}" for column in range(site.statements)] for row in range(site.capabilities)
        }
        everyone: list[list[DatedAnswers]] = []
        for number in range(site.people):
            person = self.draw_person()
            again = [(AGAIN, self.answer(person))] if number < site.pairs else []
            everyone.append([(FIRST, self.answer(person)), *again])
        return norms.compute_norms(keys, everyone)

    def profile(self, answers: Mapping[str, str]) -> list[CapabilityProfile]:
        return build_profile(self._statements, answers, {})

    def _draw_together(self, shared: float) -> list[float]:
        common = self._chance.gauss(0, 1)
        own = (self._chance.gauss(0, 1) for _ in range(self.site.capabilities))
        return [math.sqrt(shared) * common + math.sqrt(1 - shared) * value for value in own]


def simulate_changes(site: Site, *, rise: float, changed: int, people: int, seed: int, sites: int = 4) -> Outcome:
    """Let people answer twice, `changed` of their capabilities `rise` points higher the second time.

    people: over all sites; each site has norms of its own, since those are estimates too.
    """
    shown: list[tuple[int, int]] = []
    covered: list[bool] = []
    rises = [rise if row < changed else 0.0 for row in range(site.capabilities)]
    for number in range(sites):
        respondents = Respondents(site, seed + number)
        known = respondents.measure_norms()
        for _ in range(people // sites):
            person = respondents.draw_person()
            before = respondents.profile(respondents.answer(person))
            after = respondents.profile(respondents.answer(person, rises))
            pairs = [(then, now, known.get(now.key)) for then, now in zip(before, after, strict=True)]
            changes = compare_capabilities(pairs, widest=4)
            called = [change.verdict in {Verdict.HIGHER, Verdict.LOWER} for change in changes]
            shown.append((sum(called[:changed]), sum(called[changed:])))
            covered += [
                change.interval[0] <= true <= change.interval[1]
                for change, true in zip(changes, rises, strict=True)
                if change.interval
            ]
    return Outcome(
        false_people=fmean(false > 0 for _, false in shown),
        false_share=fmean(false / max(true + false, 1) for true, false in shown),
        detected=fmean(true / changed for true, _ in shown) if changed else 0.0,
        covered=fmean(covered) if covered else 1.0,
    )
