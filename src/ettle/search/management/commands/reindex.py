"""Rebuild the search index."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ettle.kit.operations.site_command import SiteCommand
from ettle.search import actions


class Command(SiteCommand):
    help = "Rebuild the search index from what is published. Search answers from the old one until it is done."

    def handle(self, *args: Any, **options: Any) -> None:
        count = actions.rebuild_search(by=None, now=timezone.now())
        self.stdout.write(f"Search can find {count} things.")
