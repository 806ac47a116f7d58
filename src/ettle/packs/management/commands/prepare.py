"""Make the data folder ready: tables, static files, the starter pack and, in a demonstration, its people."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ettle.kit.operations import startup_checks
from ettle.kit.operations.site_command import SiteCommand
from ettle.packs import site_setup


class Command(SiteCommand):
    needs_site = False
    help = "Migrate, gather static files, load the starter pack and the demonstration's people."

    def handle(self, *args: Any, **options: Any) -> None:
        startup_checks.require_safe_settings()
        site_setup.prepare_site(now=timezone.now(), say=self.stdout.write)
