"""What this room does by the clock."""

from __future__ import annotations

from datetime import timedelta

from ettle.feedback.actions import end_forgotten
from ettle.kit.regular import Regular

REGULAR = [Regular("feedback/end", timedelta(days=1), end_forgotten)]
