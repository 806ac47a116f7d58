"""Make the data folder ready: tables, static files, packs and, in a demonstration, its people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from ettle.kit.operations import startup_checks
from ettle.kit.operations.site_command import SiteCommand
from ettle.packs import site_setup


def find_pack(path: Path) -> Path:
    """Return where a pack is: a path of the current folder, else of what Ettle brings, such as content/leadership."""
    return path if path.exists() else Path(settings.BASE_DIR) / path


class Command(SiteCommand):
    needs_site = False
    help = (
        "Migrate, gather static files, load the packs that --pack names and, in a demonstration, make its people. "
        "Without --pack a demonstration loads the starter pack, and any other site none."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--pack", type=Path, action="append", default=[], help="a content pack to load; may be given again"
        )

    def handle(self, *args: Any, pack: list[Path], **options: Any) -> None:
        startup_checks.require_safe_settings()
        site_setup.prepare_site([find_pack(path) for path in pack], now=timezone.now(), say=self.stdout.write)
