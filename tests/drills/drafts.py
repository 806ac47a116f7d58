"""1,000 people who write while connection, server, session, tab or browser fail: is every character found again?"""

from __future__ import annotations

import argparse

from tests.drill_results import run_tests

ABOUT = "1,000 faulted runs of writing: is every character found again? (--count N, --first SEED)"
TEST = "tests/journeys/test_words.py::test_no_character_is_lost"
COUNT = 1_000


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill drafts", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help=f"how many runs ({COUNT:,})")
    parser.add_argument("--first", type=int, default=1, help="the seed of the first run (1)")
    options = parser.parse_args(words)
    variables = {"ETTLE_WORD_RUNS": str(options.count), "ETTLE_WORD_SEED": str(options.first)}
    budgets = {"characters lost": "0", "runs with a fault": "0"}
    return run_tests("Drafts", TEST, variables, budgets, is_full=options.count >= COUNT)
