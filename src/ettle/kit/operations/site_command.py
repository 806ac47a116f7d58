"""The base of our management commands: they say in words what is missing, and leave nothing where there is no site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from ettle.kit.models import SiteAddress
from ettle.kit.operations import site_address
from ettle.kit.refusal import Refused


class SiteCommand(BaseCommand):
    """A command for operators. A refusal becomes its error message.

    needs_site: it does nothing where no site was prepared. signs: it may sign something, so it runs only under the
    site's own address.
    """

    # They load every page of the site: a second of start and tens of megabytes that no command needs.
    requires_system_checks: list[str] = []
    needs_site = True
    signs = False

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            if self.needs_site:
                require_site()
            if self.signs:
                site_address.require_current_address()
            return super().execute(*args, **options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal


def require_site() -> None:
    """Raise Refused when the database of the settings has no site. Never makes a file."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and name.startswith("/") and not Path(name).exists():
        raise Refused(f"There is no site in {Path(name).parent}. Name its folder with --data.")
    if SiteAddress._meta.db_table not in connection.introspection.table_names():
        raise Refused(f"The database {name} has no site yet. Prepare it: manage.py prepare.")
