"""What the workshop does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from ettle.kit.regular import Regular
from ettle.kit.tasks import task
from ettle.workshop.frameworks import moderating


@task
def drafts_by_the_clock(*, at: str) -> None:
    """Publish what is due of frameworks and the logic model. Twice does no harm: a draft is published once."""
    moderating.publish_due(now=datetime.fromisoformat(at))


REGULAR = [Regular("workshop/drafts", timedelta(minutes=5), drafts_by_the_clock)]
