"""The limits of the kit itself."""

from __future__ import annotations

from ettle.kit.http import page_limits
from ettle.kit.mail import email_limits

LIMITS = [*email_limits.LIMITS, *page_limits.LIMITS]
