"""Check every badge against its signature and the signing log. Ends with status 1 when anything is wrong."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ettle.badges import checking


class Command(BaseCommand):
    help = "Check every badge against its signature, its hash and the signing log."

    def handle(self, *_: Any, **__: Any) -> None:
        wrong = 0
        for fault in checking.faults(timezone.now()):
            wrong += 1
            self.stderr.write(fault)
        count = checking.signed_awards()
        self.stdout.write(f"{count} badge{'' if count == 1 else 's'} checked, {wrong or 'nothing'} wrong")
        if wrong:
            sys.exit(1)
