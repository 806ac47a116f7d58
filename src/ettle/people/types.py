"""What others may hold of this room: the request of somebody who is signed in, for views' types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from ettle.people.models import User


class SignedInRequest(HttpRequest):
    """A request behind an audience that signs in (kit.http.audience): there is a person."""

    user: User
