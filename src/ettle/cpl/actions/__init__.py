"""Actions on a person's learning, and on the scheme of the site."""

from __future__ import annotations

from ettle.cpl.actions.entries import (
    LearningDetails,
    add_learning,
    change_learning,
    count_suggestions,
    remove_learning,
)
from ettle.cpl.actions.schemes import describe_year, put_scheme

__all__ = [
    "LearningDetails",
    "add_learning",
    "change_learning",
    "count_suggestions",
    "describe_year",
    "put_scheme",
    "remove_learning",
]
