"""A day to remember as an iCalendar file (RFC 5545), which phones put into their calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

LINE_BYTES = 75
# What would end a line or a value of the file; a line break is written as \n, other control characters are left out.
ESCAPED = re.compile(r"([\\;,])")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def write_day_event(*, key: str, day: date, title: str, notes: str, address: str, at_hour: int, now: datetime) -> str:
    """Return a calendar with one event that takes no time of the day and rings at an hour of it.

    key: the identifier of the event, so that adding it twice changes it. address: of a page about it.
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Ettle//Reminder//EN",
        "BEGIN:VEVENT",
        f"UID:{_escape(key)}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        "TRANSP:TRANSPARENT",
        f"SUMMARY:{_escape(title)}",
        f"DESCRIPTION:{_escape(notes)}",
        f"URL:{address}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escape(title)}",
        f"TRIGGER:PT{at_hour}H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{part}\r\n" for line in lines for part in _fold(line))


def _escape(text: str) -> str:
    plain = CONTROL.sub("", text.replace("\r\n", "\n"))
    return ESCAPED.sub(r"\\\1", plain).replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 bytes; those after the first begin with a space."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > LINE_BYTES:
            yield piece
            piece = " "
        piece += letter
    yield piece
