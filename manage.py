#!/usr/bin/env python
"""Django's command line, with the package found beside this file."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    os.umask(0o077)  # as under ./ettle: what a command writes is for the site's own account only
    sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ettle.config.settings")
    from ettle.config.command_line import run_command_line  # noqa: PLC0415 - the path is set first

    sys.exit(run_command_line(sys.argv))


if __name__ == "__main__":
    main()
