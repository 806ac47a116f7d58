"""Sessions in the database that know whose they are."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.utils import timezone

from ettle.kit.database.prepared_queries import prepared_query
from ettle.people.types import SIGNED_IN_AT

if TYPE_CHECKING:
    from ettle.people.models import Session

BROWSER = "browser"


@prepared_query
def _unexpired_sessions(key: str, now: datetime) -> QuerySet[Session]:
    return SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(DatabaseStore):
    """Django's database sessions in our own table, with the person beside the data."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        from ettle.people.models import Session  # noqa: PLC0415 - settings name this module before models are ready

        return Session

    def _get_session_from_db(self) -> Session | None:
        """Django's own, asked in SQL that is composed once: every signed-in page begins with it."""
        for row in _unexpired_sessions(self.session_key or "", timezone.now()):
            return row
        self._session_key = None
        return None

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]  # our own model class
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.browser = data.get(BROWSER, "")
        row.signed_in_at = datetime.fromisoformat(data[SIGNED_IN_AT]) if SIGNED_IN_AT in data else None
        return row
