"""A fresh site on either database, for as long as a drill takes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.journeys.site import Site
from tests.load.database import run_postgresql

DATABASES = ("SQLite", "PostgreSQL")


@contextmanager
def start_site(database: str) -> Iterator[Site]:
    """Start a site with the demonstration on one of DATABASES; stop it and delete its data at the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ettle-drill-")))
        address = ""
        if database == "PostgreSQL":
            address = stack.enter_context(run_postgresql())
        site = Site(folder / "var", database_url=address)
        stack.callback(site.stop)
        yield site.start()
