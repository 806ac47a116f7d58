"""What this room does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from ettle.kit.regular import Regular
from ettle.kit.tasks import task
from ettle.library import actions


@task
def pages_by_the_clock(*, at: str) -> None:
    """Show what is due and take down what is over. Twice does no harm."""
    now = datetime.fromisoformat(at)
    actions.publish_due(now=now)
    actions.take_down_expired(now=now)


@task
def sweep_files(*, at: str) -> None:
    """A loading that was killed leaves files behind. What went once is not there to go twice."""
    actions.sweep_files(now=datetime.fromisoformat(at))


REGULAR = [
    Regular("library/pages", timedelta(minutes=5), pages_by_the_clock),
    Regular("library/sweep", timedelta(days=1), sweep_files),
]
