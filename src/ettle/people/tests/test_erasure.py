"""Taking everything, and leaving."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core import mail
from django.db.models import CASCADE, PROTECT, RESTRICT
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from ettle.kit import personal_data
from ettle.kit.personal_data import OnErasure
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions
from ettle.people.models import ChosenRole, Membership, OrganisationInvitation, Session, User
from ettle.people.tests import cast
from ettle.people.types import SIGNED_IN_AT

pytestmark = pytest.mark.django_db


def sign_in(client: CheckedClient, person: User, at: datetime) -> None:
    client.force_login(person)
    session = client.session
    session[SIGNED_IN_AT] = at.isoformat()
    session.save()


def busy_isla(now: datetime) -> User:
    """Isla, with a row in every table of this room."""
    isla = cast.isla()
    Authenticator.objects.create(user=isla, type="webauthn", data={"name": "Isla's phone"})
    actions.invite(
        organisation=cast.larch_care(), addresses=["isla@example.org"], role="learner", by=cast.morag(), now=now
    )
    actions.accept(invitation=OrganisationInvitation.objects.get(), person=isla, now=now)
    actions.describe_self(
        person=isla,
        name="Isla Reid",
        preferred_name="Isla",
        roles=["citizen"],
        time_zone="Europe/Paris",
        by=isla,
        now=now,
    )
    return isla


def test_the_export_has_everything_with_its_purpose(client: CheckedClient, now: datetime) -> None:
    isla = busy_isla(now)
    cast.callum()
    with time_machine.travel(now, tick=False):
        sign_in(client, isla, now)
        response = client.get("/me/settings/download/")

    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        exported = archive.read("everything.json").decode()
    parts = {part["what"]: part for part in json.loads(exported)["parts"]}
    assert parts["users"]["rows"][0]["name"] == "Isla Reid"
    assert parts["users"]["why"]["email"] == "so that you can sign in"
    assert [row["role"] for row in parts["chosen roles"]["rows"]] == ["citizen"]
    assert len(parts["memberships"]["rows"]) == 2
    assert parts["organisation invitations"]["rows"][0]["email"] == "isla@example.org"
    assert "Rowan House" in [row["in_words"]["organisation"] for row in parts["memberships"]["rows"]]
    assert "callum" not in exported.lower()


@pytest.mark.parametrize("name", ["people:download", "people:leave", "mfa_add_webauthn"])
def test_delicate_pages_want_a_fresh_sign_in(client: CheckedClient, now: datetime, name: str) -> None:
    with time_machine.travel(now, tick=False) as clock:
        sign_in(client, cast.isla(), now)
        assert client.get(reverse(name)).status_code == 200
        clock.shift(20 * 60 + 1)
        response = client.get(reverse(name))
        assert response["Location"].startswith("/me/settings/sign-in-again/?next=%2F")
        assert client.get(response["Location"]).status_code == 200
        again = client.post("/me/settings/sign-in-again/", {"next": reverse(name)})

    assert again["Location"].startswith("/account/sign-in/?next=%2F")
    assert "_auth_user_id" not in client.session


def test_leaving_says_what_stays_and_why_and_wants_a_tick(client: CheckedClient, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        sign_in(client, cast.isla(), now)
        page = client.get("/me/settings/leave/").content.decode()
        unsure = client.post("/me/settings/leave/")

    assert "Your account: an empty one stays" in page
    assert "If an employer signed a record of your learning, its check code and" in page
    assert unsure.status_code == 422
    assert User.objects.get(email="isla@example.org").is_active


def test_leaving_closes_the_account_everywhere(client: CheckedClient, now: datetime) -> None:
    isla = busy_isla(now)
    elsewhere = CheckedClient()
    elsewhere.force_login(isla)
    with time_machine.travel(now, tick=False):
        sign_in(client, isla, now)
        response = client.post("/me/settings/leave/", {"sure": "on"})

    assert response["Location"] == "/account/sign-in/"
    assert elsewhere.get("/me/settings/").status_code == 302
    assert not Session.objects.filter(person=isla).exists()
    isla.refresh_from_db()
    assert (isla.name, isla.is_active) == ("A person who left", False)
    assert isla.email.startswith("left-")
    task_queue.run_due()
    assert "Your account is deleted" in [letter.subject for letter in mail.outbox]


def test_nothing_of_who_left_is_found_anywhere(now: datetime) -> None:
    isla = busy_isla(now)
    actions.invite(
        organisation=cast.rowan_house(), addresses=["isla@example.org"], role="assessor", by=cast.freya(), now=now
    )

    actions.leave(isla, now=now)
    task_queue.run_due()

    left_over = [
        (model._meta.label, values)
        for model in apps.get_models()
        for values in model._default_manager.values_list()
        if any("isla" in str(value).lower() for value in values)
    ]
    assert left_over == []


def test_every_declared_row_is_deleted_or_blanked(now: datetime) -> None:
    isla = busy_isla(now)

    actions.leave(isla, now=now)

    for declaration in personal_data.all_declarations():
        if not declaration.owner:
            continue
        rows = apps.get_model(declaration.model)._default_manager.filter(**{declaration.owner: isla.pk})
        if declaration.on_erasure == OnErasure.DELETE:
            assert not rows.exists(), declaration.model
        if declaration.on_erasure == OnErasure.BLANK:
            fixed = {name: value for name, value in declaration.blanks.items() if not callable(value)}
            assert rows.filter(**fixed).count() == rows.count(), declaration.model


def test_what_stays_never_hangs_on_what_goes() -> None:
    """Otherwise leaving would fail on a protected row, or delete a retained one with it."""
    declared = {declaration.model.lower(): declaration for declaration in personal_data.all_declarations()}
    goes = {name for name, d in declared.items() if d.owner and d.on_erasure == OnErasure.DELETE}
    wrong = [
        f"{field.model._meta.label_lower}.{field.name} -> {name}"
        for name in goes
        for field in [relation.field for relation in apps.get_model(name)._meta.related_objects]
        if field.model._meta.label_lower in declared
        and field.model._meta.label_lower not in goes
        and getattr(field, "remote_field", None) is not None
        and field.remote_field.on_delete in {PROTECT, CASCADE, RESTRICT}
    ]

    assert wrong == []


def test_others_keep_what_is_theirs(now: datetime) -> None:
    isla, callum = busy_isla(now), cast.callum()

    actions.leave(isla, now=now)

    assert EmailAddress.objects.filter(user=callum).exists()
    assert Membership.objects.filter(person=callum).exists()
    assert ChosenRole.objects.filter(person=callum).exists()


def test_the_last_administrator_cannot_leave(now: datetime) -> None:
    dougal = cast.dougal()

    with pytest.raises(Refused, match="last administrator"):
        actions.leave(dougal, now=now)

    actions.make_administrator(email="second@example.org", now=now, by=dougal)
    actions.leave(dougal, now=now)
    assert not dougal.memberships.exists()


def test_who_left_can_make_a_new_account_with_the_same_address(now: datetime) -> None:
    actions.leave(cast.isla(), now=now)

    again = actions.add_person(email="isla@example.org", name="Isla", now=now, by=None)

    assert not again.memberships.exists()


def test_an_address_in_an_email_that_could_not_be_sent_is_erased(now: datetime) -> None:
    waiting = apps.get_model("kit.WaitingTask")._default_manager
    isla = cast.isla()
    actions.send_new_device_email(isla, browser="Firefox", now=now)
    waiting.update(given_up_at=now)

    actions.leave(isla, now=now)
    task_queue.run_due()

    assert not waiting.filter(arguments__icontains="isla@").exists()


@how(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.text(st.characters(categories=["L"]), min_size=8, max_size=60),
    roles=st.sets(st.sampled_from(["citizen", "frontline", "manager"])),
    zone=st.sampled_from(["", "Europe/London", "Asia/Tokyo"]),
)
def test_everything_people_wrote_about_themselves_is_erased(db: Any, name: str, roles: set[str], zone: str) -> None:
    person = actions.add_person(email="anyone@example.org", name="", now=cast.NOW, by=None)
    actions.describe_self(
        person=person, name=name, preferred_name=name[::-1], roles=roles, time_zone=zone, by=person, now=cast.NOW
    )

    actions.leave(person, now=cast.NOW)

    found = json.dumps(actions.export_personal_data(person, now=cast.NOW), ensure_ascii=False)
    assert name[::-1] not in found
    assert name not in found
    assert "anyone@" not in found
    assert not ChosenRole.objects.filter(person=person).exists()


def test_the_leaving_page_asks_few_questions_of_the_database(
    client: CheckedClient, now: datetime, django_assert_max_num_queries: Any
) -> None:
    isla = busy_isla(now)
    with time_machine.travel(now, tick=False):
        sign_in(client, isla, now)
        with django_assert_max_num_queries(10):
            client.get("/me/settings/leave/")
