"""1,000 people who write while connection, server, session, tab or browser fail: is every character found again?"""

from __future__ import annotations

import argparse
import os

import pytest

ABOUT = "1,000 faulted runs of writing: is every character found again? (--count N, --first SEED)"


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill drafts", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many runs (1,000)")
    parser.add_argument("--first", type=int, default=1, help="the seed of the first run (1)")
    options = parser.parse_args(words)
    os.environ |= {"ETTLE_WORD_RUNS": str(options.count), "ETTLE_WORD_SEED": str(options.first)}
    test = "tests/journeys/test_words.py::test_no_character_is_lost"
    return int(pytest.main(["-q", "-s", "-p", "no:randomly", test]))
