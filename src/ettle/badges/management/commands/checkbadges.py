"""Check every badge against its signature and the signing log. Ends with status 1 when anything is wrong."""

from __future__ import annotations

import sys
from itertools import chain
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from ettle.badges import actions
from ettle.badges.credential import signing_heads
from ettle.badges.keys import key_check
from ettle.badges.status import withdrawals
from ettle.badges.verify import integrity_check
from ettle.kit.files.record_file import DamagedRecord
from ettle.kit.operations.site_command import SiteCommand

PROGRESS_EVERY = 3_000  # badge files, of which a badge that was issued again has several; a multiple of a batch


class Command(SiteCommand):
    signs = True
    help = "Check every badge against its signature, its hash and the signing log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--withdrawals-lost",
            action="store_true",
            help="After a restore: the list of withdrawn badges is lost; what the backup holds is all that is known.",
        )

        parser.add_argument(
            "--accept-missing",
            action="store_true",
            help="After a restore: record that you know that the signing log ends before its signed head.",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        sealing_problem = key_check.find_sealing_problem()
        if not sealing_problem:  # else the lists of withdrawn badges could not be signed
            self._apply_withdrawals(lost=options["withdrawals_lost"])
        if options["accept_missing"]:
            signing_heads.accept_loss(timezone.now())
        list_problem = "" if withdrawals.is_list_available() else str(withdrawals.LIST_MISSING)
        wrong = 0
        problems = filter(None, [sealing_problem, list_problem])
        count, files = integrity_check.count_signed_awards(), integrity_check.count_credentials()

        def say(checked: int) -> None:
            if checked % PROGRESS_EVERY == 0:
                self.stdout.write(f"{checked:,} of {files:,} badge files checked")

        for fault in chain(problems, integrity_check.find_faults(timezone.now(), say)):
            wrong += 1
            self.stderr.write(fault)
        self.stdout.write(f"{count} badge{'' if count == 1 else 's'} checked, {wrong or 'nothing'} wrong")
        if wrong:
            sys.exit(1)

    def _apply_withdrawals(self, *, lost: bool) -> None:
        now = timezone.now()
        if lost:
            withdrawals.start_new_list(now)
        try:
            for award in actions.apply_withdrawals(now=now):
                self.stdout.write(f"Badge {award.uuid} is withdrawn again: it was when this copy was made older")
        except DamagedRecord as fault:
            raise CommandError(str(fault)) from fault
