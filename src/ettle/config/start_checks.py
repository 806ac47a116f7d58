"""Check the settings, and try what they name, before anything starts: `python -m ettle.config.start_checks`.

It runs before each start, so it reads the settings without loading Django's apps, which takes much longer.
"""

from __future__ import annotations

import os
import sys
import warnings

from django.conf import settings
from django.db import connection

ADDRESS_QUERY = "SELECT url FROM kit_siteaddress WHERE until IS NULL"
SECRET_QUERY = "SELECT digest FROM kit_secretkeycheck"  # noqa: S105 - a query


def find_faults() -> list[str]:
    """Return a sentence for each reason not to start."""
    from ettle.badges.keys.key_check import find_sealing_problem  # noqa: PLC0415 - they need the settings
    from ettle.kit.operations import startup_checks  # noqa: PLC0415

    faults = startup_checks.find_faults()
    if settings.SETTINGS_FAULTS:
        return faults  # the database and the cache would be others than those that are meant
    problem = startup_checks.find_database_problem()
    if problem:
        return [*faults, problem]
    address, digest = _read_value(ADDRESS_QUERY), _read_value(SECRET_QUERY)
    tried = (
        startup_checks.find_cache_problem(),
        find_sealing_problem(),
        startup_checks.find_address_fault(address) if address else "",
        startup_checks.find_secret_fault(digest) if digest and not faults else "",
    )
    return [*faults, *filter(None, tried)]


def _read_value(query: str) -> str:
    """Return the one value that a query finds; "" in a database that was not prepared yet."""
    if query.split(" FROM ")[1].split(maxsplit=1)[0] not in connection.introspection.table_names():
        return ""
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def main() -> int:
    """Print what is wrong. Return the status that the process should end with."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ettle.config.settings")
    from ettle.kit.operations import command_names, startup_checks  # noqa: PLC0415 - they need the settings

    with warnings.catch_warnings():
        # Django warns of queries before its apps are loaded. These are written in SQL and need no app.
        warnings.filterwarnings("ignore", message="Accessing the database during app initialization")
        faults = find_faults()
    if faults:
        sys.stderr.write(command_names.name_commands(startup_checks.format_faults(faults)) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
