"""A site of its own in a folder, and another process that loads a pack into it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

LOAD = """
import os, sys
from pathlib import Path
import django
django.setup()
from django.utils import timezone
from ettle.packs import actions
from ettle.packs.loader import pack_loader
if "die" in sys.argv:
    pack_loader.PackLoader._record_files = lambda self: os.kill(os.getpid(), 9)
actions.load(Path(sys.argv[1]), by=None, now=timezone.now())
"""


def site(folder: Path) -> Path:
    """The test's own database, tables and all, as a file that two processes may open."""
    folder.mkdir()
    connection.ensure_connection()
    (folder / "ettle.sqlite3").write_bytes(connection.connection.serialize())
    return folder


def loading(pack: Path, into: Path, *words: str) -> subprocess.Popen[bytes]:
    """Load a pack in another process. "die": it is killed when all is written and nothing is committed."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("ETTLE_", "DJANGO_"))}
    ours |= {
        "ETTLE_DATA": str(into),
        "ETTLE_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "ettle.config.settings",
        "PYTHONPATH": str(settings.BASE_DIR / "src"),
    }
    return subprocess.Popen([sys.executable, "-c", LOAD, str(pack), *words], env=ours)


def areas(at: Path) -> int:
    with sqlite3.connect(at / "ettle.sqlite3") as file:
        found: int = file.execute("SELECT count(*) FROM library_areapage").fetchone()[0]
    file.close()
    return found
