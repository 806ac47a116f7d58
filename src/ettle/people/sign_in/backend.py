"""Who is signed in: allauth's backend, with the one question that every signed-in page asks composed once."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from ettle.kit.database.prepared_queries import prepared_query
from ettle.people.models import User


@prepared_query
def _user_by_key(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    def get_user(self, user_id: Any) -> User | None:
        """The person of a session; None when the account is gone or closed."""
        found = _user_by_key(int(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None
