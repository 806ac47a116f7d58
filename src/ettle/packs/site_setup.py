"""Prepare an empty data folder as a site with its starter pack. Running it again changes nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ettle.badges import actions as badges
from ettle.badges.queries import withdrawals_problem
from ettle.kit.metrics.counters import remove_counts
from ettle.kit.operations import secret_check, site_address
from ettle.kit.refusal import Refused
from ettle.kit.room import offered
from ettle.packs import actions as packs
from ettle.people import actions as people

STARTER_PACK = Path(settings.BASE_DIR) / "content" / "leadership"


def prepare_site(*, now: datetime, say: Callable[[str], object]) -> None:
    """Make the site ready whatever its state, passing a line to `say` for each step."""
    say("  - tables, styles and pictures")
    # The two are independent and take most of the first start, so they run in parallel.
    gathering = subprocess.Popen([sys.executable, sys.argv[0], "collectstatic", "--verbosity=0", "--no-input"])
    _migrate_tables()
    if gathering.wait():
        raise Refused("The styles and pictures could not be gathered. What is said above says why.")
    remove_counts()
    erased = people.apply_erasures(now=now)
    if erased:
        say(f"  - {erased} people are erased again: they left after the copy was made that this site was restored from")
    site_address.settle_address(now)
    secret_check.settle_secret(now)
    say("  - starter pack")
    packs.load(STARTER_PACK, by=None, now=now)
    for award in badges.apply_withdrawals(now=now):
        say(f"  - badge {award.uuid} is withdrawn again: an older copy of the site did not know of it")
    problem = withdrawals_problem()
    if problem:
        say(problem)
    if settings.DEMO:
        say("  - demonstration people")
        people.make_demo_cast(now)
        for make_work in offered("packs.demonstration"):
            make_work(now=now)
        rows = [f"  {people.demo_address(name):<22} {about}" for name, about, *_ in people.DEMO_PEOPLE]
        words = "Sign in as one of these. The code arrives at /demo/mail/.\n\n" + "\n".join(rows) + "\n"
        (settings.DATA_DIR / "demo-people.txt").write_text(words)


def _migrate_tables() -> None:
    """Migrate everything, the libraries' tables before ours.

    Django's default order is by name, and each of Wagtail's 100 steps then renders the state of all our models again,
    because all of them lead to the user model. This order takes 60 % of the time.
    """
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    theirs = [leaf for leaf in leaves if not apps.get_app_config(leaf[0]).name.startswith("ettle.")]
    executor.migrate(theirs)
    call_command("migrate", verbosity=0, interactive=False)
