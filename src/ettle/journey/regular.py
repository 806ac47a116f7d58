"""What this room does by the clock."""

from __future__ import annotations

from datetime import timedelta

from ettle.journey.actions import measure_norms
from ettle.kit.regular import Regular

REGULAR = [Regular("journey/norms", timedelta(days=1), measure_norms)]
