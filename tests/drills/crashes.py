"""The site's processes are killed again and again while six people write: is anything lost, or there twice?"""

from __future__ import annotations

import argparse

from tests.drill_results import report_figures
from tests.load.crashes import Least, check_badges, run_crashes
from tests.load.kills import share_kills
from tests.load.sites import DATABASES, start_site

ABOUT = "200 kills of web and worker on each database, under six writers (--kills N, --saves N, --decisions N)"
KILLS, SAVES, DECISIONS = 200, 1_000, 200
# So that the kills are spread over all of the saves and decisions.
WRITES_BETWEEN_KILLS = (4, 24)


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill crashes", description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS, help=f"how many kills on each database ({KILLS})")
    parser.add_argument("--saves", type=int, default=SAVES, help=f"at least so many saves ({SAVES:,})")
    parser.add_argument("--decisions", type=int, default=DECISIONS, help=f"at least so many decisions ({DECISIONS})")
    parser.add_argument("--database", choices=DATABASES, action="append", help="on this database only")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other kills (1)")
    options = parser.parse_args(words)
    least = Least(options.saves, options.decisions)
    statuses = [_run_on(name, options.kills, options.seed, least) for name in options.database or DATABASES]
    return int(any(statuses))


def _run_on(database: str, kills: int, seed: int, least: Least) -> int:
    print(f"\n{kills} kills on {database}, seed {seed}", flush=True)
    with start_site(database) as site:
        run = run_crashes(site, share_kills(kills), seed=seed, between=WRITES_BETWEEN_KILLS, least=least)
        if not run.errors:
            print(check_badges(site).strip())
    is_full = kills >= KILLS and least.saves >= SAVES and least.decisions >= DECISIONS
    return report_figures(f"Crashes on {database}", run.list_figures(), is_full=is_full)
