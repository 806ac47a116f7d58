"""Read the emails that a demo site has written to its folder instead of sending them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

MOST_FILES = 50
MOST_BYTES = 100_000
# How Django's file backend separates the emails of one file.
EMAIL_SEPARATOR = re.compile(rb"\n-{79}\n")
URL_PATTERN = re.compile(r"(https?://\S+[\w/])")


@dataclass(frozen=True)
class OutboxEmail:
    """One email, ready to show."""

    subject: str
    to: str
    at: datetime | None
    body: SafeString


def read_outbox(folder: Path) -> list[OutboxEmail]:
    """Return the latest emails, newest first. At most 50 files of at most 100 kB each are read."""
    letters = [letter for path in _newest_files(folder) for letter in _read_file(path)]
    return letters[:MOST_FILES]


def _newest_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    files = [path for path in folder.iterdir() if path.suffix in {".eml", ".log"} and path.is_file()]
    small = [path for path in files if path.stat().st_size <= MOST_BYTES]
    return sorted(small, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)[:MOST_FILES]


def _read_file(path: Path) -> list[OutboxEmail]:
    parts = [part.strip() for part in EMAIL_SEPARATOR.split(path.read_bytes())]
    return [_parse_email(part) for part in reversed(parts) if part]


def _parse_email(content: bytes) -> OutboxEmail:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what policy.default makes
    body = message.get_body(preferencelist=("plain",))
    return OutboxEmail(
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        at=_parse_date(str(message["Date"] or "")),
        body=_link_addresses(body.get_content() if body else ""),
    )


def _parse_date(date: str) -> datetime | None:
    try:
        return parsedate_to_datetime(date)
    except ValueError:
        return None


def _link_addresses(text: str) -> SafeString:
    """Turn the addresses of this site into links that keep to the host the reader came by; leave the rest as text."""
    pieces = [_link_piece(piece) for piece in URL_PATTERN.split(text.strip())]
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _link_piece(text: str) -> SafeString | str:
    own = settings.PUBLIC_URL + "/"
    if not text.startswith(own):
        return text
    return format_html('<a href="{}">{}</a>', "/" + text.removeprefix(own), text)
