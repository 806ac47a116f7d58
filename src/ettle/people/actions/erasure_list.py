"""A list of erased people outside the database, so that restoring an older backup brings none of them back.

Everyone who leaves is on this list before their erasure is committed. It is not part of a backup: the copy in a backup
would be as old as the backup. The database records which list is its own; while that list is missing, who has left
since is unknown, so the site is not ready to be used.

One JSON object a line. The first names the list: {"list": uuid, "begun": time}; each other one a person: {"person":
digest, "at": time}. The digest is SHA-256 of the random id of the account, which the erasure replaces: whoever has
the list alone learns how many left and when, and who has an older backup as well could see whose rows to look for.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.kit import audit
from ettle.kit.checks.site_checks import Found, Problem, SiteCheck
from ettle.kit.files.record_file import DamagedRecord, append_record, read_records
from ettle.kit.refusal import Refused
from ettle.people.models import ErasureList, User

LIST_MISSING = _lazy(
    "The list of erased people that belongs to this site is missing, so people who left could be back. Put the newest "
    "copy of erasures.jsonl into the data folder; or, if every copy is lost, run: ./ettle manage applyerasures --lost"
)


def record_erasure(person: User, now: datetime) -> None:
    """Add a person to the list, on disk when this returns. Call it before the erasure is committed.

    Raises Refused when the list is missing or cannot be written: then the person is not erased either.
    """
    if not is_list_available():
        raise Refused(LIST_MISSING)
    try:
        ensure_list(now)
        append_record(_list_path(), {"person": _person_digest(person.uuid), "at": now.isoformat()})
    except OSError as error:
        raise Refused(
            _("This could not be recorded, so nothing has changed: %(fault)s.") % {"fault": error.strerror}
        ) from error


def find_returned_people() -> list[User]:
    """Return those on the list who have an account: an older copy of the database was restored. Raises DamagedRecord.

    Returns nobody while the list is missing.
    """
    if not is_list_available():
        return []
    erased = {digest for digest in read_records(_list_path(), _parse_person) if digest}
    if not erased:
        return []
    names = User.objects.values_list("pk", "uuid")
    returned = [pk for pk, name in names.iterator() if _person_digest(name) in erased]
    return list(User.objects.filter(pk__in=returned).order_by("pk"))


def ensure_list(now: datetime) -> None:
    """Begin the list of this database, or adopt an existing one, unless it has its own."""
    if not ErasureList.objects.exists():
        _create_list(now)


def is_list_available() -> bool:
    """Whether the list that belongs to this database exists."""
    own = ErasureList.objects.first()
    return own is None or _read_list_id() == own.uuid


def find_problem() -> str:
    """Return a sentence for anyone when the site must not be used because the list is missing; else ""."""
    return "" if is_list_available() else "The list of erased people is missing."


def find_list_problem(now: datetime) -> Found:
    """Return the same for the operator, with what to do."""
    step = _("Put the newest erasures.jsonl into the data folder; if it is lost: ./ettle manage applyerasures --lost")
    return None if is_list_available() else Problem(_("The list of erased people is missing."), step)


@transaction.atomic
def start_new_list(now: datetime) -> None:
    """Begin a new list, because the old one is lost. The operator decides this."""
    ErasureList.objects.all().delete()
    path = _list_path()
    if path.exists():
        path.rename(path.with_name(f"{path.name}.of-another-site"))
    audit.record(None, "began a new list of erased people", _create_list(now), now=now)


def _create_list(now: datetime) -> ErasureList:
    own = uuid.uuid4()
    if _read_list_id() is None:
        append_record(_list_path(), {"list": str(own), "begun": now.isoformat()})
    # Read again: another process may have begun the file at the same moment, and its first line counts.
    return ErasureList.objects.create(uuid=_read_list_id() or own, begun_at=now)


def _read_list_id() -> uuid.UUID | None:
    """Return the id in the first line of the file; None when there is no such file."""
    try:
        return next(read_records(_list_path(), lambda record: uuid.UUID(record["list"])), None)
    except DamagedRecord:
        return None


def _parse_person(record: dict[str, Any]) -> str:
    """Return the digest of a person; "" for a line that names the list."""
    return "" if "list" in record else str(record["person"])


def _person_digest(name: uuid.UUID) -> str:
    return hashlib.sha256(f"ettle erasure {name}".encode()).hexdigest()


def _list_path() -> Path:
    return Path(settings.ERASURES_FILE)


SITE_CHECKS = [SiteCheck("erasures", _lazy("List of erased people"), find_list_problem)]
