"""A year of arrivals, leave and resignations, with several seeds: who is responsible for each submission?"""

from __future__ import annotations

import argparse

from tests.drill_results import run_tests

ABOUT = "a year of arrivals, leave and resignations: does anything wait without an owner? (--days N, --seeds N)"
TESTS = "src/ettle/evidence/routing/tests/test_simulation.py"
DAYS, SEEDS = 365, 2


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill owners", description=__doc__)
    parser.add_argument("--days", type=int, default=DAYS, help=f"how many days ({DAYS})")
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"how many seeds ({SEEDS})")
    options = parser.parse_args(words)
    variables = {"ETTLE_DRILL_DAYS": str(options.days), "ETTLE_DRILL_SEEDS": str(options.seeds)}
    promises = ("without an owner or an alerted person after 24 hours", "owners who may not own it")
    budgets = {f"seed {seed}: {what}": "0" for seed in range(1, options.seeds + 1) for what in promises}
    is_full = options.days >= DAYS and options.seeds >= SEEDS
    return run_tests("Owners", TESTS, variables, budgets, is_full=is_full)
