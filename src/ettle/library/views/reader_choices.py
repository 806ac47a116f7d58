"""For which role and setting a page is shown: what its address says, else what the browser or the account remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from ettle.kit.http.choice_cookie import Choices, read_choices
from ettle.people import queries as people

if TYPE_CHECKING:
    from ettle.people.models import User

__all__ = ["Choices", "choice_address", "shown_choices"]


def shown_choices(request: HttpRequest, reader: User | None = None) -> Choices:
    """reader: who is signed in. An empty value in the address means none, whatever is remembered."""
    stored = read_choices(request)
    asked = request.GET
    role = people.known_role(asked.get("role", stored.role))
    setting = people.known_setting(asked.get("setting", stored.setting))
    if reader is not None:
        if not role and "role" not in asked:
            role = next((own.key for own in people.learning_roles(reader)), "")
        if not setting and "setting" not in asked:
            setting = people.known_setting(reader.work_setting)
    return Choices(role, setting)


def choice_address(name: str, key: str, *, next_page: str) -> str:
    """Where a link leads that chooses a role or a setting (name) and comes back to a page."""
    return f"{reverse('people:choose')}?{urlencode({name: key, 'next': next_page})}"
