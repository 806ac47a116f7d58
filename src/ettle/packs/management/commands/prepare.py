"""Make the data folder ready: tables, static files, the starter pack and, in a demonstration, its people."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ettle.kit.refusal import Refused
from ettle.packs import site_setup


class Command(BaseCommand):
    help = "Migrate, gather static files, load the starter pack and the demonstration's people."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            site_setup.prepare_site(now=timezone.now(), say=self.stdout.write)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
