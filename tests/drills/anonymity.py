"""200 seeded 360s on real files, and an attacker who reads every byte of them but has no key."""

from __future__ import annotations

import argparse

from tests.drill_results import run_tests

ABOUT = "200 seeded 360s: does a copy of the disk tell who answered what? (--count N)"
TESTS = "src/ettle/feedback/tests/test_attack.py"
COUNT = 200


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill anonymity", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help=f"how many 360s ({COUNT})")
    options = parser.parse_args(words)
    variables = {"ETTLE_DRILL_360S": str(options.count)}
    budgets = {"comments in one commit with one person": "0", "best rule above chance, standard deviations": "4.3"}
    return run_tests("Anonymity", TESTS, variables, budgets, is_full=options.count >= COUNT)
