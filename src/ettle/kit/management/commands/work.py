"""Run waiting tasks until the process is stopped."""

from __future__ import annotations

import signal
from typing import Any

from django.utils import timezone

from ettle.kit.operations import secret_check, site_address, startup_checks
from ettle.kit.operations.site_command import SiteCommand
from ettle.kit.tasks import scheduled_tasks, task_queue


class Command(SiteCommand):
    help = "Run waiting tasks (mail, signing, reminders) until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        startup_checks.require_safe_settings()
        site_address.settle_address(timezone.now())
        secret_check.settle_secret(timezone.now())
        stopping: list[int] = []
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda number, _frame: stopping.append(number))
        self.stdout.write("The worker is ready.")
        task_queue.run_worker(lambda: bool(stopping), between=scheduled_tasks.Scheduler())
