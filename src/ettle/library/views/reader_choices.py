"""For which role and setting a page is shown, and the links that choose another."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from ettle.kit.http.choice_cookie import Choices
from ettle.people.queries import shown_choices

__all__ = ["Choices", "choice_address", "shown_choices"]


def choice_address(name: str, key: str, *, next_page: str) -> str:
    """Where a link leads that chooses a role or a setting (name) and comes back to a page."""
    return f"{reverse('people:choose')}?{urlencode({name: key, 'next': next_page})}"
