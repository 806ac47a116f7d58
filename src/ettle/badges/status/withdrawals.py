"""A list of withdrawn badges outside the database, so that restoring an older database brings none of them back.

Every withdrawal, suspension and replacement is on this list before it is in the database. The list is not part of a
backup: the copy in a backup would be as old as the backup. The database records which list is its own. While that list
is missing, what was withdrawn since is unknown, so no badge is called valid.

One JSON object a line. The first names the list: {"list": uuid, "begun": time}. Each other one names a badge that was
withdrawn, {"award": uuid, "at": time}, or one credential that was suspended or replaced, {"credential": uuid, "kind":
"suspended", "at": time}. Lines are only appended.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.badges.models import (
    Award,
    Cancellation,
    Credential,
    Issuer,
    Revocation,
    Suspension,
    WithdrawalList,
)
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
    _record({"award": str(award.uuid), "at": now.isoformat()}, now)


def record_cancellation(credential: Credential, kind: str, now: datetime) -> None:
    """The same for one credential that is suspended or replaced."""
    _record({"credential": str(credential.uuid), "kind": str(kind), "at": now.isoformat()}, now)


def _record(line: dict[str, str], now: datetime) -> None:
    if not is_list_available():
        raise Refused(LIST_MISSING)
    try:
        _ensure_list(now)
        append_record(_list_path(), line)
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

    Raises DamagedRecord when a line cannot be read. Returns the awards that were withdrawn, suspended or replaced.
    """
    if not is_list_available():
        return []
    _ensure_list(now)
    listed, cancelled = _read_list()
    recorded = dict(Revocation.objects.values_list("award__uuid", "at"))
    for name in recorded.keys() - listed.keys():
        append_record(_list_path(), {"award": str(name), "at": recorded[name].isoformat()})
    missing = sorted(listed.keys() - recorded.keys())
    awards = [Award.objects.filter(uuid=name).select_related("issuer").first() for name in missing]
    changed = [award for award in awards if award and _withdraw_award(award, listed[award.uuid], now)]
    return changed + _apply_cancellations(cancelled, now)


def _apply_cancellations(listed: dict[uuid.UUID, tuple[str, datetime]], now: datetime) -> list[Award]:
    rows = Cancellation.objects.exclude(kind=Cancellation.Kind.WITHDRAWN)
    recorded = {number: (kind, at) for number, kind, at in rows.values_list("credential__uuid", "kind", "at")}
    for number in recorded.keys() - listed.keys():
        kind, at = recorded[number]
        append_record(_list_path(), {"credential": str(number), "kind": kind, "at": at.isoformat()})
    missing = Credential.objects.filter(uuid__in=sorted(listed.keys() - recorded.keys()), cancellation=None)
    changed = []
    for credential in missing.select_related("award__issuer").order_by("pk"):
        kind, at = listed[credential.uuid]
        if _cancel_again(credential, kind, at, now):
            changed.append(credential.award)
    return changed


def _cancel_again(credential: Credential, kind: str, at: datetime, now: datetime) -> bool:
    award = credential.award
    Issuer.objects.select_for_update().get(pk=award.issuer_id)
    _, is_new = Cancellation.objects.get_or_create(credential=credential, defaults={"kind": kind, "at": at})
    if is_new:
        if kind == Cancellation.Kind.SUSPENDED and award.credential_id == credential.pk:
            words = {"reason": RESTORE_REASON, "by": None, "at": at}
            Suspension.objects.get_or_create(award=award, lifted_at=None, defaults=words)
        status_lists.sign_lists_of_award(award, now)
        audit.record(None, "cancelled a credential again after a restore", award, now=now)
    return is_new


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
        mark_withdrawn(award, at)
        status_lists.sign_lists_of_award(award, now)
        audit.record(None, "withdrew a badge again after a restore", award, now=now)
    return is_new


def mark_withdrawn(award: Award, at: datetime) -> None:
    """Mark every credential of a withdrawn award that is not marked yet. The list outside names the award."""
    kind = Cancellation.Kind.WITHDRAWN
    waiting = Credential.objects.filter(award=award, cancellation=None)
    Cancellation.objects.bulk_create(Cancellation(credential=row, kind=kind, at=at) for row in waiting)


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


def _read_list() -> tuple[dict[uuid.UUID, datetime], dict[uuid.UUID, tuple[str, datetime]]]:
    """Return the withdrawn badges, and the suspended or replaced credentials, each with its time."""
    withdrawn: dict[uuid.UUID, datetime] = {}
    cancelled: dict[uuid.UUID, tuple[str, datetime]] = {}
    for number, kind, at in read_records(_list_path(), _parse_line):
        if kind == Cancellation.Kind.WITHDRAWN:
            withdrawn.setdefault(number, at)
        elif kind:
            cancelled.setdefault(number, (kind, at))
    return withdrawn, cancelled


def _parse_line(record: dict[str, Any]) -> tuple[uuid.UUID, str, datetime]:
    """Return the number, the kind and the time of a line; the kind of the line that names the list is empty."""
    if "list" in record:
        return uuid.UUID(record["list"]), "", datetime.min  # noqa: DTZ901 - of no meaning
    if "award" in record:
        return uuid.UUID(record["award"]), Cancellation.Kind.WITHDRAWN, datetime.fromisoformat(record["at"])
    kind = Cancellation.Kind(record["kind"])
    return uuid.UUID(record["credential"]), kind, datetime.fromisoformat(record["at"])


def _list_path() -> Path:
    return Path(settings.WITHDRAWALS_FILE)
