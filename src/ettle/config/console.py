"""The command `ettle` of an installed copy: the launcher, which the wheel carries inside this package."""

from __future__ import annotations

import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
INSTALLED = PACKAGE / "installed"


def find_home() -> Path:
    """Return the folder that has the launcher: that of the wheel, or the clone of an editable install."""
    return INSTALLED if INSTALLED.is_dir() else PACKAGE.parents[1]


def main() -> int:
    """Run the launcher with the words of the command line. Return the status that the process should end with."""
    sys.path.insert(0, str(find_home()))
    from launcher.main import main as run_launcher  # noqa: PLC0415 - the path is set first

    return run_launcher(sys.argv[1:])
