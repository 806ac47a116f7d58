"""The pages of routing, with the whole cast: who sees what, and what happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ettle.evidence.models import AssessorProfile, Assignment, ClosedDay, Leave, Relation, ReviewAim
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.routing.tests.test_owners import make_assessor, owner, send_of
from ettle.evidence.tests import factories
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


def day_in(days: int) -> date:
    return operator_date(timezone.now()) + timedelta(days=days)


def sign_in(client: CheckedClient, person: User) -> CheckedClient:
    client.force_login(person)
    return client


def read(client: CheckedClient, name: str, *args: Any) -> str:
    return client.get(reverse(f"evidence:{name}", args=args)).content.decode()


def test_before_writing_the_learner_reads_who_will_read_it_and_by_when(client: CheckedClient) -> None:
    cast.bashir()
    version = factories.create_leadership_badge()
    sign_in(client, cast.isla())
    start = read(client, "start", version.badge.slug)
    application = read(client, "application", factories.begin_application(version=version).uuid)

    for page in (start, application):
        assert "An assessor of <bdi>Rowan House</bdi> will read it" in page
        assert "you will have an answer by about <strong>" in page


def test_a_learner_reads_that_an_assessor_for_the_whole_site_may_read_it_too(client: CheckedClient) -> None:
    owner_here, everywhere = cast.bashir(), make_assessor("Tomasz Nowak", None)
    submission = send_of(cast.isla())
    sent = read(sign_in(client, cast.isla()), "application", submission.application.uuid)

    assert owner(submission) == owner_here
    assert "An assessor for the whole site may read it too." in sent
    assert sign_in(client, everywhere).get(reverse("evidence:review", args=[submission.uuid])).status_code == 200


def test_a_person_without_an_organisation_is_told_that_nobody_can_read_it_and_what_to_do(
    client: CheckedClient,
) -> None:
    cast.bashir()
    version = factories.create_leadership_badge()
    sign_in(client, cast.stranger())

    page = read(client, "start", version.badge.slug)

    assert page.index("No assessor is named for this yet.") < page.index(">Start<")
    assert "You can write now." in page
    submission = send_of(cast.stranger())
    sent = read(client, "application", submission.application.uuid)
    assert "No assessor is named for this yet." in sent
    assert "will have an answer by" not in sent
    assert reverse("people:join-organisation") in page
    assert "you will have an answer by" not in page


def test_with_a_pool_they_are_told_that_it_is_the_pool(client: CheckedClient) -> None:
    make_assessor("Pool")
    version = factories.create_leadership_badge()
    sign_in(client, cast.stranger())
    before = read(client, "start", version.badge.slug)
    submission = send_of(cast.stranger())
    after = read(client, "application", submission.application.uuid)

    assert "An assessor from the pool, who assesses for the whole site, will read it" in before
    assert "It is with an assessor from the pool" in after


@pytest.mark.parametrize("person", [cast.isla, cast.stranger, cast.morag, cast.bashir, cast.freya, cast.agnes])
def test_the_pages_of_the_pool_are_for_administrators(person: Callable[[], User], client: CheckedClient) -> None:
    pool = make_assessor("Pool")
    sign_in(client, person())

    assert client.get(reverse("evidence:pool")).status_code in {403, 404}
    assert client.get(reverse("evidence:pool-member", args=[pool.uuid])).status_code in {403, 404}
    assert client.get(reverse("evidence:promise")).status_code in {403, 404}
    assert client.post(reverse("evidence:add-to-pool", args=[person().uuid])).status_code in {403, 404}


def test_a_visitor_is_sent_to_sign_in(client: CheckedClient) -> None:
    for name in ("pool", "promise", "relations", "own-leave"):
        address = reverse(f"evidence:{name}")
        assert client.get(address)["Location"] == f"/account/sign-in/?next={address}"


def test_a_lead_of_the_pool_sees_what_waits_and_changes_nothing(client: CheckedClient) -> None:
    lead, callum = make_assessor("Lead"), cast.callum()
    AssessorProfile.objects.create(assessor=lead, leads_pool=True, badges=["first-steps"])
    send_of(cast.stranger())
    sign_in(client, lead)

    page = read(client, "pool")

    assert "Management and leadership" in page
    assert "alerted: <bdi>Lead</bdi>" in page
    assert "Sam" not in page
    assert "Add an assessor" not in page
    assert client.get(reverse("evidence:pool-member", args=[callum.uuid])).status_code in {403, 404}


def test_an_administrator_finds_a_person_adds_them_and_they_get_what_waits(client: CheckedClient) -> None:
    callum = cast.callum()
    sign_in(client, cast.dougal())
    submission = send_of(cast.stranger())

    found = client.get(reverse("evidence:pool"), {"q": "callum"}).content.decode()
    client.post(reverse("evidence:add-to-pool", args=[callum.uuid]))
    task_queue.run_due()

    assert callum.email in found
    assert owner(submission) == callum


def test_an_administrator_says_what_an_assessor_takes_on(client: CheckedClient) -> None:
    factories.create_leadership_badge()
    pool = make_assessor("Pool")
    sign_in(client, cast.dougal())
    address = reverse("evidence:pool-member", args=[pool.uuid])
    page = client.get(address).content.decode()

    data = {"badges": ["management-and-leadership"], "languages": ["en-gb"], "leads_pool": "on"}
    answer = client.post(address, data)

    assert answer.status_code == 302
    profile = AssessorProfile.objects.get()
    assert (profile.badges, profile.roles, profile.leads_pool) == (["management-and-leadership"], [], True)
    assert "Tick none for all of them" in page


def test_an_administrator_changes_what_is_promised(client: CheckedClient) -> None:
    version = factories.create_leadership_badge()
    sign_in(client, cast.dougal())

    client.post(reverse("evidence:promise"), {"badge": "", "working_days": "5"})
    client.post(reverse("evidence:promise"), {"badge": version.badge.slug, "working_days": "3"})
    client.post(reverse("evidence:close-day"), {"day": day_in(6).isoformat(), "name": "Holiday"})

    page = read(client, "promise")
    assert dict(ReviewAim.objects.values_list("badge", "working_days")) == {None: 5, version.badge.pk: 3}
    assert "A learner has an answer within 5 working days." in page
    client.post(reverse("evidence:open-day", args=[ClosedDay.objects.get().pk]))
    assert not ClosedDay.objects.exists()


def test_an_assessor_says_when_they_are_away_and_takes_it_back(client: CheckedClient) -> None:
    bashir, ada = cast.bashir(), make_assessor("Ada", cast.rowan_house())
    sign_in(client, bashir)
    address = reverse("evidence:own-leave")
    form = {"begins_on": day_in(7).isoformat(), "ends_on": day_in(11).isoformat(), "deputy": str(ada.uuid)}

    wrong = client.post(address, {**form, "ends_on": day_in(1).isoformat()})
    client.post(address, form)

    assert wrong.status_code == 422
    leave = Leave.objects.get()
    assert (leave.assessor, leave.begins_on, leave.deputy) == (bashir, day_in(7), ada)
    assert "deputy: <bdi>Ada</bdi>" in client.get(address).content.decode()
    client.post(reverse("evidence:cancel-own-leave", args=[leave.pk]))
    assert not Leave.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2024, 1, 1), day_in(3), "more than a year ago"),
        (day_in(3), date(9999, 12, 31), "longer than a year"),
        (day_in(2_000), day_in(2_001), "more than two years away"),
        (day_in(12), day_in(20), "recorded already"),
        (day_in(1), day_in(10), "recorded already"),
    ],
)
def test_days_away_have_bounds_and_do_not_overlap(client: CheckedClient, first: date, last: date, words: str) -> None:
    sign_in(client, cast.bashir())
    address = reverse("evidence:own-leave")
    recorded = {"begins_on": day_in(10).isoformat(), "ends_on": day_in(12).isoformat(), "deputy": ""}
    assert client.post(address, recorded).status_code == 302

    refused = client.post(address, {"begins_on": first.isoformat(), "ends_on": last.isoformat(), "deputy": ""})

    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert Leave.objects.count() == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_closed_day_is_within_the_next_years(client: CheckedClient, day: str) -> None:
    sign_in(client, cast.dougal())

    refused = client.post(reverse("evidence:close-day"), {"day": day, "name": "Holiday"})

    assert refused.status_code == 422
    assert "This day is" in refused.content.decode()
    assert not ClosedDay.objects.exists()


def test_nobody_else_takes_back_someones_leave(client: CheckedClient) -> None:
    leave = Leave.objects.create(
        assessor=cast.bashir(), begins_on=date(2030, 1, 1), ends_on=date(2030, 1, 2), recorded_at=NOW
    )
    sign_in(client, cast.morag())

    assert client.post(reverse("evidence:cancel-own-leave", args=[leave.pk])).status_code == 404


def test_a_learner_names_their_line_manager_and_learns_nothing_of_accounts(client: CheckedClient) -> None:
    bashir = cast.bashir()
    sign_in(client, cast.isla())
    address = reverse("evidence:relations")

    known = client.post(address, {"email": bashir.email, "kind": "manager"}, follow=True).content.decode()
    Relation.objects.all().delete()
    unknown = client.post(address, {"email": "who@example.org", "kind": "manager"}, follow=True).content.decode()

    assert "This person will not assess your work" in known
    assert known.replace(bashir.email, "").count("<li") == unknown.replace("who@example.org", "").count("<li")
    relation = Relation.objects.get()
    sign_in(client, cast.callum())
    assert client.post(reverse("evidence:remove-relation", args=[relation.pk])).status_code == 404


def test_the_desk_says_whose_it_is_and_the_next_one_is_ones_own(client: CheckedClient) -> None:
    bashir, ada = cast.bashir(), make_assessor("Ada", cast.rowan_house())
    submissions = [send_of(factories.create_learner(number)) for number in range(4)]
    owned = [submission for submission in submissions if owner(submission) == ada]
    others = [submission for submission in submissions if owner(submission) == bashir]
    sign_in(client, ada)

    assert read(client, "queue").count(">Yours</span>") == len(owned) == 2
    assert "It is yours to review." in read(client, "review", owned[0].uuid)
    assert "It is with <bdi>Bashir Khan</bdi>" in read(client, "review", others[0].uuid)
    assert client.get(reverse("evidence:next"))["Location"] == reverse("evidence:review", args=[owned[0].uuid])
    assert Assignment.objects.open().count() == 4
