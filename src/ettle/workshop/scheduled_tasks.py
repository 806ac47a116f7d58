"""What the workshop does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.kit.tasks.task_queue import task
from ettle.workshop.drafts.schedule import publish_due
from ettle.workshop.models import FrameworkDraft


@task
def publish_due_drafts(*, at: str) -> None:
    """Publish what is due of frameworks and the logic model. Twice does no harm: a draft is published once."""
    publish_due(FrameworkDraft, now=datetime.fromisoformat(at))


SCHEDULED_TASKS = [ScheduledTask("workshop/drafts", timedelta(minutes=5), publish_due_drafts)]
