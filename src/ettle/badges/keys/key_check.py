"""Whether the sealing key opens the keys that sign badges. Reads with SQL: it runs before Django's apps are loaded."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import connection

from ettle.badges.keys import key_encryption

TABLE = "badges_signingkey"
CURRENT = "WHERE retired_at IS NULL AND compromised_at IS NULL"


def find_sealing_problem() -> str:
    """Return a sentence when badges could not be signed with the sealing key that is given; "" when they can.

    Unseals the newest signing key. A site that has signed nothing yet may be without a key: the first signing makes it.
    """
    is_there = TABLE in connection.introspection.table_names()
    return _find_fault(_read_newest_key() if is_there else None)


def find_sealing_problem_for_anyone() -> str:
    """Return the same without the name of a file, for the page that says whether the site is ready. One query."""
    fault = _find_fault(_read_newest_key())
    return "Badges cannot be signed: the sealing key is missing or another." if fault else ""


def _read_newest_key() -> tuple[object, bytes] | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT uuid, sealed_private FROM {TABLE} {CURRENT} ORDER BY id DESC LIMIT 1")  # noqa: S608
        newest: tuple[object, bytes] | None = cursor.fetchone()
    return newest


def _find_fault(newest: tuple[object, bytes] | None) -> str:
    try:
        if newest:
            key_encryption.unseal_secret(bytes(newest[1]), belongs_to=str(uuid.UUID(str(newest[0]))))
        elif settings.SEALING_KEY or settings.SEALING_KEY_FILE.exists():
            key_encryption.check_sealing_key()
    except key_encryption.CannotUnseal as error:
        return f"{error}."
    return ""
