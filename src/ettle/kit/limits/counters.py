"""Limits on what costs other people: emails that a person causes, codes that an address is sent.

A limit is data; each room declares its own (`Room.limits`). Uses are counted in the database, so that all processes
share a count and a restart keeps it. A use counts in the transaction of its cause: what is refused costs nothing. Who
used it is stored as a digest with the site's secret key, and only until the time of the limit is over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ettle.kit.models import LimitCount
from ettle.kit.refusal import LimitReached

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SALT = "kit.limits"


@dataclass(frozen=True)
class Limit:
    """How many uses one person, recipient or network has.

    name: in the table of counts; never changed. per: whom it counts, for the operator. within: from the first use on.
    words: what has happened, for the person who reaches it; when it ends is added. ‘{key}’ in it is who it counts.
    """

    name: str
    per: str
    most: int
    within: timedelta
    words: StrOrPromise


def consume(limit: Limit, key: str, *, now: datetime, uses: int = 1, field: str | None = None) -> None:
    """Count uses of a limit by one key: a person's uuid, an address, a network.

    Raises LimitReached, with the words for the person and when they can go on; then nothing is counted.
    """
    consume_each(limit, [key] * uses, now=now, field=field)


@transaction.atomic
def consume_each(limit: Limit, keys: Iterable[str], *, now: datetime, field: str | None = None) -> None:
    """Count a use by each of these keys, or by none of them if one has reached the limit. Raises LimitReached."""
    names: dict[str, str] = {}
    uses: Counter[str] = Counter()
    for key in keys:
        digest = _hash_key(limit, key)
        names.setdefault(digest, key)
        uses[digest] += 1
    count = _count_single if len(uses) == 1 else _count_many
    for digest in count(limit, uses, now):
        words, ends_at = str(limit.words).replace("{key}", names[digest]), _find_end(limit, digest, now)
        seconds = max(1, ceil((ends_at - now).total_seconds()))
        raise LimitReached(f"{words} {_describe_end(ends_at, now)}", seconds=seconds, field=field)


def remaining_uses(limit: Limit, key: str, *, now: datetime) -> int:
    """Return how many uses this key has left."""
    row = LimitCount.objects.filter(limit=limit.name, digest=_hash_key(limit, key), ends_at__gt=now).first()
    return max(0, limit.most - (row.used if row else 0))


def _count_single(limit: Limit, uses: Counter[str], now: datetime) -> list[str]:
    """Count the uses by one key; return its digest if it has no room."""
    return [digest for digest, number in uses.items() if not _count_uses(limit, digest, number, now)]


def _count_many(limit: Limit, uses: Counter[str], now: datetime) -> list[str]:
    """Count the uses by many keys in a few queries; return the digests of those without room.

    Their rows are locked in one order, so that two transactions never wait for each other.
    """
    ends_at = now + limit.within
    LimitCount.objects.bulk_create(
        [LimitCount(limit=limit.name, digest=digest, used=0, ends_at=ends_at) for digest in sorted(uses)],
        ignore_conflicts=True,
    )
    rows = LimitCount.objects.filter(limit=limit.name, digest__in=uses)
    used = {row.digest: row.used if row.ends_at > now else 0 for row in rows.select_for_update().order_by("digest")}
    full = [digest for digest, number in uses.items() if used.get(digest, 0) + number > limit.most]
    if full:
        return full
    for number in set(uses.values()):
        same = rows.filter(digest__in=[digest for digest, count in uses.items() if count == number])
        same.update(**_use_change(limit, number, now))
    return []


def _use_change(limit: Limit, uses: int, now: datetime) -> dict[str, Case]:
    is_over = Q(ends_at__lte=now)
    return {
        "used": Case(When(is_over, then=Value(uses)), default=F("used") + uses),
        "ends_at": Case(When(is_over, then=Value(now + limit.within)), default=F("ends_at")),
    }


def _count_uses(limit: Limit, digest: str, uses: int, now: datetime) -> bool:
    """Whether there was room for these uses. One statement decides and counts, so that no two processes both fit in."""
    if uses > limit.most:
        return False
    is_over = Q(ends_at__lte=now)
    rows = LimitCount.objects.filter(limit=limit.name, digest=digest)
    change = _use_change(limit, uses, now)
    with_room = rows.filter(is_over | Q(used__lte=limit.most - uses))
    if with_room.update(**change):
        return True
    first = LimitCount(limit=limit.name, digest=digest, used=0, ends_at=now + limit.within)
    LimitCount.objects.bulk_create([first], ignore_conflicts=True)
    return bool(with_room.update(**change))


def _hash_key(limit: Limit, key: str) -> str:
    return salted_hmac(SALT, f"{limit.name}\n{key.strip().lower()}", algorithm="sha256").hexdigest()


def _find_end(limit: Limit, digest: str, now: datetime) -> datetime:
    row = LimitCount.objects.filter(limit=limit.name, digest=digest).first()
    return row.ends_at if row else now + limit.within


def _describe_end(end: datetime, now: datetime) -> str:
    ends_at = timezone.localtime(end)
    at = date_format(ends_at + timedelta(minutes=1), "TIME_FORMAT")  # the minute is over then
    is_today = ends_at.date() == timezone.localtime(now).date()
    if is_today:
        return _("You can go on at %(time)s.") % {"time": at}
    return _("You can go on at %(time)s on %(day)s.") % {"time": at, "day": date_format(ends_at, "DATE_FORMAT")}
