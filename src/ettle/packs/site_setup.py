"""Prepare an empty data folder as a site, with the packs that are named. Running it again changes nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
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
from ettle.packs import console_output
from ettle.packs.models import LoadedFile
from ettle.people import actions as people

CONTENT = Path(settings.BASE_DIR) / "content"
STARTER_PACK = CONTENT / "leadership"
# What a demonstration shows of a pack, in a file with the name of the pack's folder.
DEMONSTRATIONS = CONTENT / "demonstrations"


def prepare_site(named: Sequence[Path], *, now: datetime, say: Callable[[str], object]) -> None:
    """Make the site ready whatever its state, passing a line to `say` for each step.

    named: the packs to load, in this order. When it is empty, a demonstration loads the starter pack and any other site
    none; what was loaded before stays. Raises Refused when a pack cannot be loaded.
    """
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
    chosen = load_packs(named, now=now, say=say)
    for award in badges.apply_withdrawals(now=now):
        say(f"  - badge {award.uuid} is withdrawn again: an older copy of the site did not know of it")
    problem = withdrawals_problem()
    if problem:
        say(problem)
    if settings.DEMO:
        say("  - demonstration people")
        _make_demonstration([read_demonstration(path) for path in chosen], now)
        rows = [f"  {people.demo_address(name):<22} {about}" for name, about, *_ in people.DEMO_PEOPLE]
        words = "Sign in as one of these. The code arrives at /demo/mail/.\n\n" + "\n".join(rows) + "\n"
        (settings.DATA_DIR / "demo-people.txt").write_text(words)


def load_packs(named: Sequence[Path], *, now: datetime, say: Callable[[str], object]) -> list[Path]:
    """Load these packs, or in a demonstration the starter pack when none is named; return what was loaded."""
    chosen = list(named) or ([STARTER_PACK] if settings.DEMO else [])
    for path in chosen:
        say(f"  - content pack {path}")
        report = packs.load(path, by=None, now=now)
        if report.problems:
            raise Refused("\n".join(console_output.format_load(report, path, dry_run=False).problems))
    if not chosen and not LoadedFile.objects.exists():
        say("  - no content yet: load a pack with ‘pack load’, or name one with --pack")
    return chosen


def read_demonstration(pack: Path) -> dict[str, Any]:
    """What a demonstration shows of this pack: roles of its people and their work. Empty for most packs."""
    path = DEMONSTRATIONS / f"{pack.name}.yaml"
    found: dict[str, Any] = yaml.safe_load(path.read_text()) if path.is_file() else {}
    return found


def _make_demonstration(of_packs: Sequence[Mapping[str, Any]], now: datetime) -> None:
    shown = next((data for data in of_packs if data), {})
    people.make_demo_cast(now, shown.get("roles"))
    if "work" in shown:
        for make_work in offered("packs.demonstration"):
            make_work(work=shown["work"], now=now)


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
