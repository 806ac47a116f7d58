"""Every world of up to seven observers in five groups, and a reader of the report who tries to find out an answer."""

from __future__ import annotations

import argparse
import time

from benchmarks.figures import Figure
from ettle.feedback.tests.worlds import MANAGER, SUPPORTED, Questions, find_determined, list_layouts
from tests.drill_results import report_figures

ABOUT = "every 360 of up to 7 people: does its report determine an answer of a group under three? (--people N)"
PEOPLE = 7
# The groups that are not treated alike, and how many people fewer: two statements have many times the worlds of one.
CASES = (
    ((MANAGER,), 0, Questions(highest=2)),
    ((MANAGER,), 0, Questions(highest=3)),
    ((MANAGER,), 2, Questions(highest=2, statements=2)),
    ((MANAGER, SUPPORTED), 1, Questions(highest=4, narrow=(2, 3))),
    ((MANAGER, SUPPORTED), 0, Questions(highest=4, narrow=(2, 3), is_narrow_used=True)),
)


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill disclosure", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"how many people at most ({PEOPLE})")
    options = parser.parse_args(words)
    figures = [_try_case(different, options.people - fewer, questions) for different, fewer, questions in CASES]
    return report_figures("Disclosure", figures, is_full=options.people >= PEOPLE)


def _try_case(different: tuple[str, ...], people: int, questions: Questions) -> Figure:
    """Print what a case found; return how many answers are determined."""
    began = time.monotonic()
    layouts = list(list_layouts(people, different=different))
    found = [line for layout in layouts for line in find_determined(layout, questions)]
    print(
        f"{questions}: up to {people} people, {len(layouts)} layouts, {len(found)} answers determined, "
        f"{time.monotonic() - began:.0f} s",
        flush=True,
    )
    for line in found[:5]:
        print(f"  {line}")
    name = f"answers determined, up to {people} people, {len(different)} groups apart: {questions}"
    return Figure(name, len(found), "", "0", f"{len(layouts):,} layouts")
