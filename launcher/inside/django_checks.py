"""Django's own checks, run by the environment's Python: one process, because starting Django takes most of the time."""

from __future__ import annotations

import django
from django.core.management import call_command


def main() -> None:
    """Check the project, then that no migration is missing. Ends with status 1 and Django's words otherwise."""
    django.setup()
    call_command("check", fail_level="WARNING")
    call_command("makemigrations", check_changes=True, dry_run=True)


if __name__ == "__main__":
    main()
