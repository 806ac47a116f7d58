"""Check the rows of a file of people, and say what an import would do with each. Changes nothing but the import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice

from django.utils.translation import gettext as _
from rapidfuzz.distance import DamerauLevenshtein

from ettle.kit.input.document_reader import Unreadable
from ettle.kit.input.spreadsheets import TableRow
from ettle.people.bulk.columns import HEAD_WITHIN, Columns, find_columns
from ettle.people.bulk.member_lookup import Standing
from ettle.people.bulk.models import PeopleImport, PeopleImportRow
from ettle.people.bulk.row_spec import PersonRow, RowContext, find_address, read_row
from ettle.people.models import Membership, Organisation

MOST_ROWS = 50_000
BATCH = 1_000
Plan = PeopleImportRow.Plan
# A domain is unusual that few addresses of the file have, where most share one, or that is nearly a frequent one.
FEW_ADDRESSES, MOST_SHARE, SHORTEST_FILE, FREQUENT = 2, 0.8, 10, 5
MOST_UNUSUAL = 50
COMMON_DOMAINS = (
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.co.uk", "yahoo.com",
    "yahoo.co.uk", "icloud.com", "btinternet.com", "nhs.scot", "nhs.net", "gov.uk", "gov.scot",
)  # fmt: skip


def read_head(rows: Iterator[TableRow], *, needs_organisation: bool) -> tuple[Columns, Iterator[TableRow]]:
    """Return the columns and the rows under them. Raises Unreadable when there is no column for addresses."""
    first = list(islice(rows, HEAD_WITHIN))
    if not first:
        raise Unreadable(0, _("The file is empty. Write a row of column names and a row for each person"))
    columns = find_columns(first)
    if columns is None:
        raise Unreadable(0, _("We found no column of email addresses. Name it ‘Email’ in the first row"))
    if needs_organisation and "organisation" not in columns.places:
        raise Unreadable(0, _("We found no column of organisations. Name it ‘Organisation’ in the first row"))
    return columns, chain((row for row in first if row.number > columns.row), rows)


def row_context(people_import: PeopleImport) -> RowContext:
    """Return which organisations the rows may name: by name or by the last part of its address."""
    if people_import.organisation_id is not None:
        return RowContext(fixed=people_import.organisation_id)
    known: dict[str, int] = {}
    for key, name, slug in Organisation.objects.order_by("-pk").values_list("pk", "name", "slug"):
        known[slug] = key
        known[" ".join(name.split()).casefold()] = key
    return RowContext(organisations=known)


@dataclass
class Checker:
    """Checks a file in batches, and remembers of earlier rows what later ones are compared with."""

    people_import: PeopleImport
    columns: Columns
    context: RowContext
    may_name_leads: bool
    now: datetime
    domains: Counter[str] = field(default_factory=Counter)
    _rows: dict[tuple[int, str], dict[str, int]] = field(default_factory=dict)
    _names: dict[str, tuple[str, int]] = field(default_factory=dict)
    _count: int = 0

    def check(self, rows: Iterable[TableRow]) -> Iterator[list[PeopleImportRow]]:
        """Yield the rows to store, in batches. Raises Unreadable when there are too many."""
        waiting = iter(rows)
        while batch := list(islice(waiting, BATCH)):
            self._count += len(batch)
            if self._count > MOST_ROWS:
                raise Unreadable(0, _("There are too many rows. %(most)s is the most") % {"most": f"{MOST_ROWS:,}"})
            checked = [self._check_row(row) for row in batch]
            self._plan(checked)
            yield checked

    def _check_row(self, row: TableRow) -> PeopleImportRow:
        values = self.columns.values_of(row.cells)
        person, faults = read_row(values, self.context)
        checked = PeopleImportRow(people_import=self.people_import, number=row.number, cells=list(row.cells))
        if person is None:
            # With the address, by which the row is erased when its person leaves.
            checked.plan, checked.faults, checked.email = Plan.FAULT, faults, find_address(values["email"])
            return checked
        checked.email, checked.name, checked.role = person.email, person.name, person.role
        checked.organisation_id, checked.plan = person.organisation, Plan.INVITE
        self._compare(checked, person)
        return checked

    def _compare(self, checked: PeopleImportRow, person: PersonRow) -> None:
        """Compare with earlier rows: the same row, the same address in another role, the same name."""
        roles = self._rows.setdefault((person.organisation, person.email), {})
        if person.role in roles:
            checked.plan = Plan.REPEATED
            checked.warnings.append(f"repeated:{roles[person.role]}")
            return
        if roles:
            checked.warnings.append(f"other_role:{next(iter(roles.values()))}")
        else:
            self.domains[person.email.rpartition("@")[2]] += 1
        roles[person.role] = checked.number
        name = person.name.casefold()
        if name:
            address, number = self._names.setdefault(name, (person.email, checked.number))
            if address != person.email:
                checked.warnings.append(f"same_name:{number}")

    def _plan(self, checked: list[PeopleImportRow]) -> None:
        new = [row for row in checked if row.plan == Plan.INVITE]
        plan_rows(new, now=self.now)
        for row in checked:
            is_new = row.plan in {Plan.INVITE, Plan.NEW_ROLE}
            if is_new and row.role == Membership.Role.LEAD and not self.may_name_leads:
                row.plan, row.faults, row.warnings = Plan.FAULT, ["role_lead"], []
            if row.plan == Plan.NEW_ROLE:
                row.warnings.append("keeps_role")
            if row.plan != Plan.FAULT:
                row.cells = []
            row.has_warnings = bool(row.warnings)


def plan_rows(rows: Iterable[PeopleImportRow], *, now: datetime) -> None:
    """Set what is to be done with rows that have no faults, as things are now."""
    rows = list(rows)
    standing = Standing([(row.organisation_id or 0, row.email) for row in rows], now)
    for row in rows:
        place = (row.organisation_id or 0, row.email)
        roles = standing.roles.get(place, set())
        if row.role in roles:
            row.plan = Plan.MEMBER
        elif row.role in standing.invited.get(place, set()):
            row.plan = Plan.WAITING
        else:
            row.plan = Plan.NEW_ROLE if roles else Plan.INVITE


def find_unusual_domains(domains: Counter[str]) -> list[str]:
    """Return domains that look like a slip: nearly a frequent one, or alone among addresses that share another."""
    frequent = [domain for domain, count in domains.items() if count >= FREQUENT]
    total, most = sum(domains.values()), max(domains.values(), default=0)
    is_shared = total >= SHORTEST_FILE and most >= MOST_SHARE * total
    rare = [domain for domain, count in domains.items() if count <= FEW_ADDRESSES and domain not in COMMON_DOMAINS]
    unusual = (domain for domain in rare if is_shared or _is_nearly(domain, (*frequent, *COMMON_DOMAINS)))
    return list(islice(unusual, MOST_UNUSUAL))


def _is_nearly(domain: str, others: Iterable[str]) -> bool:
    return any(0 < DamerauLevenshtein.distance(domain, other, score_cutoff=1) <= 1 for other in others)
