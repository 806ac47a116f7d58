"""A lead imports people from a file: what they see, and what changes."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import openpyxl
import pytest
from django.core import mail
from django.core.files.storage import default_storage

from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions
from ettle.people.bulk.models import InvitationEmail, PeopleImport
from ettle.people.bulk.tests.uploads import TWO, UPLOAD, confirm, invited, read, send, uploaded
from ettle.people.models import Membership, OrganisationInvitation, User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def freya(client: CheckedClient) -> User:
    freya = cast.freya()
    client.force_login(freya)
    return freya


def test_a_file_is_shown_then_imported_and_changes_nothing_the_second_time(client: CheckedClient, freya: User) -> None:
    path = uploaded(client, TWO)
    page = read(client, path)
    assert "Nothing has changed yet." in page
    assert "2 people to invite" in page
    assert "Email: from the column ‘<bdi>Email</bdi>’" in page
    assert invited() == []

    result = confirm(client, path)

    assert "The import is finished" in result
    assert "2 people invited" in result
    assert "No email was sent." in result
    assert invited() == [("ruth@example.org", "learner"), ("tom@example.org", "assessor")]
    assert mail.outbox == []

    again = uploaded(client, TWO)
    page = read(client, again)
    assert "Nothing to change." in page
    assert "2 people were invited before and can still answer" in page
    assert ">Import<" not in page
    client.post(again)
    task_queue.run_due()
    assert len(invited()) == 2


def test_saying_yes_twice_imports_once(client: CheckedClient, freya: User) -> None:
    path = uploaded(client, TWO)

    client.post(path)
    client.post(path)
    task_queue.run_due()
    client.post(path)

    assert task_queue.run_due() == 0
    assert len(invited()) == 2


def test_emails_go_only_if_ticked_and_once(client: CheckedClient, freya: User) -> None:
    confirm(client, uploaded(client, TWO), sends_emails="on")

    assert sorted(letter.to[0] for letter in mail.outbox) == ["ruth@example.org", "tom@example.org"]
    assert "Freya Munro asks you to join Rowan House" in mail.outbox[0].subject
    assert not InvitationEmail.objects.exists()
    confirm(client, uploaded(client, TWO), sends_emails="on")
    assert len(mail.outbox) == 2


def test_what_is_here_already_is_left_as_it_is(client: CheckedClient, freya: User) -> None:
    cast.isla()
    cast.callum()
    text = "Email,Name,Role\nISLA@example.org,Somebody Else,learner\ncallum@example.org,,assessor\n"

    page = read(client, path := uploaded(client, f"{text}freya@example.org,,lead\n"))
    result = confirm(client, path)

    assert "2 people are here already" in page
    assert "1 person who is here to invite to another role" in page
    assert "This person is here in another role, and keeps it" in page
    assert "1 person invited" in result
    assert invited() == [("callum@example.org", "assessor")]
    assert cast.isla().name == "Isla Reid"
    assert cast.callum().current_roles == {"learner"}


def test_a_lead_does_not_learn_whether_an_address_has_an_account(client: CheckedClient, freya: User) -> None:
    cast.ewan()
    cast.stranger()
    text = "Email\nEMAIL\n"

    pages = [
        read(client, uploaded(client, text.replace("EMAIL", address))).replace(address, "EMAIL")
        for address in ("ewan@example.org", "sam@example.org", "nobody@example.org")
    ]

    assert len({re.sub(r'value="\w{64}"|[0-9a-f-]{36}', "", page[page.index("<h1>") :]) for page in pages}) == 1


def test_a_person_with_an_account_joins_only_when_they_say_so(client: CheckedClient, freya: User) -> None:
    stranger = cast.stranger()
    confirm(client, uploaded(client, "Email\nsam@example.org\n"))
    assert not Membership.objects.filter(person=stranger).exists()

    client.force_login(stranger)
    page = read(client, "/me/settings/")
    assert "You are invited" in page
    [link] = [part.split('"')[0] for part in page.split('href="')[1:] if part.startswith("/organisation/join/")]
    assert link in read(client, "/me/organisations/")
    client.post(link)

    assert Membership.objects.get(person=stranger).role == "learner"
    assert "You are invited" not in read(client, "/me/settings/")


def test_who_joined_with_another_address_is_known_by_the_invitation(client: CheckedClient, freya: User) -> None:
    confirm(client, uploaded(client, "Email\nsam.at.work@example.org\n"))
    actions.accept(invitation=OrganisationInvitation.objects.get(), person=cast.stranger(), now=cast.NOW)

    page = read(client, uploaded(client, "Email\nsam.at.work@example.org\n"))

    assert "Nothing to change." in page
    assert "1 person is here already" in page
    assert "not in the file" not in page
    assert ">Import<" not in page


FAULTY = (
    'sep=;\nStaff of 2026\nE-mail;Name;Role;Payroll\nruth@example.org;Ruth Bell;learner;1\nruth;"=cmd|x";boss;+44 1\n'
    ";Tom Kay;;2\nnew@example.org;New Lead;lead;3\nRUTH@example.org;;learner;4\nother@example.org;Ruth Bell;;5\n"
)


FAULTS_OF_FIVE = """The email address is not complete. Write it like name@example.org; Write the name alone, without a
web address, a telephone number or hidden characters; Write learner, assessor or lead as the role"""


def test_rows_with_faults_come_back_as_a_file_with_the_reason(client: CheckedClient, freya: User) -> None:
    path = uploaded(client, FAULTY)
    page = read(client, path)

    assert "3 rows to correct, which are left out" in page
    assert "1 row is the same as an earlier one" in page
    assert "Row 4 has the same name with another address. Are these two people?" in page
    assert "The column ‘<bdi>Payroll</bdi>’ is not used" in page
    answer = client.get(f"{path}rows-to-correct/")
    assert answer["Content-Disposition"] == 'attachment; filename="rows-to-correct.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        ["E-mail", "Name", "Role", "Payroll", "Row", "What to correct"],
        [
            "ruth", "'=cmd|x", "boss", "'+44 1", "5",
            " ".join(FAULTS_OF_FIVE.split()),
        ],
        ["", "Tom Kay", "", "2", "6", "Write the email address"],
        ["new@example.org", "New Lead", "lead", "3", "7", "Only an administrator can name a lead"],
    ]  # fmt: skip

    assert "2 people invited" in confirm(client, path)
    assert invited() == [("other@example.org", "learner"), ("ruth@example.org", "learner")]


def test_the_file_of_faults_can_be_corrected_and_imported(client: CheckedClient, freya: User) -> None:
    faults = client.get(f"{uploaded(client, FAULTY)}rows-to-correct/").content.decode("utf-8-sig")

    page = read(client, uploaded(client, faults.replace("ruth,'=cmd|x,boss", "uma@example.org,Uma Ray,learner")))

    assert "1 person to invite" in page
    assert "2 rows to correct" in page


def test_an_excel_workbook_is_read(client: CheckedClient, freya: User) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["Staff"], ["Work email", "Surname", "First name"], ["ruth@example.org", "Bell", "Ruth"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)

    page = read(client, uploaded(client, out.getvalue(), name="people.xlsx"))

    assert "<bdi>Ruth Bell</bdi> ruth@example.org" in page


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The file is empty"),
        ("Name,Role\nRuth,learner\n", "We found no column of email addresses"),
        (b"\xd0\xcf\x11\xe0xxxx", "This is an old spreadsheet, or one with a password"),
        ('Email\n"ruth@example.org\n', "Line 2 is not CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_the_field(
    client: CheckedClient, freya: User, text: str | bytes, words: str
) -> None:
    response = send(client, text)
    if response.status_code == 302:  # found later in the file
        response = client.get(response["Location"])
        assert "This file cannot be imported" in response.content.decode()
    else:
        assert response.status_code == 422

    assert words in response.content.decode()
    assert not PeopleImport.objects.exclude(file="").exists()


def test_a_file_that_is_deleted_changes_nothing(client: CheckedClient, freya: User) -> None:
    path = uploaded(client, TWO)

    assert client.post(f"{path}delete/")["Location"] == UPLOAD

    assert client.get(path).status_code == 404
    assert invited() == []


def test_the_upload_page_lists_my_last_imports(client: CheckedClient, freya: User) -> None:
    path = uploaded(client, TWO)

    assert path in read(client, UPLOAD)


def test_a_preview_asks_few_questions_of_the_database(
    client: CheckedClient, freya: User, django_assert_max_num_queries: Any
) -> None:
    people = "".join(f"person{n}@example.org,Person,learner\n" for n in range(300))
    path = uploaded(client, f"Email,Name,Role\n{people}bad,x,y\n")

    with django_assert_max_num_queries(10):
        read(client, path)


def test_a_large_file_is_checked_by_the_queue_and_says_how_far_it_is(
    client: CheckedClient, freya: User, django_capture_on_commit_callbacks: Any
) -> None:
    people = "".join(f"person{n}@example.org,Person {n} of a long list of people,learner\n" for n in range(1_200))
    path = uploaded(client, f"Email,Name,Role\n{people}")
    assert "We are checking the file" in read(client, path)
    file = str(PeopleImport.objects.get().file)
    assert default_storage.exists(file)

    with django_capture_on_commit_callbacks(execute=True):
        task_queue.run_due()

    assert "1200 people to invite" in read(client, path)
    assert not default_storage.exists(file)
    client.post(path)
    assert "The import is under way" in read(client, path)
    assert "0 of 1200" in read(client, path)
    task_queue.run_due()
    assert "1200 people invited" in read(client, path)
