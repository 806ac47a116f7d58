"""The request of a signed-in person, and the session key for the time of sign-in, for other rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from ettle.people.models import User
# In a session: when the person last proved who they are, as ISO text.
SIGNED_IN_AT = "signed_in_at"
# In a session: whether the person said that others use this computer too.
SHARED_COMPUTER = "shared_computer"


class SignedInRequest(HttpRequest):
    """A request behind an audience that signs in (kit.http.audience): there is a person."""

    user: User
