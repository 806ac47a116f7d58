"""Sessions in the database, each with its person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from ettle.people.types import SIGNED_IN_AT

if TYPE_CHECKING:
    from ettle.people.models import Session

BROWSER = "browser"


class SessionStore(DatabaseStore):
    """Django's database sessions in our own table, with the person beside the data."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        from ettle.people.models import Session  # noqa: PLC0415 - settings name this module before models are ready

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]  # our own model class
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.browser = data.get(BROWSER, "")
        row.signed_in_at = datetime.fromisoformat(data[SIGNED_IN_AT]) if SIGNED_IN_AT in data else None
        return row
