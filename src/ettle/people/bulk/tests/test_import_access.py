"""Who has left, who may import where, and the members as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ettle.kit.models import AuditLine
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions
from ettle.people.bulk.models import PeopleImport
from ettle.people.bulk.tests.uploads import TWO, UPLOAD, UPLOAD_FOR_ALL, confirm, invited, read, send, uploaded
from ettle.people.models import Membership, Organisation, OrganisationInvitation, User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def freya(client: CheckedClient) -> User:
    freya = cast.freya()
    client.force_login(freya)
    return freya


def test_leavers_end_only_if_ticked_and_are_never_deleted(client: CheckedClient, freya: User) -> None:
    cast.isla()
    cast.callum()
    cast.ewan()
    actions.invite(
        organisation=cast.rowan_house(), addresses=["old@example.org"], role="learner", by=freya, now=cast.NOW
    )
    text = "Email\nisla@example.org\n"
    path = uploaded(client, text)
    page = read(client, path)
    assert "1 membership of a person who is not in the file" in page
    assert "1 open invitation to an address that is not in the file" in page
    assert "<bdi>Callum Shaw</bdi>" in page
    assert "Freya Munro</bdi></span>" not in page

    result = confirm(client, path, ends_leavers="on")

    assert "1 membership ended" in result
    assert "1 invitation withdrawn" in result
    assert cast.callum().current_roles == set()
    assert Membership.objects.filter(person=cast.callum()).exclude(ended_at=None).count() == 1
    assert cast.isla().current_roles == {"learner"}
    assert cast.ewan().current_roles == {"learner"}
    assert cast.freya().current_roles == {"lead"}
    assert invited() == []
    assert AuditLine.objects.filter(act="ended a membership as learner").count() == 1
    assert "Nothing to change." in read(client, uploaded(client, text))


def test_an_invitation_alone_may_be_all_that_is_not_in_the_file(client: CheckedClient, freya: User) -> None:
    actions.invite(
        organisation=cast.rowan_house(), addresses=["old@example.org"], role="learner", by=freya, now=timezone.now()
    )
    path = uploaded(client, "Email,Role\nfreya@example.org,lead\n")
    assert "Nothing to change." not in read(client, path)

    result = confirm(client, path, ends_leavers="on")

    assert "1 invitation withdrawn" in result
    assert "Nothing has changed." not in result
    assert invited() == []


def test_without_the_tick_everyone_stays(client: CheckedClient, freya: User) -> None:
    cast.isla()

    confirm(client, uploaded(client, TWO))

    assert cast.isla().current_roles == {"learner"}


def test_while_rows_have_faults_nobody_can_be_said_to_have_left(client: CheckedClient, freya: User) -> None:
    cast.isla()
    path = uploaded(client, "Email\nruth@example.org\nisla.example.org\n")
    page = read(client, path)
    assert "Until they are correct, we cannot tell from this file who has left." in page
    assert 'name="ends_leavers"' not in page

    confirm(client, path, ends_leavers="on")

    assert cast.isla().current_roles == {"learner"}


def test_who_joins_between_the_check_and_the_yes_has_not_left(client: CheckedClient, freya: User) -> None:
    cast.isla()
    path = uploaded(client, "Email\nruth@example.org\n")
    late, house = cast.stranger(), cast.rowan_house()
    Membership.objects.create(person=late, organisation=house, role="learner", began_at=timezone.now())

    confirm(client, path, ends_leavers="on")

    assert cast.stranger().current_roles == {"learner"}
    assert cast.isla().current_roles == set()


def test_an_administrator_imports_into_every_organisation(client: CheckedClient) -> None:
    cast.rowan_house()
    cast.morag()
    cast.isla()
    client.force_login(cast.dougal())
    text = (
        "Email,Role,Organisation\nruth@example.org,lead,Rowan House\ntom@example.org,,larch care\n"
        "uma@example.org,,Elsewhere\n"
    )

    page = read(client, path := uploaded(client, text, to=UPLOAD_FOR_ALL))
    confirm(client, path)

    assert "There is no organisation of this name." in page
    rows = OrganisationInvitation.objects.values_list("organisation__slug", "email", "role").order_by("email")
    assert list(rows) == [
        ("rowan-house", "ruth@example.org", "lead"), ("larch-care", "tom@example.org", "learner"),
    ]  # fmt: skip
    assert read(client, "/organisation/rowan-house/").count("ruth@example.org") >= 1


def test_an_administrator_needs_a_column_of_organisations(client: CheckedClient) -> None:
    client.force_login(cast.dougal())

    assert "We found no column of organisations" in send(client, TWO, to=UPLOAD_FOR_ALL).content.decode()


@pytest.mark.parametrize("who", [cast.isla, cast.bashir, cast.morag, cast.stranger, cast.agnes])
def test_for_others_there_is_nothing(client: CheckedClient, freya: User, who: Any) -> None:
    path = uploaded(client, TWO)
    client.force_login(who())

    for address in (UPLOAD, path, f"{path}rows-to-correct/", UPLOAD_FOR_ALL, f"{UPLOAD}template/"):
        assert client.get(address).status_code == 404
    assert send(client, TWO).status_code == 404
    assert client.post(path, {}).status_code == 404
    assert client.post(f"{path}delete/").status_code == 404
    assert client.get("/organisation/rowan-house/members/download/").status_code == 404
    assert PeopleImport.objects.count() == 1


def test_a_visitor_is_asked_to_sign_in(client: CheckedClient) -> None:
    cast.rowan_house()

    assert client.get(UPLOAD)["Location"] == f"/account/sign-in/?next={UPLOAD}"


def test_an_administrator_does_not_see_the_file_of_a_lead(client: CheckedClient, freya: User) -> None:
    path = uploaded(client, TWO)
    client.force_login(cast.dougal())

    assert client.get(path).status_code == 404


def test_who_leads_no_more_sees_and_imports_nothing(client: CheckedClient, freya: User) -> None:
    path = uploaded(client, TWO)
    client.post(path)
    Membership.objects.filter(person=freya).update(ended_at=cast.NOW)

    task_queue.run_due()

    assert client.get(path).status_code == 404
    assert invited() == []
    assert PeopleImport.objects.get().state == "stopped"


def test_the_members_as_a_file_are_safe_and_can_be_imported_again(client: CheckedClient, freya: User) -> None:
    User.objects.filter(pk=cast.isla().pk).update(name="=HYPERLINK(1)")

    answer = client.get("/organisation/rowan-house/members/download/")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Email", "Name", "Role", "Since"]
    assert ["isla@example.org", "'=HYPERLINK(1)", "Learner", "2026-10-05"] in rows
    assert AuditLine.objects.filter(act="downloaded the list of members").count() == 1
    User.objects.filter(pk=cast.isla().pk).update(name="Isla Reid")
    same = client.get("/organisation/rowan-house/members/download/").content
    assert "Nothing to change." in read(client, uploaded(client, same))


def test_the_example_can_be_imported(client: CheckedClient, freya: User) -> None:
    assert "2 people to invite" in read(client, uploaded(client, client.get(f"{UPLOAD}template/").content))


def test_organisations_are_only_named_to_administrators(client: CheckedClient, freya: User) -> None:
    """A lead's file cannot be about another organisation, whatever its column says."""
    cast.larch_care()
    page = read(client, path := uploaded(client, "Email,Organisation\nruth@example.org,Larch Care\n"))

    confirm(client, path)

    assert "1 person to invite" in page
    assert Organisation.objects.get(invitations__email="ruth@example.org").slug == "rowan-house"


def test_the_pages_lead_to_the_import(client: CheckedClient, freya: User) -> None:
    assert UPLOAD in read(client, "/organisation/rowan-house/")
    client.force_login(cast.dougal())
    assert UPLOAD_FOR_ALL in read(client, "/manage/organisations/")
    assert reverse("people:import-template-for-all") in read(client, UPLOAD_FOR_ALL)
