"""Words for this room's templates."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django import template

from ettle.evidence import time_aim
from ettle.texts import words

if TYPE_CHECKING:
    from ettle.badges.models import Criterion

register = template.Library()


@register.filter
def in_days(wait: timedelta) -> str:
    return time_aim.in_days(wait)


@register.filter
def word_line(count: int, criterion: Criterion) -> str:
    return words.line(count, criterion.min_words, criterion.max_words)
