"""Calls every operation of the API many times, as its description says and otherwise: is every answer as described?"""

from __future__ import annotations

import argparse

from tests.drill_results import run_tests

ABOUT = "every operation of the API, many times: is every answer as described? (--examples N)"
TEST = "tests/thirdparty/test_the_api.py"
EXAMPLES = 500


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill api", description=__doc__)
    parser.add_argument("--examples", type=int, default=EXAMPLES, help=f"calls of each operation ({EXAMPLES})")
    options = parser.parse_args(words)
    variables = {"ETTLE_DRILL_API": str(options.examples)}
    return run_tests("API", TEST, variables, {"server errors": "0"}, is_full=options.examples >= EXAMPLES)
