"""Restore a backup into an empty data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from ettle.kit.database import backups
from ettle.kit.operations.command_names import name_commands
from ettle.kit.operations.site_command import SiteCommand


class Command(SiteCommand):
    needs_site = False
    help = "Put a backup into a data folder that has no database yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        made_at = backups.restore_backup(options["file"])
        self.stdout.write(
            f"Restored the backup of {made_at}. A backup has no keys: put the site's secret.key and sealing.key into "
            f"{settings.KEYS_DIR}, and the newest withdrawn.jsonl, erasures.jsonl, audit-heads.jsonl and "
            f"signing-heads.jsonl into {settings.DATA_DIR}. Then {name_commands('./ettle run')}."
        )
