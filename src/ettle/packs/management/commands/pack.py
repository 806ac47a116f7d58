"""`pack load DIR` and `pack check DIR`: content from a folder into the site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from ettle.packs import actions
from ettle.packs.reading import Trouble


class Command(BaseCommand):
    help = "Check a content pack, or load it. Every problem is named with its file and line; then nothing is loaded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["load", "check"])
        parser.add_argument("directory", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="do everything, then take it back")
        parser.add_argument("--again", action="store_true", help="load files that have not changed too")

    def handle(self, *args: Any, act: str, directory: Path, **options: Any) -> None:
        if not directory.is_dir():
            self._stop(f"There is no folder {directory}. Name the folder that holds pack.toml.")
        if act == "check":
            self._end(directory, actions.check(directory), "Nothing to mend.")
            return
        say, now = self._say, timezone.now()
        choices = {"dry_run": options["dry_run"], "again": options["again"]}
        report = actions.load(directory.resolve(), by=None, now=now, say=say, **choices)
        counts = ((report.added, "added"), (report.changed, "changed"), (report.unchanged, "unchanged"))
        words = ", ".join(f"{len(files)} {word}" for files, word in counts if files)
        if report.gone:
            words += f". No longer in the pack, left on the site: {', '.join(report.gone)}"
        words = f"Would be: {words}" if options["dry_run"] else words
        self._end(directory, report.troubles, f"{words[:1].upper()}{words[1:]}.")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def _end(self, directory: Path, troubles: list[Trouble], words: str) -> None:
        if not troubles:
            self.stdout.write(words)
            return
        for trouble in troubles:
            self.stderr.write(f"{directory}/{trouble}")
        count = "1 problem" if len(troubles) == 1 else f"{len(troubles)} problems"
        self._stop(f"{count}. Nothing was loaded.")

    def _stop(self, words: str) -> None:
        self.stderr.write(words)
        sys.exit(1)
