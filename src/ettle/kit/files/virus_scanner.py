"""Uploads go through ClamAV's daemon where the operator has one (ETTLE_CLAMD), before anything else reads them.

It is asked over its own protocol: INSTREAM, then chunks with their length in four bytes, an empty one at the end, and
one line as the answer. The libraries on PyPI are GPL (clamav-client), or have had no release since 2014 (clamd).
"""

from __future__ import annotations

import logging
import socket
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import FileField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

logger = logging.getLogger(__name__)

CHUNK_BYTES = 64 * 1024
ANSWER_BYTES = 4_096
SECONDS = 30.0  # for each step: the daemon reads its signatures again several times a day, and is slow meanwhile
HARMFUL = _lazy("The virus scanner found something harmful in this file, so it is not saved. Choose another file")
NOT_SCANNED = _lazy(
    "This file could not be checked for viruses just now, so it is not saved. What you typed is "
    "still here. Try again later"
)


class ScannerUnavailable(Exception):
    """The scanner did not answer, or answered that it could not scan this."""


def scan_in_forms() -> None:
    """Have every file field of every form scan what is uploaded before it reads it. Called once, at the start.

    Replaces the method of Django's field: its list of validators would come after the picture is decoded, and Wagtail's
    picture field has a list of its own.
    """
    clean = FileField.clean

    @wraps(clean)
    def scan_and_clean(field: FileField, data: Any, initial: Any = None) -> Any:
        refuse_harmful_upload(data)
        return clean(field, data, initial)

    setattr(FileField, "clean", scan_and_clean)  # noqa: B010 - an assignment would be an error to the type checker


def refuse_harmful_upload(value: object) -> None:
    """Raise ValidationError with words for the person, also when the scanner cannot be asked."""
    if not settings.CLAMD or not isinstance(value, UploadedFile):
        return
    try:
        is_harmful = find_harm(value)
    except ScannerUnavailable as fault:
        logger.warning("An upload was refused: the virus scanner did not scan it (%s)", fault)
        raise ValidationError(NOT_SCANNED, code="not_scanned") from fault
    if is_harmful:
        logger.warning("An upload was refused: the virus scanner found something in it")
        raise ValidationError(HARMFUL, code="harmful")


def find_harm(upload: UploadedFile[Any]) -> bool:
    """Whether the scanner finds something in a file, which is read from its start again after this.

    Raises ScannerUnavailable.
    """
    try:
        with _connect() as connection:
            connection.sendall(b"zINSTREAM\0")
            for chunk in upload.chunks(CHUNK_BYTES):
                connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
            connection.sendall(bytes(4))
            answer = _read_answer(connection)
    except OSError as error:
        raise ScannerUnavailable(type(error).__name__) from error
    finally:
        upload.seek(0)
    if answer.endswith(" FOUND"):
        return True
    if answer != "stream: OK":
        # The rest of it names a limit or a fault of the daemon, never anything of the file.
        raise ScannerUnavailable(answer)
    return False


def find_problem() -> str:
    """Return a sentence when there should be a scanner and it does not answer; else ""."""
    if not settings.CLAMD:
        return ""
    try:
        with _connect() as connection:
            connection.sendall(b"zPING\0")
            is_there = _read_answer(connection) == "PONG"
    except OSError:
        is_there = False
    return "" if is_there else _("The virus scanner does not answer.")


def _connect() -> socket.socket:
    place: Any = settings.CLAMD
    if isinstance(place, tuple):
        return socket.create_connection(place, timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(SECONDS)
    try:
        connection.connect(place)
    except OSError:
        connection.close()
        raise
    return connection


def _read_answer(connection: socket.socket) -> str:
    """Return the answer, which ends with a zero byte or with the connection."""
    answer = b""
    while len(answer) < ANSWER_BYTES and b"\0" not in answer:
        received = connection.recv(ANSWER_BYTES)
        if not received:
            break
        answer += received
    return answer.partition(b"\0")[0].decode(errors="replace").strip()
