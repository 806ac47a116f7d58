"""A list of withdrawn badges outside the database, so that restoring an older database brings none of them back.

Every withdrawal is on this list before it is in the database. The list is not part of a backup: the copy in a backup
would be as old as the backup. The database records which list is its own. While that list is missing, what was
withdrawn since is unknown, so no badge is called valid.

One JSON object a line. The first names the list: {"list": uuid, "begun": time}; each other one a badge: {"award": uuid,
"at": time}. Lines are only appended.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.badges.models import Award, Issuer, Revocation, StatusList, WithdrawalList
from ettle.badges.status import status_lists
from ettle.kit import audit
from ettle.kit.files.record_file import append_record, read_records
from ettle.kit.refusal import Refused

LIST_MISSING = _lazy(
    "The list of withdrawn badges that belongs to this site is missing, so no badge is called valid. Put the newest "
    "copy of withdrawn.jsonl into the data folder; or, if every copy is lost, run checkbadges --withdrawals-lost."
)
RESTORE_REASON = "The site was restored from an older copy since. The reason that was given is lost with it."


def record_withdrawal(award: Award, now: datetime) -> None:
    """Add a badge to the list, on disk when this returns. Call it before the withdrawal is committed.

    Raises Refused when the list is missing or cannot be written: then the badge is not withdrawn either.
    """
    if not is_list_available():
        raise Refused(LIST_MISSING)
    try:
        _ensure_list(now)
        append_record(_list_path(), {"award": str(award.uuid), "at": now.isoformat()})
    except OSError as error:
        raise Refused(
            _("The withdrawal could not be recorded, so nothing has changed: %(strerror)s.")
            % {"strerror": error.strerror}
        ) from error


def is_list_available() -> bool:
    """Whether the list that belongs to this database exists."""
    own = WithdrawalList.objects.first()
    return own is None or _read_list_id() == own.uuid


@transaction.atomic
def apply_withdrawals(now: datetime) -> list[Award]:
    """Withdraw what only the list names, and list what only the database has. Doing it again changes nothing.

    Raises DamagedRecord when a line cannot be read. Returns the awards that were withdrawn.
    """
    if not is_list_available():
        return []
    _ensure_list(now)
    listed, recorded = dict(_read_withdrawals()), dict(Revocation.objects.values_list("award__uuid", "at"))
    for name in recorded.keys() - listed.keys():
        append_record(_list_path(), {"award": str(name), "at": recorded[name].isoformat()})
    missing = sorted(listed.keys() - recorded.keys())
    awards = [Award.objects.filter(uuid=name).select_related("issuer").first() for name in missing]
    return [award for award in awards if award and _withdraw_award(award, listed[award.uuid], now)]


@transaction.atomic
def start_new_list(now: datetime) -> None:
    """Begin a new list with what the database has, because the old one is lost. The operator decides this."""
    WithdrawalList.objects.all().delete()
    path = _list_path()
    if path.exists():
        path.rename(path.with_name(f"{path.name}.of-another-site"))
    audit.record(None, "began a new list of withdrawn badges", _create_list(now), now=now)
    apply_withdrawals(now)


def _withdraw_award(award: Award, at: datetime, now: datetime) -> bool:
    # Locked before reading: an administrator may be withdrawing the same badge at this moment.
    Issuer.objects.select_for_update().get(pk=award.issuer_id)
    _, is_new = Revocation.objects.get_or_create(award=award, defaults={"reason": RESTORE_REASON, "by": None, "at": at})
    if is_new:
        sign_status_lists(award, now)
        audit.record(None, "withdrew a badge again after a restore", award, now=now)
    return is_new


def sign_status_lists(award: Award, now: datetime) -> None:
    """Sign the status list of a badge again."""
    for row in StatusList.objects.filter(credentials__award=award).select_related("issuer"):
        status_lists.sign_status_list(row, now)


def _ensure_list(now: datetime) -> None:
    if not WithdrawalList.objects.exists():
        _create_list(now)


def _create_list(now: datetime) -> WithdrawalList:
    """Create the list of this database, or adopt an existing one."""
    list_id = _read_list_id()
    own = WithdrawalList.objects.create(uuid=list_id or uuid.uuid4(), begun_at=now)
    if list_id is None:
        append_record(_list_path(), {"list": str(own.uuid), "begun": now.isoformat()})
    return own


def _read_list_id() -> uuid.UUID | None:
    try:
        with _list_path().open(encoding="utf-8") as file:
            return uuid.UUID(json.loads(file.readline())["list"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _read_withdrawals() -> Iterator[tuple[uuid.UUID, datetime]]:
    return (withdrawal for withdrawal in read_records(_list_path(), _parse_withdrawal) if withdrawal)


def _parse_withdrawal(record: dict[str, Any]) -> tuple[uuid.UUID, datetime] | None:
    """Return the badge and the time; None for the line that names the list."""
    return None if "list" in record else (uuid.UUID(record["award"]), datetime.fromisoformat(record["at"]))


def _list_path() -> Path:
    return Path(settings.WITHDRAWALS_FILE)
