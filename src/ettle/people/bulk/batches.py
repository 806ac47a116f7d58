"""The batches of an import: invitations, then the memberships of leavers. Each is one transaction.

A batch locks its import, looks again whether the person may still do this, and compares with how things are now: done
twice, it changes nothing. The rows of the organisations are locked, so that two imports go one after the other.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ettle.kit import audit
from ettle.people.actions.membership_changes import follow_membership_change
from ettle.people.bulk import queries
from ettle.people.bulk.invitation_emails import send_invitation_emails
from ettle.people.bulk.models import InvitationEmail, PeopleImport, PeopleImportRow
from ettle.people.bulk.row_checks import plan_rows
from ettle.people.models import INVITATION_LASTS, Membership, Organisation, OrganisationInvitation

INVITATIONS_A_BATCH, LEAVERS_A_BATCH = 500, 50
State, Plan = PeopleImport.State, PeopleImportRow.Plan
TO_INVITE = (Plan.INVITE, Plan.NEW_ROLE)


@transaction.atomic
def invite_batch(key: uuid.UUID, now: datetime) -> int:
    """Invite the next people; return how many rows were looked at, 0 when none is left or the import has stopped."""
    people_import = _lock_import(key)
    if people_import is None:
        return 0
    waiting = people_import.rows.filter(plan__in=TO_INVITE, is_done=False)
    rows = list(waiting.order_by("organisation", "number")[:INVITATIONS_A_BATCH])
    here = {row.organisation_id or 0 for row in rows}
    organisations = Organisation.objects.select_for_update().filter(pk__in=here).order_by("pk").in_bulk()
    planned = {row.pk: row.plan for row in rows}
    plan_rows(rows, now=now)
    new = [row for row in rows if row.plan in TO_INVITE]
    _create_invitations(people_import, new, now)
    for organisation, count in Counter(row.organisation_id for row in new).items():
        audit.record(people_import.by, f"invited {count} people", organisations[organisation or 0], now=now)
    PeopleImportRow.objects.bulk_update([row for row in rows if row.plan != planned[row.pk]], ["plan"])
    PeopleImportRow.objects.filter(pk__in=planned).update(is_done=True)
    _count_done(people_import, len(rows))
    return len(rows)


def _lock_import(key: uuid.UUID) -> PeopleImport | None:
    """Return the import while it may go on. Stops it when the person may not do this any more."""
    locked = PeopleImport.objects.select_for_update(of=("self",)).select_related("by", "organisation")
    people_import = locked.filter(uuid=key, state=State.IMPORTING).first()
    if people_import is None:
        return None
    if people_import.by.is_active and queries.can_import(people_import.by, people_import.organisation):
        return people_import
    with translation.override(people_import.by.language or translation.get_language()):
        words = _("You are not a lead of this organisation any more, so the rest was not imported")
    PeopleImport.objects.filter(pk=people_import.pk).update(state=State.STOPPED, fault=words)
    return None


def _create_invitations(people_import: PeopleImport, rows: list[PeopleImportRow], now: datetime) -> None:
    _withdraw_expired(rows, now)
    invitations = OrganisationInvitation.objects.bulk_create(
        [
            OrganisationInvitation(
                organisation_id=row.organisation_id or 0,
                email=row.email,
                role=row.role,
                invited_by=people_import.by,
                invited_at=now,
            )
            for row in rows
        ]
    )
    if people_import.sends_emails:
        InvitationEmail.objects.bulk_create(
            [InvitationEmail(invitation=invitation, send_after=now) for invitation in invitations]
        )


def _withdraw_expired(rows: list[PeopleImportRow], now: datetime) -> None:
    """Withdraw invitations that have expired, so that these people can be invited again."""
    wanted = {(row.organisation_id, row.email, row.role) for row in rows}
    expired = OrganisationInvitation.objects.waiting().filter(
        organisation__in={row.organisation_id for row in rows},
        email__in={row.email for row in rows},
        invited_at__lte=now - INVITATION_LASTS,
    )
    found = expired.values_list("pk", "organisation_id", "email", "role")
    again = [pk for pk, *place in found if tuple(place) in wanted]
    OrganisationInvitation.objects.filter(pk__in=again).update(withdrawn_at=now)


def chunk_leavers(key: uuid.UUID) -> Iterator[list[int]]:
    """Yield the ids of the memberships to end, a batch at a time; nothing when the import does not end any."""
    people_import = PeopleImport.objects.filter(uuid=key, state=State.IMPORTING, ends_leavers=True).first()
    if people_import is None:
        return
    found = list(queries.leavers(people_import).order_by("organisation", "pk").values_list("pk", flat=True))
    for start in range(0, max(1, len(found)), LEAVERS_A_BATCH):
        yield found[start : start + LEAVERS_A_BATCH]


@transaction.atomic
def end_batch(key: uuid.UUID, memberships: list[int], now: datetime) -> None:
    """End these memberships. What the people wrote and earned stays theirs, and they can be invited again."""
    people_import = _lock_import(key)
    if people_import is None:
        return
    current = Membership.objects.current().filter(pk__in=memberships).select_for_update(of=("self",))
    leaving = list(current.select_related("person"))
    Membership.objects.filter(pk__in=[membership.pk for membership in leaving]).update(ended_at=now)
    for membership in leaving:
        audit.record(people_import.by, f"ended a membership as {membership.role}", membership, now=now)
    for person in {membership.person_id: membership.person for membership in leaving}.values():
        follow_membership_change(person, now=now)
    withdrawn = queries.left_invitations(people_import).values_list("pk", flat=True)
    count = OrganisationInvitation.objects.filter(pk__in=list(withdrawn)).update(withdrawn_at=now)
    people_import.ended += len(leaving)
    people_import.withdrawn += count
    _count_done(people_import, len(leaving) + count)


def _count_done(people_import: PeopleImport, count: int) -> None:
    people_import.done += count
    people_import.save(update_fields=["done", "ended", "withdrawn"])


@transaction.atomic
def finish_import(key: uuid.UUID, now: datetime) -> None:
    """Record that an import has done everything, and have its emails sent."""
    people_import = _lock_import(key)
    if people_import is None:
        return
    people_import.state, people_import.finished_at = State.FINISHED, now
    people_import.save(update_fields=["state", "finished_at"])
    audit.record(people_import.by, "imported people", people_import, now=now)
    if people_import.sends_emails:
        send_invitation_emails.enqueue(person=str(people_import.by.uuid))
