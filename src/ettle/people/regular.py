"""What this room does by the clock."""

from __future__ import annotations

from datetime import timedelta

from ettle.kit.regular import Regular
from ettle.people.actions.accounts import forget_run_out

REGULAR = [Regular("people/forget", timedelta(days=1), forget_run_out)]
