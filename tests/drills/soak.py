"""Ten minutes of visitors, checks of badges, learners who read and write, and assessors: errors, waits, memory."""

from __future__ import annotations

import argparse

from tests.drill_results import report_figures
from tests.load.sites import DATABASES, start_site
from tests.load.soak import run_soak

ABOUT = "10 minutes of a mixed load on each database (--seconds N, --rate N, --database NAME)"
SECONDS, RATE = 600.0, 40.0


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"how long on each database ({SECONDS:g})")
    parser.add_argument("--rate", type=float, default=RATE, help=f"requests a second ({RATE:g})")
    parser.add_argument("--database", choices=DATABASES, action="append", help="on this database only")
    options = parser.parse_args(words)
    broken = [
        database for database in options.database or DATABASES if _run_on(database, options.seconds, options.rate)
    ]
    return int(bool(broken))


def _run_on(database: str, seconds: float, rate: float) -> int:
    print(f"\n{seconds:g} seconds on {database}, {rate:g} requests a second", flush=True)
    with start_site(database) as site:
        soak = run_soak(site, seconds=seconds, rate=rate)
    is_full = seconds >= SECONDS and rate >= RATE
    return report_figures(f"Soak on {database}", soak.list_figures(), is_full=is_full)
