"""An import of many people: its cost grows with its rows, and a member list of any length is a few queries a batch.

`./ettle drill imports` runs it with 20,000 rows, which must take a minute at most from the upload to the last row.
"""

from __future__ import annotations

import io
import os
import resource
from collections.abc import Callable
from time import perf_counter, process_time

import openpyxl
import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ettle.kit.models import WaitingTask
from ettle.kit.tasks import task_queue
from ettle.people.bulk import actions, queries
from ettle.people.bulk.models import PeopleImport
from ettle.people.models import Membership, OrganisationInvitation, User
from ettle.people.tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.locks]
ROWS = int(os.environ.get("ETTLE_DRILL_ROWS", "600"))
Record = Callable[[str, object], None]


def rows(count: int) -> list[list[str]]:
    roles = ("learner", "learner", "learner", "assessor")
    people = [[f"person{n}@rowan.example", f"Given{n} Family{n}", roles[n % 4], f"E{n:06}"] for n in range(count)]
    return [["Work email", "Name", "Role", "Payroll"], *people]


def as_csv(table: list[list[str]]) -> bytes:
    return "".join(",".join(row) + "\r\n" for row in table).encode()


def as_workbook(table: list[list[str]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def checked(content: bytes) -> PeopleImport:
    people_import = actions.upload_people(
        organisation=cast.rowan_house(), file_name="all", content=content, by=cast.freya(), now=timezone.now()
    )
    task_queue.run_due()
    people_import.refresh_from_db()
    assert people_import.state == "checked"
    return people_import


def imported(people_import: PeopleImport, *, ends_leavers: bool = False, sends_emails: bool = False) -> PeopleImport:
    now = timezone.now()
    actions.confirm_import(
        people_import=people_import,
        ends_leavers=ends_leavers,
        sends_emails=sends_emails,
        by=people_import.by,
        now=now,
    )
    task_queue.run_next_task("by hand", timezone.now())
    people_import.refresh_from_db()
    assert people_import.state == "finished"
    return people_import


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def test_many_people_are_imported_in_bounded_time_and_memory(record_property: Record) -> None:
    table, before = rows(ROWS), megabytes()
    csv_content, workbook = as_csv(table), as_workbook(table)
    times, began_all = {}, perf_counter()

    def measure(name: str, act: Callable[[], PeopleImport]) -> PeopleImport:
        began = process_time()
        done = act()
        times[name] = round(process_time() - began, 1)
        return done

    first = measure("seconds of processor to check a CSV file", lambda: checked(csv_content))
    assert queries.count_plans(first)["invite"] == ROWS
    measure("seconds of processor to import it", lambda: imported(first))
    assert OrganisationInvitation.objects.count() == ROWS
    again = measure("seconds of processor to check the same rows as xlsx", lambda: checked(workbook))
    assert queries.count_plans(again)["waiting"] == ROWS
    times["seconds of processor of all three"] = round(sum(times.values()), 1)
    times["seconds by the clock of all three"] = round(perf_counter() - began_all, 1)
    for name, seconds in times.items():
        record_property(name, seconds)
    record_property("rows", ROWS)
    record_property("megabytes of memory more than before", round(megabytes() - before))


def test_emails_of_one_day(record_property: Record) -> None:
    count = min(ROWS // 10, 2_000)
    began = process_time()

    imported(checked(as_csv(rows(count))), sends_emails=True)
    while WaitingTask.objects.filter(function__endswith="send_invitation_emails", finished_at=None).exists():
        assert task_queue.run_next_task("by hand", timezone.now())

    record_property("emails enqueued", count)
    record_property("seconds of processor to check, import and enqueue them", round(process_time() - began, 1))


def test_leavers_are_ended_in_batches(record_property: Record) -> None:
    count = max(60, ROWS // 10)
    house, now = cast.rowan_house(), cast.NOW
    people = User.objects.bulk_create([User(email=f"left{n}@rowan.example", name=f"Left {n}") for n in range(count)])
    EmailAddress.objects.bulk_create([EmailAddress(user=user, email=user.email, verified=True) for user in people])
    Membership.objects.bulk_create(
        [Membership(person=person, organisation=house, role="learner", began_at=now) for person in people]
    )
    began = process_time()

    people_import = imported(checked(as_csv(rows(5))), ends_leavers=True)

    assert people_import.ended == count
    assert Membership.objects.filter(organisation=house).exclude(ended_at=None).count() == count
    record_property("leavers", count)
    record_property("seconds of processor to end their memberships", round(process_time() - began, 1))


def test_queries_do_not_grow_with_the_rows_of_a_batch() -> None:
    def count_queries(rows_in_file: int, name: str) -> int:
        table = [["Email"], *([f"{name}{n}@rowan.example"] for n in range(rows_in_file))]
        with CaptureQueriesContext(connection) as captured:
            imported(checked(as_csv(table)))
        return len(captured)

    few = count_queries(10, "a")

    assert count_queries(300, "b") <= few + 2
