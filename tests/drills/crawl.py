"""Posts a corpus of hostile values to every form and address, as everyone of the cast: is there a server error?"""

from __future__ import annotations

import argparse

from tests.drill_results import run_tests

ABOUT = "hostile values in every form of every role: is there a server error? (--part K/N)"
TEST = "tests/hostile/test_no_server_errors.py"
WHOLE = "1/1"


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill crawl", description=__doc__)
    parser.add_argument("--part", default=WHOLE, help=f"K/N sends every Nth request, from the Kth on ({WHOLE})")
    options = parser.parse_args(words)
    variables = {"ETTLE_DRILL_CRAWL": options.part}
    return run_tests("Crawl", TEST, variables, {"server errors": "0"}, is_full=options.part == WHOLE)
