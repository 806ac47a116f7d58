"""From an empty data folder to a site with its starter pack. Doing it again changes nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from ettle.kit.refused import Refused
from ettle.packs import actions as packs
from ettle.people import actions as people

STARTER_PACK = Path(settings.BASE_DIR) / "content" / "leadership"


def prepare(*, now: datetime, say: Callable[[str], object]) -> None:
    """Take the site from whatever it is to ready, saying each step."""
    say("  - tables, styles and pictures")
    # Neither needs the other, and together they are most of the first start: one to each core.
    gathering = subprocess.Popen([sys.executable, sys.argv[0], "collectstatic", "--verbosity=0", "--no-input"])
    call_command("migrate", verbosity=0, interactive=False)
    if gathering.wait():
        raise Refused("The styles and pictures could not be gathered. What is said above says why.")
    say("  - starter pack")
    packs.load(STARTER_PACK, by=None, now=now)
    if settings.DEMO:
        say("  - demonstration people")
        people.make_demo_cast(now)
        rows = [f"  {people.demo_address(name):<22} {about}" for name, about, *_ in people.DEMO_PEOPLE]
        words = "Sign in as one of these. The code arrives at /demo/mail/.\n\n" + "\n".join(rows) + "\n"
        (settings.DATA_DIR / "demo-people.txt").write_text(words)
