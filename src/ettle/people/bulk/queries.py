"""What an import of people would do or has done, for the person who made it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from ettle.people.bulk.columns import FIELD_TITLES
from ettle.people.bulk.models import IMPORT_LASTS, InvitationEmail, PeopleImport, PeopleImportRow
from ettle.people.bulk.row_spec import describe_codes
from ettle.people.membership_requests.queries import members_of
from ettle.people.models import Membership, Organisation, OrganisationInvitation, User
from ettle.people.queries import can_manage_organisation

MOST_SHOWN = 100
MOST_RECENT = 10
Plan = PeopleImportRow.Plan


def can_import(person: User, organisation: Organisation | None) -> bool:
    """Whether this person may import people: into their organisation, or (None) into every one."""
    return person.is_superuser or (organisation is not None and can_manage_organisation(person, organisation))


def imports_of(person: User, now: datetime) -> QuerySet[PeopleImport]:
    """Return the imports that this person made and may still see, the newest first."""
    own = PeopleImport.objects.filter(by=person, uploaded_at__gt=now - IMPORT_LASTS)
    if not person.is_superuser:
        led = Membership.objects.current().filter(person=person, role=Membership.Role.LEAD)
        own = own.filter(organisation__in=led.values("organisation"))
    return own.select_related("organisation", "by").order_by("-uploaded_at", "-pk")


def recent_imports(person: User, organisation: Organisation | None, now: datetime) -> QuerySet[PeopleImport]:
    """Return the newest imports of this person into an organisation, or (None) into every one."""
    return imports_of(person, now).filter(organisation=organisation)[:MOST_RECENT]


@dataclass(frozen=True)
class ShownRow:
    """A row for a page or a file. notes: its faults or its warnings in words."""

    number: int
    name: str
    email: str
    organisation: str
    role: str
    cells: list[str]
    notes: list[str]


@dataclass(frozen=True)
class Preview:
    """What a file would do. The lists are as long as a page shows; the counts are of all rows.

    leaving: memberships of people that the file does not name. withdrawn_count: open invitations to addresses that it
    does not name, which are withdrawn when memberships end. columns: what was read from which column.
    """

    counts: dict[str, int]
    columns: list[tuple[str, str]]
    unread: list[str]
    faulty: list[ShownRow]
    warned: list[ShownRow]
    to_invite: list[ShownRow]
    leaving: list[Membership]
    leaving_count: int
    withdrawn_count: int

    @property
    def can_end_leavers(self) -> bool:
        """Whether the file says who has left. A row with a fault may be about someone who is here."""
        return not self.counts[Plan.FAULT]

    @property
    def invitation_count(self) -> int:
        return self.counts[Plan.INVITE] + self.counts[Plan.NEW_ROLE]

    @property
    def is_same(self) -> bool:
        """Whether the file has nothing to change, and names everyone who is here or invited."""
        return not (self.invitation_count or self.missing_count or self.counts[Plan.FAULT])

    @property
    def missing_count(self) -> int:
        """How many memberships and open invitations end if those who are not in the file have left."""
        return self.leaving_count + self.withdrawn_count


def read_preview(people_import: PeopleImport) -> Preview:
    """Return what a checked file would do."""
    rows = people_import.rows.all()
    missing, counts = leavers(people_import), count_plans(people_import)
    leaving = list(missing[: MOST_SHOWN + 1])
    return Preview(
        counts=counts,
        columns=_read_columns(people_import),
        unread=_unread_columns(people_import),
        faulty=list(_shown_rows(rows.filter(plan=Plan.FAULT)[:MOST_SHOWN])) if counts[Plan.FAULT] else [],
        warned=list(_shown_rows(rows.filter(has_warnings=True)[:MOST_SHOWN])) if counts["warnings"] else [],
        to_invite=list(_shown_rows(rows.filter(plan__in=(Plan.INVITE, Plan.NEW_ROLE))[:MOST_SHOWN])),
        leaving=leaving[:MOST_SHOWN],
        leaving_count=missing.count() if len(leaving) > MOST_SHOWN else len(leaving),
        withdrawn_count=counts["withdrawn"],
    )


def count_plans(people_import: PeopleImport) -> dict[str, int]:
    """Return how many rows have each plan, and how many have warnings (‘warnings’).

    With the number of open invitations that would be withdrawn (‘withdrawn’), which saves the page a query.
    """
    withdrawn = left_invitations(people_import).order_by().annotate(number=Func("pk", function="COUNT"))
    counted = (
        people_import.rows.order_by()
        .values("plan")
        .annotate(
            number=Count("pk"),
            warned=Count("pk", filter=Q(has_warnings=True)),
            withdrawn=Subquery(withdrawn.values("number")),
        )
    )
    rows = {row["plan"]: row for row in counted}
    counts = {str(plan): rows[plan]["number"] if plan in rows else 0 for plan in Plan.values}
    counts["withdrawn"] = max((row["withdrawn"] for row in rows.values()), default=0)
    return counts | {"warnings": sum(row["warned"] for row in rows.values())}


def count_results(people_import: PeopleImport) -> dict[str, int]:
    """Return how many people an import has invited, and how many rows it found changed or correct already."""
    done = people_import.rows.filter(is_done=True).order_by()
    invited = done.filter(plan__in=(Plan.INVITE, Plan.NEW_ROLE)).count()
    faulty = people_import.rows.filter(plan=Plan.FAULT).count()
    return {"invited": invited, "faulty": faulty}


def can_end_leavers(people_import: PeopleImport) -> bool:
    """Whether the file says who has left. A row with a fault may be about someone who is here."""
    return not people_import.rows.filter(plan=Plan.FAULT).exists()


def _shown_rows(rows: QuerySet[PeopleImportRow]) -> Iterator[ShownRow]:
    titles = dict(Membership.Role.choices)
    for row in rows.select_related("organisation").iterator(chunk_size=1_000):
        yield ShownRow(
            number=row.number,
            name=row.name,
            email=row.email,
            organisation=row.organisation.name if row.organisation else "",
            role=str(titles.get(row.role, "")),
            cells=row.cells,
            notes=describe_codes(row.faults or row.warnings),
        )


def fault_table(people_import: PeopleImport) -> Iterator[list[object]]:
    """Yield the rows with faults as they were in the file, under the same heads, with what to correct beside each."""
    heads = list(people_import.columns)
    width = len(heads)
    yield [*heads, _("Row"), _("What to correct")]
    for row in _shown_rows(people_import.rows.filter(plan=Plan.FAULT)):
        cells = [*row.cells, *[""] * width][: max(width, len(row.cells))]
        yield [*cells, row.number, "; ".join(row.notes)]


def _read_columns(people_import: PeopleImport) -> list[tuple[str, str]]:
    heads = people_import.columns
    return [(str(FIELD_TITLES[field]), heads[place]) for field, place in people_import.fields.items()]


def _unread_columns(people_import: PeopleImport) -> list[str]:
    read = set(people_import.fields.values())
    return [head for place, head in enumerate(people_import.columns) if place not in read and head]


def leavers(people_import: PeopleImport) -> QuerySet[Membership]:
    """Return the memberships of people that the file does not name, in the organisations that it names.

    A person is named by the address of their account, and by that of an invitation which they accepted there. Without
    those who joined after the file was checked, and without the lead role of the person who imports.
    """
    rows = PeopleImportRow.objects.filter(people_import=people_import)
    here = rows.filter(organisation=OuterRef("organisation"))
    accepted = OrganisationInvitation.objects.filter(
        organisation=OuterRef("organisation"),
        accepted_by=OuterRef("person"),
        email__in=rows.filter(organisation=OuterRef(OuterRef("organisation"))).values("email"),
    )
    current = Membership.objects.current().filter(
        organisation__in=rows.exclude(organisation=None).order_by().values("organisation").distinct(),
        began_at__lte=people_import.checked_at or people_import.uploaded_at,
    )
    unnamed = current.annotate(address=Lower("person__email")).exclude(Exists(here.filter(email=OuterRef("address"))))
    own = Q(person=people_import.by_id, role=Membership.Role.LEAD)
    found = unnamed.exclude(Exists(accepted)).exclude(own)
    return found.select_related("person", "organisation").order_by("organisation__name", "person__name", "pk")


def left_invitations(people_import: PeopleImport) -> QuerySet[OrganisationInvitation]:
    """Return the invitations that wait, from before the check, of addresses that the file does not name."""
    rows = PeopleImportRow.objects.filter(people_import=people_import)
    named = rows.filter(organisation=OuterRef("organisation"), email=OuterRef("email"))
    waiting = OrganisationInvitation.objects.waiting().filter(
        organisation__in=rows.exclude(organisation=None).order_by().values("organisation").distinct(),
        invited_at__lte=people_import.checked_at or people_import.uploaded_at,
    )
    return waiting.exclude(Exists(named)).order_by("email", "pk")


def member_table(organisation: Organisation) -> Iterator[list[object]]:
    """Yield the members of an organisation with the columns that an import reads."""
    yield [_("Email"), _("Name"), _("Role"), _("Since")]
    for row in members_of(organisation).iterator(chunk_size=1_000):
        yield [row.person.email, row.person.name, row.get_role_display(), row.began_at.date().isoformat()]


def template_table(*, has_organisation: bool) -> list[list[object]]:
    """Return an example of a file to import."""
    heads: list[object] = [_("Email"), _("Name"), _("Role")]
    people: list[list[object]] = [
        ["ruth.bell@example.org", "Ruth Bell", _("Learner")],
        ["tom.kay@example.org", "Tom Kay", _("Assessor")],
    ]
    extra: list[list[object]] = [[_("Organisation")], ["Rowan House"], ["Rowan House"]]
    table = [heads, *people]
    return [[*row, *more] for row, more in zip(table, extra, strict=True)] if has_organisation else table


def waiting_emails(organisation: Organisation) -> int:
    """Return how many invitations to an organisation the queue still has to email."""
    return InvitationEmail.objects.filter(invitation__organisation=organisation).count()
