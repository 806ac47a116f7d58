"""Check that nobody has changed, removed or cut off lines of the audit log."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from ettle.kit.audit import chain_check
from ettle.kit.operations.site_command import SiteCommand


class Command(SiteCommand):
    help = "Check every line of the audit log against its seal, and the seals against their signed heads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--accept-missing",
            action="store_true",
            help="an older copy of the database was restored: record that you know which seals are missing",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = chain_check.check_chain()
        if options["accept_missing"] and report.missing:
            chain_check.accept_missing(report, timezone.now())
            report = chain_check.check_chain()
        for sentence in [*report.notes, *report.problems]:
            self.stdout.write(f"- {sentence}")
        counted = f"{report.lines} lines in {report.seals} seals were checked; {report.unsealed} wait for their seal."
        if report.problems:
            raise CommandError(f"The audit log is not whole. {counted}")
        self.stdout.write(f"The audit log is whole. {counted}")
