"""Check everything that the site needs."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from ettle.kit.checks.doctor import examine_site
from ettle.kit.checks.site_checks import Outcome, Result
from ettle.kit.operations.site_command import SiteCommand

MARKS = {Outcome.GOOD: "ok", Outcome.PROBLEM: "PROBLEM", Outcome.NOT_CHECKED: "not checked"}


class Command(SiteCommand):
    needs_site = False
    help = "Check everything that the site needs, and say for each problem what is wrong and what to do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON, for other programs")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        results = []
        for result in examine_site(now, list(settings.SETTINGS_FAULTS)):
            results.append(result)
            if not options["json"]:
                self._print(result)
        problems = sum(result.outcome is Outcome.PROBLEM for result in results)
        if options["json"]:
            report = {"checked_at": now.isoformat(), "problems": problems, "checks": [vars(row) for row in results]}
            self.stdout.write(json.dumps(report, indent=2, ensure_ascii=False))
        counted = f"{problems} {'problem' if problems == 1 else 'problems'} in {len(results)} checks."
        if problems:
            raise CommandError(counted)
        if not options["json"]:
            self.stdout.write(counted)

    def _print(self, result: Result) -> None:
        self.stdout.write(f"{MARKS[result.outcome]:<12} {result.title}")
        for sentence in filter(None, (result.wrong, result.step)):
            self.stdout.write(f"{'':<12} {sentence}")
