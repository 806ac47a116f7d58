"""Run the tasks that wait, until told to stop."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand

from ettle.kit import safety, tasks


class Command(BaseCommand):
    help = "Run waiting tasks (mail, signing, reminders) until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        safety.refuse_unsafe()
        stopping: list[int] = []
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda number, _frame: stopping.append(number))
        self.stdout.write("The worker is ready.")
        tasks.work(lambda: bool(stopping))
