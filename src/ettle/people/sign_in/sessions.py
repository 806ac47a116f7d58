"""Sessions in the database, each with its person. Nothing that is stored there opens a session or reveals a code.

The cookie has a random key; the row has only a keyed digest of it, and the data of the session are encrypted. A sign-in
code that waits in a session is there as a digest.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from ettle.kit.database.prepared_queries import prepared_query
from ettle.people.sign_in import encryption
from ettle.people.types import SHARED_COMPUTER, SIGNED_IN_AT

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponseBase

    from ettle.people.models import Session

BROWSER = "browser"
PURPOSE = "sessions"
# A session on a shared computer ends after this time without a request, and when the browser is closed.
SHARED_IDLE = timedelta(minutes=30)
# Any other session ends this long after sign-in.
LONGEST = timedelta(seconds=settings.SESSION_COOKIE_AGE)
# How often a session's last use is written: a page that only reads should not write each time.
USE_WRITTEN_EVERY = timedelta(minutes=1)


class SessionStore(DatabaseStore):
    """Django's database sessions in our own table, with the person beside the data."""

    _row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        from ettle.people.models import Session  # noqa: PLC0415 - settings name this module before models are ready

        return Session

    @property
    def stored_key(self) -> str:
        """The key of this session's row; "" when it is not stored."""
        return encryption.session_key_digest(self.session_key) if self.session_key else ""

    def begin(self, now: datetime, *, is_shared: bool) -> None:
        """Say how long this session lasts, at sign-in."""
        self[SHARED_COMPUTER] = is_shared
        self.set_expiry(0 if is_shared else now + LONGEST)

    def get_session_cookie_age(self) -> int:
        """Return the seconds after which a session ends that has no end of its own. Called by Django."""
        return int((SHARED_IDLE if self.get(SHARED_COMPUTER) else LONGEST).total_seconds())

    def record_use(self, now: datetime) -> None:
        """Write that the session was used, at most once a minute. On a shared computer it then ends later."""
        row = self._row
        if row is None or row.person_id is None:
            return
        if row.last_used_at is not None and now - row.last_used_at < USE_WRITTEN_EVERY:
            return
        changes = {"last_used_at": now} | ({"expire_date": now + SHARED_IDLE} if row.is_shared else {})
        self.get_model_class().objects.filter(session_key=self.stored_key).update(**changes)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast("Session", super().create_model_instance(data))
        row.session_key = encryption.session_key_digest(row.session_key)
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.browser, row.is_shared = data.get(BROWSER, ""), bool(data.get(SHARED_COMPUTER))
        row.last_used_at = timezone.now()
        row.signed_in_at = datetime.fromisoformat(data[SIGNED_IN_AT]) if SIGNED_IN_AT in data else None
        return row

    def exists(self, session_key: str) -> bool:
        return super().exists(encryption.session_key_digest(session_key))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(encryption.session_key_digest(key))

    def encode(self, session_dict: dict[str, Any]) -> str:
        return encryption.encrypt(json.dumps(_replace_codes(session_dict)), PURPOSE)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return the data of a session; none when they were not encrypted here, so that the person signs in again."""
        text = session_data if isinstance(session_data, str) else session_data.decode()
        try:
            return cast(dict[str, Any], json.loads(encryption.decrypt(text, PURPOSE)))
        except (encryption.CannotDecrypt, ValueError):
            return {}

    def _get_session_from_db(self) -> Session | None:
        """Return the row that belongs to the key in the cookie. Called by Django's load()."""
        self._row = next(iter(_open_sessions(self.stored_key, timezone.now())), None)
        if self._row is None:
            self._session_key = None
        return self._row


@prepared_query
def _open_sessions(stored_key: str, moment: datetime) -> QuerySet[Session]:
    """The session of a key, if it has not ended by then."""
    return SessionStore.get_model_class().objects.filter(session_key=stored_key, expire_date__gt=moment)


def stored_key(session: SessionBase) -> str:
    """Return the key of the row of a request's session."""
    return cast(SessionStore, session).stored_key


def begin_session(session: SessionBase, now: datetime, *, is_shared: bool) -> None:
    """Say how long the session of a request lasts, at sign-in."""
    cast(SessionStore, session).begin(now, is_shared=is_shared)


class SessionUseMiddleware:
    """Writes when a session was last used.

    The question whose session it is does not count: a page that was left open asks it (kit.views.session).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or match.view_name != "kit:session":
            cast(SessionStore, request.session).record_use(timezone.now())
        return response


def _replace_codes(data: Any) -> Any:
    """Return the data with a digest in place of each code that was sent: allauth leaves them under ‘code’."""
    if isinstance(data, list):
        return [_replace_codes(item) for item in data]
    if not isinstance(data, dict):
        return data
    return {name: _digest_of(value) if name == "code" else _replace_codes(value) for name, value in data.items()}


def _digest_of(code: Any) -> Any:
    is_plain = isinstance(code, str) and code and not encryption.is_code_digest(code)
    return encryption.code_digest(code) if is_plain else code
