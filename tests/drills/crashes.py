"""The site's processes are killed again and again while six people write: is anything lost, or there twice?"""

from __future__ import annotations

import argparse

from tests.drill_results import report_figures
from tests.load.crashes import check_badges, run_crashes
from tests.load.kills import share_kills
from tests.load.sites import DATABASES, start_site

ABOUT = "200 kills of web and worker on each database, under six writers (--kills N, --database NAME, --seed N)"
KILLS = 200


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill crashes", description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS, help=f"how many kills on each database ({KILLS})")
    parser.add_argument("--database", choices=DATABASES, action="append", help="on this database only")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other kills (1)")
    options = parser.parse_args(words)
    broken = [database for database in options.database or DATABASES if _run_on(database, options.kills, options.seed)]
    return int(bool(broken))


def _run_on(database: str, kills: int, seed: int) -> int:
    print(f"\n{kills} kills on {database}, seed {seed}", flush=True)
    with start_site(database) as site:
        run = run_crashes(site, share_kills(kills), seed=seed)
        if not run.errors:
            print(check_badges(site).strip())
    return report_figures(f"Crashes on {database}", run.list_figures(), is_full=kills >= KILLS)
