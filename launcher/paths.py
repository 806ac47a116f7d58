"""Where things are, what the command is called here, and how to stop with a sentence.

The launcher is in a clone, or in an installed copy: a wheel carries it in `ettle/installed/`, beside what else a clone
has and a site needs (content, locks, manage.py).
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "locks"
IS_CLONE = (ROOT / "src" / "ettle").is_dir()
# What a site runs: the folder above the package in a clone, the package itself where it is installed.
SOURCE = ROOT / "src" if IS_CLONE else ROOT.parent
PROGRAM = "./ettle" if IS_CLONE else "ettle"


class Stop(Exception):
    """Ettle cannot go on. The words say why and what to do; the command ends with status 1."""


def print_line(words: str) -> None:
    print(name_program(words), flush=True)


def name_program(words: str) -> str:
    """Return a sentence with the command as it is called here. Sentences are written with ./ettle, as in a clone."""
    return words.replace("./ettle", PROGRAM)


def default_data() -> Path:
    """Return the data folder of a command without --data: ETTLE_DATA, else `var` in the clone or the current folder."""
    named = os.environ.get("ETTLE_DATA", "").strip()
    return Path(named) if named else (ROOT / "var" if IS_CLONE else Path("var"))
