"""Actions on a person's learning, and on the scheme of the site."""

from __future__ import annotations

from ettle.cpl.actions.schemes import describe_year, put_scheme
from ettle.cpl.actions.verifications import (
    answer_verification,
    ask_verifier,
    find_verification,
    forget_verifier,
    verification_path,
    withdraw_verification,
)
from ettle.cpl.actions.year_entries import (
    LearningDetails,
    add_learning,
    change_learning,
    count_suggestions,
    remove_learning,
)

__all__ = [
    "LearningDetails",
    "add_learning",
    "answer_verification",
    "ask_verifier",
    "change_learning",
    "count_suggestions",
    "describe_year",
    "find_verification",
    "forget_verifier",
    "put_scheme",
    "remove_learning",
    "verification_path",
    "withdraw_verification",
]
