"""Posts a corpus of hostile values to every form and address, as everyone of the cast: is there a server error?"""

from __future__ import annotations

import argparse
import os

import pytest

ABOUT = "hostile values in every form of every role: is there a server error? (--part 1/1, --seed 1)"


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill crawl", description=__doc__)
    parser.add_argument("--part", default="1/1", help="K/N sends every Nth request, from the Kth on (1/1)")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the sample of pages (1)")
    options = parser.parse_args(words)
    os.environ |= {"ETTLE_DRILL_CRAWL": options.part, "ETTLE_DRILL_SEED": str(options.seed)}
    return int(pytest.main(["-q", "-s", "-p", "no:randomly", "tests/hostile/test_no_server_errors.py"]))
