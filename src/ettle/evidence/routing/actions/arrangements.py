"""What people arrange: who must not assess a learner, when assessors are away, what they take on, what is promised."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ettle.evidence.models import AssessorProfile, ClosedDay, Leave, Relation, ReviewAim
from ettle.evidence.promises.queries import clear_terms_cache
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.routing.actions.assignments import look_for_owners, reassign_broken
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.people.queries import is_assessor

if TYPE_CHECKING:
    from ettle.badges.models import Badge
    from ettle.people.models import User

MOST_RELATIONS = 20
# Bounds for what people type: a wrong digit in the year must not keep an assessor away for centuries.
LEAVE_BEGAN_AT_MOST = timedelta(days=366)  # ago
LEAVE_BEGINS_AT_MOST = timedelta(days=2 * 366)  # from today
LEAVE_LASTS_AT_MOST = timedelta(days=366)
CLOSED_AT_MOST = timedelta(days=5 * 366)  # from today


@transaction.atomic
def declare_relation(*, person: User, email: str, kind: str, now: datetime) -> Relation:
    """Name a person who must never assess one's work. What they own of it goes to someone else at once.

    The answer is the same whether the address has an account or not: this is no way to find out.
    """
    email = email.strip().lower()
    if kind not in Relation.Kind.values:
        raise Refused(_("Choose how you know this person"), field="kind")
    if email == person.email.lower():
        raise Refused(_("This is your own address. Nobody assesses their own work"), field="email")
    named = Relation.objects.filter(person=person)
    if named.exclude(email=email).count() >= MOST_RELATIONS:
        raise Refused(_("You can name 20 people. Remove one first"), field="email")
    other = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
    relation, _created = Relation.objects.update_or_create(
        person=person, email=email, defaults={"other": other, "kind": kind, "declared_at": now}
    )
    audit.record(person, "named a person who must not assess their work", person, now=now)
    reassign_broken(of=person, now=now)
    return relation


@transaction.atomic
def remove_relation(relation: Relation, *, by: User, now: datetime) -> None:
    """Take a named person off the list. What others own stays with them."""
    if relation.person_id != by.pk:
        raise Refused(_("Only the person who wrote this list can change it."))
    relation.delete()
    audit.record(by, "took a person off their list of those who must not assess", by, now=now)


@transaction.atomic
def record_leave(
    *, assessor: User, begins_on: date, ends_on: date, deputy: User | None, by: User, now: datetime
) -> Leave:
    """Record that an assessor is away. If it begins today or has begun, what they own goes to others at once.

    Raises Refused for days that overlap with others that they are away, and outside the bounds above.
    """
    _refuse_others(assessor, by)
    if not is_assessor(assessor):
        raise Refused(_("This person is not an assessor"))
    _refuse_days(begins_on, ends_on, operator_date(now))
    # Two forms at one moment go one after the other, so that the second sees the days of the first.
    get_user_model().objects.select_for_update(no_key=True).get(pk=assessor.pk)
    overlapping = Leave.objects.filter(assessor=assessor, begins_on__lte=ends_on, ends_on__gte=begins_on).first()
    if overlapping is not None:
        days = {"first": date_format(overlapping.begins_on), "last": date_format(overlapping.ends_on)}
        words = _(
            "Some of these days are recorded already: from %(first)s to %(last)s. Choose other days, or remove those"
        )
        raise Refused(words % days, field="begins_on")
    if deputy is not None and (deputy.pk == assessor.pk or not is_assessor(deputy)):
        raise Refused(_("Choose another assessor as the deputy, or none"), field="deputy")
    leave = Leave.objects.create(
        assessor=assessor, begins_on=begins_on, ends_on=ends_on, deputy=deputy, recorded_at=now
    )
    audit.record(by, "recorded that an assessor is away", assessor, now=now)
    reassign_broken(of=assessor, now=now)
    return leave


@transaction.atomic
def cancel_leave(leave: Leave, *, by: User, now: datetime) -> None:
    """The assessor is not away after all. What others own by now stays with them."""
    _refuse_others(leave.assessor, by)
    audit.record(by, "cancelled an absence", leave.assessor, now=now)
    leave.delete()
    look_for_owners.enqueue()


@transaction.atomic
def save_profile(
    *,
    assessor: User,
    badges: Collection[str],
    roles: Collection[str],
    languages: Collection[str],
    leads_pool: bool,
    by: User,
    now: datetime,
) -> AssessorProfile:
    """Say what an assessor takes on from now; what they own stays with them. Empty lists mean everything."""
    if not by.is_superuser:
        raise Refused(_("Only an administrator can change what an assessor takes on"))
    profile, _created = AssessorProfile.objects.update_or_create(
        assessor=assessor,
        defaults={
            "badges": sorted(badges),
            "roles": sorted(roles),
            "languages": sorted(languages),
            "leads_pool": leads_pool,
        },
    )
    audit.record(by, "changed what an assessor takes on", assessor, now=now)
    look_for_owners.enqueue()
    return profile


@transaction.atomic
def set_aim(*, badge: Badge | None, working_days: int | None, by: User, now: datetime) -> None:
    """Say in how many working days an answer is promised, for a badge or for the site. None: as the site, or as before
    anyone chose. It is for work that is sent from now on."""
    _refuse_unless_administrator(by)
    if working_days is None:
        ReviewAim.objects.filter(badge=badge).delete()
    else:
        ReviewAim.objects.update_or_create(badge=badge, defaults={"working_days": working_days})
    audit.record(by, "changed in how many days an answer is promised", badge, now=now)
    clear_terms_cache()


@transaction.atomic
def close_day(*, day: date, name: str, by: User, now: datetime) -> ClosedDay:
    """Add a day on which assessors do not work, for promises that are made from now on.

    Raises Refused for a day that is over, which no promise counts any more, and for one that is years away.
    """
    _refuse_unless_administrator(by)
    today = operator_date(now)
    if day < today:
        raise Refused(_("This day is over. Choose today or a day to come"), field="day")
    if day > today + CLOSED_AT_MOST:
        raise Refused(_("This day is more than five years away. Check the year"), field="day")
    closed, _created = ClosedDay.objects.update_or_create(day=day, defaults={"name": name})
    audit.record(by, "closed a day", None, now=now)
    clear_terms_cache()
    return closed


@transaction.atomic
def open_day(closed: ClosedDay, *, by: User, now: datetime) -> None:
    """A closed day is a working day again, for promises that are made from now on."""
    _refuse_unless_administrator(by)
    closed.delete()
    audit.record(by, "opened a closed day", None, now=now)
    clear_terms_cache()


def _refuse_days(begins_on: date, ends_on: date, today: date) -> None:
    """Refuse days away that are in the wrong order, over, too far off or too many."""
    if ends_on < begins_on:
        raise Refused(_("The last day comes before the first. Check both dates"), field="ends_on")
    if ends_on < today:
        raise Refused(_("These days are over. Choose days to come"), field="ends_on")
    if begins_on < today - LEAVE_BEGAN_AT_MOST:
        raise Refused(_("This day is more than a year ago. Check the year"), field="begins_on")
    if begins_on > today + LEAVE_BEGINS_AT_MOST:
        raise Refused(_("This day is more than two years away. Check the year"), field="begins_on")
    if ends_on - begins_on > LEAVE_LASTS_AT_MOST:
        raise Refused(_("This is longer than a year. Check the year, or end the role instead"), field="ends_on")


def _refuse_others(assessor: User, by: User) -> None:
    if by.pk != assessor.pk and not by.is_superuser:
        raise Refused(_("Only the assessor or an administrator can say when they are away"))


def _refuse_unless_administrator(by: User) -> None:
    if not by.is_superuser:
        raise Refused(_("Only an administrator can change what is promised"))
