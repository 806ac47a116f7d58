"""Erase again everyone who left after the copy was made that this site was restored from."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from ettle.kit.operations.site_command import SiteCommand
from ettle.people import actions


class Command(SiteCommand):
    help = "Erase everyone who is on the list of erased people and has an account. `prepare` and the worker do it too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--lost", action="store_true", help="every copy of erasures.jsonl is lost: begin a new list without them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["lost"]:
            actions.start_new_erasure_list(now=now)
        erased = actions.apply_erasures(now=now)
        self.stdout.write(f"{erased} {'person is' if erased == 1 else 'people are'} erased again.")
