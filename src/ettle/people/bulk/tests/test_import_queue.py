"""What the queue does with an import: once, within the limits, taken up again after a crash, forgotten in time."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.storage import default_storage
from django.db import close_old_connections, connection
from django.utils import timezone

from ettle.kit.limits.counters import consume
from ettle.kit.mail import delivery
from ettle.kit.mail.email_limits import EMAILS_TO_ADDRESS
from ettle.kit.models import AuditLine, WaitingTask
from ettle.kit.refusal import LimitReached, Refused
from ettle.kit.tasks import task_queue
from ettle.people import actions as people
from ettle.people.bulk import actions, batches
from ettle.people.bulk.invitation_emails import send_waiting_invitations
from ettle.people.bulk.models import InvitationEmail, PeopleImport, PeopleImportRow
from ettle.people.limits import INVITATIONS, PEOPLE_IMPORTS
from ettle.people.models import Membership, OrganisationInvitation, User
from ettle.people.tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.locks]
SIX = "Email\n" + "".join(f"person{n}@example.org\n" for n in range(6))


def checked(text: str = SIX, by: User | None = None, now: datetime | None = None) -> PeopleImport:
    return actions.upload_people(
        organisation=cast.rowan_house(),
        file_name="people.csv",
        content=text.encode(),
        by=by or cast.freya(),
        now=now or timezone.now(),
    )


def confirm(people_import: PeopleImport, *, ends_leavers: bool = False, sends_emails: bool = False) -> None:
    actions.confirm_import(
        people_import=people_import,
        ends_leavers=ends_leavers,
        sends_emails=sends_emails,
        by=people_import.by,
        now=timezone.now(),
    )


def test_an_import_that_was_interrupted_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "INVITATIONS_A_BATCH", 2)
    people_import = checked()
    confirm(people_import)
    create, calls = batches._create_invitations, []

    def create_some(*given: Any) -> None:
        calls.append(given)
        create(*given)
        if len(calls) == 2:
            raise ConnectionError

    monkeypatch.setattr(batches, "_create_invitations", create_some)
    task_queue.run_due()
    people_import.refresh_from_db()
    assert (people_import.state, people_import.done) == ("importing", 2)
    assert OrganisationInvitation.objects.count() == 2

    task_queue.run_due(timezone.now() + timedelta(minutes=1))

    people_import.refresh_from_db()
    assert (people_import.state, people_import.done, people_import.total) == ("finished", 6, 6)
    assert OrganisationInvitation.objects.count() == 6
    assert sorted(AuditLine.objects.filter(act="invited 2 people").values_list("act")) == [("invited 2 people",)] * 3


def test_who_was_invited_after_the_check_is_not_invited_again() -> None:
    people_import = checked()
    people.invite(
        organisation=cast.rowan_house(),
        addresses=["person0@example.org"],
        role="learner",
        by=cast.freya(),
        now=timezone.now(),
    )

    confirm(people_import)
    task_queue.run_due()

    assert OrganisationInvitation.objects.filter(email="person0@example.org").count() == 1
    assert people_import.rows.get(email="person0@example.org").plan == "waiting"


def test_an_invitation_that_has_expired_is_made_again() -> None:
    long_ago = timezone.now() - timedelta(days=15)
    old = OrganisationInvitation.objects.create(
        organisation=cast.rowan_house(),
        email="person0@example.org",
        role="learner",
        invited_by=cast.freya(),
        invited_at=long_ago,
    )

    confirm(checked())
    task_queue.run_due()

    old.refresh_from_db()
    assert old.withdrawn_at is not None
    assert OrganisationInvitation.objects.waiting().filter(email="person0@example.org").count() == 1


def test_emails_beyond_the_limit_of_a_day_go_the_next_day() -> None:
    consume(INVITATIONS, str(cast.freya().uuid), now=timezone.now(), uses=INVITATIONS.most - 2)
    confirm(checked(), sends_emails=True)

    task_queue.run_due()
    assert len(mail.outbox) == 2
    assert InvitationEmail.objects.count() == 4

    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    with time_machine.travel(tomorrow):
        send_waiting_invitations.call(at=tomorrow.isoformat())
        task_queue.run_due()

    assert len({letter.to[0] for letter in mail.outbox}) == 6
    assert not InvitationEmail.objects.exists()
    ends = OrganisationInvitation.objects.get(email="person5@example.org").ends_at()
    assert ends > tomorrow + timedelta(days=13)


def test_an_address_that_has_had_many_emails_does_not_stop_the_others() -> None:
    consume(EMAILS_TO_ADDRESS, "person1@example.org", now=timezone.now(), uses=EMAILS_TO_ADDRESS.most)
    confirm(checked(), sends_emails=True)

    task_queue.run_due()

    assert len(mail.outbox) == 5
    assert InvitationEmail.objects.get().invitation.email == "person1@example.org"


def test_an_invitation_that_was_withdrawn_is_not_emailed() -> None:
    confirm(checked(), sends_emails=True)
    assert task_queue.run_next_task("by hand", timezone.now())
    people.withdraw(
        invitation=OrganisationInvitation.objects.get(email="person1@example.org"), by=cast.freya(), now=timezone.now()
    )

    task_queue.run_due()

    assert len(mail.outbox) == 5
    assert not InvitationEmail.objects.exists()


def test_a_code_to_sign_in_goes_before_many_invitations() -> None:
    confirm(checked(), sends_emails=True)
    task_queue.run_next_task("by hand", timezone.now())
    task_queue.run_next_task("by hand", timezone.now())

    waiting = WaitingTask.objects.filter(function=delivery.deliver_email.module_path)

    assert set(waiting.values_list("priority", flat=True)) == {delivery.IN_BULK}
    assert delivery.deliver_email.priority > delivery.IN_BULK


def test_who_deletes_their_account_is_taken_out_of_files_and_not_invited_again() -> None:
    stranger = cast.stranger()
    people_import = checked("Email,Role\nSAM@example.org,learner\nsam@example.org,boss\nruth@example.org,\n")
    assert people_import.rows.filter(email="sam@example.org").count() == 2

    people.leave(stranger, now=timezone.now())
    confirm(people_import)
    task_queue.run_due()

    assert list(people_import.rows.values_list("email", flat=True)) == ["ruth@example.org"]
    assert not OrganisationInvitation.objects.filter(email="sam@example.org").exists()
    assert not User.objects.filter(email="sam@example.org").exists()


def test_a_person_can_read_what_files_say_about_them() -> None:
    checked("Email,Name\nsam@example.org,Sam\n")

    exported = people.export_personal_data(cast.stranger(), now=timezone.now())

    [part] = [part for part in exported["parts"] if "import" in part["what"]]
    assert part["rows"] == [
        {"organisation__name": "Rowan House", "name": "Sam", "email": "sam@example.org", "role": "learner"}
    ]


def test_an_import_is_deleted_after_a_week_with_its_rows_and_its_file(
    django_capture_on_commit_callbacks: Any,
) -> None:
    old = checked(SIX + "x" * actions.MOST_BYTES_AT_ONCE, now=cast.NOW)
    new = checked(now=cast.NOW + timedelta(days=1))
    assert default_storage.exists(str(old.file))

    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_expired_imports.call(at=(cast.NOW + timedelta(days=7, hours=1)).isoformat())

    assert list(PeopleImport.objects.all()) == [new]
    assert set(PeopleImportRow.objects.values_list("people_import", flat=True)) == {new.pk}
    assert not default_storage.exists(str(old.file))


def test_a_large_file_with_a_fault_in_the_middle_is_refused_by_the_queue() -> None:
    people_import = checked("Email,Note\n" + f"a@example.org,{'long ' * 100}\n" * 150 + '"never closed\n')
    assert people_import.state == "checking"

    task_queue.run_due()

    people_import.refresh_from_db()
    assert people_import.state == "refused"
    assert people_import.fault.startswith("Line 152 is not CSV")
    assert not people_import.rows.exists()


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ettle.people.bulk.row_checks.MOST_ROWS", 5)

    assert checked().fault == "There are too many rows. 5 is the most"


def test_only_a_lead_and_an_administrator_may_upload_and_confirm() -> None:
    for person in (cast.isla(), cast.bashir(), cast.morag(), cast.stranger(), cast.agnes()):
        with pytest.raises(Refused):
            checked(by=person)
    with pytest.raises(Refused):
        actions.upload_people(organisation=None, file_name="x", content=SIX.encode(), by=cast.freya(), now=cast.NOW)
    people_import = checked()
    with pytest.raises(Refused):
        actions.confirm_import(
            people_import=people_import, ends_leavers=False, sends_emails=False, by=cast.dougal(), now=cast.NOW
        )


def test_an_import_that_is_under_way_cannot_be_deleted() -> None:
    people_import = checked()
    confirm(people_import)

    with pytest.raises(Refused, match="under way"):
        actions.discard_import(people_import=people_import, by=people_import.by, now=timezone.now())


def test_uploads_are_limited() -> None:
    consume(PEOPLE_IMPORTS, str(cast.freya().uuid), now=timezone.now(), uses=PEOPLE_IMPORTS.most)

    with pytest.raises(LimitReached):
        checked()


def test_leavers_of_an_administrators_file_are_those_of_the_organisations_it_names() -> None:
    cast.isla(), cast.callum(), cast.ewan(), cast.morag(), cast.freya()
    people_import = actions.upload_people(
        organisation=None,
        file_name="all.csv",
        content=b"Email,Organisation\nisla@example.org,Rowan House\n",
        by=cast.dougal(),
        now=timezone.now(),
    )

    confirm(people_import, ends_leavers=True)
    task_queue.run_due()

    left = Membership.objects.exclude(ended_at=None).values_list("person__email", "role")
    assert sorted(left) == [("callum@example.org", "learner"), ("freya@example.org", "lead")]


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_one_moment_invite_everyone_once() -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("A database in memory does not wait for its turn; files and PostgreSQL do")
    imports = [checked(), checked(by=cast.dougal())]
    for people_import in imports:
        confirm(people_import)
    ready = threading.Barrier(2)

    def run(people_import: PeopleImport) -> None:
        ready.wait()
        actions.import_people.call(people_import=str(people_import.uuid))
        connection.close()

    threads = [threading.Thread(target=run, args=[people_import]) for people_import in imports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()

    assert OrganisationInvitation.objects.count() == 6
    assert set(PeopleImport.objects.values_list("state", flat=True)) == {"finished"}
