"""Simulated people who answer twice: how often the page of changes is wrong, and how often it sees a true change."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import django

from benchmarks.figures import Figure
from tests.drill_results import report_figures

ABOUT = "people who answer twice: false and true changes shown (--people N, --write)"
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "change-detection.md"
PEOPLE = 3_000
SHARES = ((0.8, 0.0), (0.7, 0.1), (0.6, 0.2), (0.5, 0.3), (0.4, 0.3))
KNOWN = ((60, 0), (60, 60), (300, 200))
SHAPES = ((6, 4), (2, 3), (10, 8))
RISES = (0.5, 1.0, 1.5)
INTRODUCTION = """# What the page of changes finds, and what it misses

Made by `./ettle drill changes --write`: {people} simulated people for each figure, spread over 30 sites with norms of
their own. Each answers twice. *Steady* and *mood* are shares of the variance of a capability's mean; the rest is noise
of single statements. Half of a mood is shared by all capabilities. *People* answered once; *pairs* of them answered
twice within weeks, and from 50 on reliability is measured from those.

- *Asked*: capabilities × statements of each.
- *False, of people*: of people with no change, how many are shown any change. The promise is at most 5 in 100.
- *False, of changes*: with half of the capabilities one standard deviation higher, how many of the changes shown are
  false.
- *Found*: how many of the true changes are shown, for a rise of half, one and one and a half standard deviations (SD)
  in half of the capabilities.

The page is cautious: it rarely calls a change that is none, and misses most true changes of one person between two
sittings. That is why it shows the range of changes that fit beside each capability, and why it says "too close to say"
rather than "no change". How it decides: `instruments/mean_differences.py`.

| asked | steady | mood | people | pairs | false, of people | false, of changes | found, 0.5 SD | 1 SD | 1.5 SD |
| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |
"""


def run_drill(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill changes", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"how many people for each figure ({PEOPLE:,})")
    parser.add_argument("--write", action="store_true", help="write the table into docs/reference/change-detection.md")
    options = parser.parse_args(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ettle.config.settings_test")
    django.setup()
    lines, worst = [], 0.0
    for line, false_people in _table_rows(options.people):
        print(line, flush=True)
        lines.append(line)
        worst = max(worst, false_people)
    if options.write:
        PAGE.write_text(INTRODUCTION.format(people=f"{options.people:,}") + "\n".join(lines) + "\n")
    figures = [
        Figure("people for each figure", options.people, ""),
        Figure("most people shown a false change", 100 * worst, "%", "5 %"),
    ]
    return report_figures("Changes", figures, is_full=options.people >= PEOPLE)


def _table_rows(people: int) -> Iterator[tuple[str, float]]:
    """Each row of the table with its share of people who are shown a false change."""
    from ettle.journey.tests.simulation import SD, Site, simulate_changes

    for (capabilities, statements), (steady, mood), (once, pairs) in product(SHAPES, SHARES, KNOWN):
        site = Site(steady, mood, capabilities=capabilities, statements=statements, people=once, pairs=pairs)
        none = simulate_changes(site, rise=0, changed=0, people=people, seed=1, sites=30)
        some = [
            simulate_changes(site, rise=rise * SD, changed=capabilities // 2, people=people // 2, seed=2, sites=30)
            for rise in RISES
        ]
        found = " | ".join(f"{outcome.detected:.1%}" for outcome in some)
        conditions = f"{capabilities} × {statements} | {steady:.0%} | {mood:.0%} | {once} | {pairs}"
        yield (
            f"| {conditions} | {none.false_people:.1%} | {some[1].false_share:.1%} | {found} |",
            none.false_people,
        )
