"""Run waiting tasks until the process is stopped."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand

from ettle.kit.operations import startup_checks
from ettle.kit.tasks import scheduled_tasks, task_queue


class Command(BaseCommand):
    help = "Run waiting tasks (mail, signing, reminders) until stopped."
    # They would load every page of the site: a second of start and tens of megabytes that a worker never needs.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        startup_checks.require_safe_settings()
        stopping: list[int] = []
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda number, _frame: stopping.append(number))
        self.stdout.write("The worker is ready.")
        task_queue.run_worker(lambda: bool(stopping), between=scheduled_tasks.Scheduler())
