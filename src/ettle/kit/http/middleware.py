"""Middleware and logging of every request: an id, the reader's time zone, and log lines without personal text."""

from __future__ import annotations

import json
import logging
import re
import uuid
import zoneinfo
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ettle.kit.http.link_pages import hide_links

_request_id: ContextVar[str] = ContextVar("request_id", default="-")
GetResponse = Callable[[HttpRequest], HttpResponse]
# A part of an address this long is a secret token: no slug or number of ours is so long.
SECRET_PART = re.compile(r"(?<=/)[\w:.~-]{40,}(?=[/?\s]|$)")


class RequestIdMiddleware:
    """Gives every request an id, in the log and in the response."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request_id.set(uuid.uuid4().hex[:16])
        request.request_id = _request_id.get()  # type: ignore[attr-defined]  # for lines that are logged after this
        try:
            response = self.get_response(request)
            response.headers["X-Request-Id"] = _request_id.get()
            return response
        finally:
            _request_id.reset(token)


class TimeZoneMiddleware:
    """Activates the reader's time zone; the operator's for visitors."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Finding the user reads the session; a visitor without a cookie costs no query.
        zone = ""
        if request.session.session_key and request.user.is_authenticated:
            zone = request.user.time_zone
        with timezone.override(zoneinfo.ZoneInfo(zone) if zone else None):
            return self.get_response(request)


class RequestIdFilter(logging.Filter):
    """Adds the id of the request to each line.

    Django logs a refused request after all middleware has returned, and hands the request over with the line.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = getattr(getattr(record, "request", None), "request_id", _request_id.get())
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line. Exceptions keep their type and place, not their text: it may quote a person.

    Secrets are removed from addresses: Django logs the address of every request that it refuses.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": SECRET_PART.sub("…", hide_links(record.getMessage())),
            "request": getattr(record, "request_id", "-"),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _error_location(record)
            if code := _database_code(record.exc_info[1]):
                line["code"] = code
        return json.dumps(line)


def _database_code(error: BaseException | None) -> str:
    """What the database calls its error ("SQLITE_BUSY", "40001"): a name from a list, so it quotes nobody."""
    cause = error.__cause__ if error else None
    return str(getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or "")


def _error_location(record: logging.LogRecord) -> str:
    trace = record.exc_info[2] if record.exc_info else None
    place = ""
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
