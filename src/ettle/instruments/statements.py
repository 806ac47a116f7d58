"""The lines that are asked about a role, as the framework words them now, and how the same words are known again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ettle.framework import queries as framework
from ettle.instruments.types import Statement

if TYPE_CHECKING:
    from ettle.framework.models import Item


def statements_for(role: str, *, wording: Callable[[Item], str]) -> Iterator[Statement]:
    """One line a theme, in order. wording: what of an indicator is asked; one without theme or capability is not."""
    for indicator in framework.indicators_for(role):
        theme = indicator.parent
        capability = theme.parent if theme else None
        if theme is not None and capability is not None:
            yield Statement(
                key=indicator.key,
                wording=wording(indicator),
                theme_key=theme.key,
                theme=theme.title,
                capability_key=capability.key,
                capability=capability.title,
            )
