"""Template filters of this room."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django import template

from ettle.evidence.promises.words import format_wait
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.badges.models import Criterion

register = template.Library()


@register.filter
def in_days(wait: timedelta) -> str:
    return format_wait(wait)


@register.filter
def word_line(count: int, criterion: Criterion) -> str:
    return texts.describe_word_count(count, criterion.about_words, criterion.max_words)
