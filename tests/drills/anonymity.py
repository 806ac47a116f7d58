"""200 seeded 360s on real files, and an attacker who reads every byte of them but has no key."""

from __future__ import annotations

import argparse
import os

import pytest

ABOUT = "200 seeded 360s: does a copy of the disk tell who answered what? (--count N)"


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill anonymity", description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="how many 360s (200)")
    options = parser.parse_args(words)
    os.environ["ETTLE_DRILL_360S"] = str(options.count)
    return int(pytest.main(["-q", "-s", "-p", "no:randomly", "src/ettle/feedback/tests/test_attack.py"]))
