"""A thousand people who press anything in the stories, through the pages: does each walk end, and does a page break?"""

from __future__ import annotations

import argparse

from tests.drill_results import run_tests

ABOUT = "a thousand people who press anything in the stories: does each walk end, does a page break? (--count N)"
TESTS = "src/ettle/activities/items/scenario/tests/test_random_walks.py"
COUNT = 1_000


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill walks", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help=f"how many walks ({COUNT:,})")
    parser.add_argument("--seed", default="1", help="begin with another seed, for other walks (1)")
    options = parser.parse_args(words)
    variables = {"ETTLE_DRILL_WALKS": str(options.count), "ETTLE_DRILL_SEED": options.seed}
    budgets = {"pages that broke, and walks without an end": "0", "endings that nobody met": "0"}
    return run_tests("Walks", TESTS, variables, budgets, is_full=options.count >= COUNT)
