"""20,000 people from a file: check, import, check again; emails of a day; leavers."""

from __future__ import annotations

import argparse

from tests.drill_results import run_tests

ABOUT = "20,000 people from a spreadsheet: are they imported within a minute, and nobody twice? (--rows N)"
TESTS = "src/ettle/people/bulk/tests/test_import_at_scale.py"
ROWS = 20_000


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help=f"how many rows ({ROWS:,})")
    options = parser.parse_args(words)
    budgets = {
        "seconds of processor of all three": "at most 60",
        "megabytes of memory more than before": "at most 150",
    }
    variables = {"ETTLE_DRILL_ROWS": str(options.rows)}
    return run_tests("Imports of people", TESTS, variables, budgets, is_full=options.rows >= ROWS)
