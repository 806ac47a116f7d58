"""Copy the data into one file while the site runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from ettle.kit.database import backups
from ettle.kit.database.last_backup import record_backup
from ettle.kit.operations.site_command import SiteCommand


class Command(SiteCommand):
    help = "Copy the database and the uploaded files into one file. The keys are left out: store a copy of them apart."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--record", action="store_true", help="only record that another program has written it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["record"]:
            record_backup(options["file"], now=timezone.now())
            self.stdout.write(f"Recorded {options['file']} as the last backup.")
            return
        now = timezone.now()
        size = backups.create_backup(options["file"], now=now)
        record_backup(options["file"], now=now)
        self.stdout.write(f"Backed up to {options['file']} ({size / 1e6:.1f} MB).")
        self.stdout.write(f"It has no keys: store a copy of {settings.KEYS_DIR} apart.")
