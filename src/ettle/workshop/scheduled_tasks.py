"""The scheduled tasks of the workshop."""

from __future__ import annotations

from datetime import datetime, timedelta

from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.kit.tasks.task_queue import task
from ettle.workshop.drafts.schedule import publish_due
from ettle.workshop.models import BadgeDraft, FrameworkDraft, InstrumentDraft, StoryDraft


@task
def publish_due_drafts(*, at: str) -> None:
    """Publish due drafts of frameworks, the logic model, instruments and stories. Running it twice does no harm."""
    for model in (FrameworkDraft, InstrumentDraft, StoryDraft, BadgeDraft):
        publish_due(model, now=datetime.fromisoformat(at))


SCHEDULED_TASKS = [ScheduledTask("workshop/drafts", timedelta(minutes=5), publish_due_drafts)]
