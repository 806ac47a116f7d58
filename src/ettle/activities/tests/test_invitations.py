"""Who is invited to what, once, and told so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from ettle.activities import actions, queries
from ettle.activities.actions.stored_plays import StoredPlay
from ettle.activities.items.sort import actions as sort_actions
from ettle.activities.models import Attempt, Invitation, InvitedActivity, Requirement
from ettle.activities.tests import factories, pages
from ettle.activities.types.specs import RequiredActivity
from ettle.badges import queries as badges
from ettle.kit.models import AuditLine
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def keys(invitation: Invitation) -> list[str]:
    return [invited.activity_version.activity.key for invited in invitation.activities.all()]


def by_role() -> object:
    version = factories.asked(("rota",), ("sort-20",))
    data = factories.spec("rota").__dict__ | {"key": "for-managers"}
    actions.publish(type(factories.spec("rota"))(**data), by=None, now=cast.NOW)
    groups = [
        [RequiredActivity(key="for-managers", roles=("manager", "strategic")), RequiredActivity(key="rota")],
        [RequiredActivity(key="sort-20")],
    ]
    actions.require(version, groups, by=None, now=cast.NOW)
    return version


def test_one_activity_of_each_group_is_picked_by_role() -> None:
    version = by_role()
    for learner, first in ((cast.freya(), "for-managers"), (cast.isla(), "rota"), (cast.stranger(), "rota")):
        invitation = actions.invite(learner=learner, version=version, by=cast.bashir(), now=cast.NOW)  # type: ignore[arg-type]  # made row by row

        assert keys(invitation) == [first, "sort-20"]


def test_somebody_whom_no_role_fits_gets_the_first() -> None:
    version = factories.asked(("rota",))
    actions.require(version, [[RequiredActivity(key="rota", roles=("manager",))]], by=None, now=cast.NOW)

    assert keys(actions.invite(learner=cast.isla(), version=version, by=None, now=cast.NOW)) == ["rota"]


def test_inviting_twice_is_inviting_once_and_one_mail() -> None:
    first = factories.invitation("rota", "sort-20")
    again = factories.invitation("rota", "sort-20")
    task_queue.run_due()

    assert again == first
    assert InvitedActivity.objects.count() == 2
    assert [sent.to for sent in mail.outbox] == [["isla@example.org"]]
    assert mail.outbox[0].subject == "Your evidence has been accepted: the next step for Management and leadership"
    assert f"/activities/{first.uuid}/" in mail.outbox[0].body
    assert "Twelve hours of rota, about 8 minutes" in mail.outbox[0].body
    assert "&" not in mail.outbox[0].body


def test_a_badge_without_activities_invites_nobody() -> None:
    version = factories.badge()

    assert not queries.has_activities(version)
    with pytest.raises(Refused):
        actions.invite(learner=cast.isla(), version=version, by=None, now=cast.NOW)
    assert not Invitation.objects.exists()


def test_asking_for_the_same_again_changes_nothing_and_for_other_replaces() -> None:
    version = factories.asked(("rota",), ("sort-20",))
    before = list(Requirement.objects.values_list("pk", flat=True))
    factories.asked(("rota",), ("sort-20",))

    assert list(Requirement.objects.values_list("pk", flat=True)) == before
    assert queries.has_activities(version)
    factories.asked(("sort-20",))
    assert Requirement.objects.get().activity.key == "sort-20"


def test_what_was_completed_for_one_badge_counts_for_the_next(awarded: list[tuple[str, str]]) -> None:
    sorted_before = factories.invitation("sort-20", number="ET-102")
    play = factories.begin(sorted_before.activities.get())
    for number in range(1, factories.DRAWN + 1):
        sort_actions.place_card(play, number=number, category="both", now=cast.NOW)
    assert awarded == [("Isla Reid", "ET-102")]

    factories.invitation("sort-20", number="ET-103")

    assert awarded == [("Isla Reid", "ET-102"), ("Isla Reid", "ET-103")]


def test_one_finish_awards_every_badge_that_waited_for_it(awarded: list[tuple[str, str]]) -> None:
    first = factories.invitation("sort-20", number="ET-102")
    factories.invitation("sort-20", number="ET-103")
    factories.invitation("sort-20", "rota", number="ET-104")
    factories.invitation("sort-20", number="ET-102", learner=cast.callum())
    play = factories.begin(first.activities.get())

    for number in range(1, factories.DRAWN + 1):
        sort_actions.place_card(play, number=number, category="both", now=cast.NOW)

    assert awarded == [("Isla Reid", "ET-102"), ("Isla Reid", "ET-103")]
    done = {invitation.version.badge.number: invitation.is_done for invitation in queries.invitations_of(cast.isla())}
    assert done == {"ET-102": True, "ET-103": True, "ET-104": False}


def test_invitations_come_with_what_a_page_needs(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(10):
        factories.invitation("sort-20", "rota", number=f"ET-{number + 700}")

    isla = cast.isla()
    with django_assert_max_num_queries(2):
        for invitation in queries.invitations_of(isla):
            assert [invited.activity_version.title for invited in invitation.activities.all()]
            assert invitation.version.badge.number


def test_no_award_no_completion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are written, or neither: a failure in the next room undoes the last answer."""

    def broken(**_: object) -> None:
        raise RuntimeError("the next room fell over")

    invitation = factories.invitation("sort-20")
    play = factories.begin(invitation.activities.get())
    for number in range(1, factories.DRAWN):
        sort_actions.place_card(play, number=number, category="both", now=cast.NOW)
    monkeypatch.setattr("ettle.badges.actions.award", broken)

    with pytest.raises(RuntimeError):
        sort_actions.place_card(play, number=factories.DRAWN, category="both", now=cast.NOW)

    assert not queries.invitations_of(cast.isla()).get().is_done
    assert play.attempt.responses.count() == factories.DRAWN - 1


@pytest.mark.usefixtures("starter_pack")
def test_the_starter_packs_badge_lets_each_role_choose_of_two_scenarios() -> None:
    version = badges.version_by_slug("management-and-leadership")
    assert version is not None

    expected = (
        (cast.isla(), ["s1-visit", "s5-kitchen"]), (cast.callum(), ["s3-rota", "s11-audit"]),
        (cast.freya(), ["s12-grant", "s14-promise"]),
    )  # fmt: skip
    for learner, scenarios in expected:
        invitation = actions.invite(learner=learner, version=version, by=None, now=cast.NOW)
        assert keys(invitation) == scenarios


def test_where_two_are_meant_for_a_role_one_of_them_is_enough(client: CheckedClient) -> None:
    version = factories.asked(("rota", "sort-20"))
    invitation = actions.invite(learner=cast.isla(), version=version, by=cast.bashir(), now=cast.NOW)
    client.force_login(cast.isla())
    address = pages.at(invitation, 1)[:-2]
    assert "One is enough." in client.get(address).content.decode()

    factories.finish_sort(invitation.activities.get(activity_version__activity__key="sort-20"))

    assert queries.invitations_of(cast.isla()).get().is_done
    assert "Choose one of these" not in client.get(address).content.decode()
    assert badges.has_badge(cast.isla(), version.badge)


def test_what_was_completed_counts_when_a_badge_that_ended_is_earned_again() -> None:
    version = factories.asked(("sort-20",))
    invitation = actions.invite(learner=cast.isla(), version=version, by=cast.bashir(), now=cast.NOW)
    factories.finish_sort(invitation.activities.get())
    badges.learner_awards(cast.isla()).update(valid_until=cast.NOW, renewable_at=cast.NOW)

    again = actions.invite(learner=cast.isla(), version=version, by=cast.bashir(), now=cast.NOW + timedelta(days=1))

    assert again == invitation
    newest, oldest = badges.learner_awards(cast.isla())
    assert newest.renews == oldest


def test_an_activity_of_an_application_awards_nothing_and_counts_for_the_badge(client: CheckedClient) -> None:
    version = factories.asked(("sort-20",))
    isla = cast.isla()
    opened = [
        actions.open_activity(learner=isla, version=version, key="sort-20", return_path=f"/{turn}/", now=cast.NOW)
        for turn in (1, 2)
    ]
    invited = opened[0]
    assert invited is not None
    assert opened[1] == invited

    factories.finish_sort(invited)

    assert queries.completed_keys(isla, ["sort-20", "rota"]) == {"sort-20"}
    assert not badges.has_badge(isla, version.badge)
    assert not list(queries.invitation_summaries(isla))
    client.force_login(isla)
    assert "completes a badge" not in client.get("/activities/").content.decode()
    ending = client.get(pages.at(invited.invitation, invited.position, "ending")).content.decode()
    assert 'href="/2/">Continue with your application' in ending
    assert "You have earned" not in ending
    actions.invite(learner=isla, version=version, by=cast.bashir(), now=cast.NOW)
    assert badges.has_badge(isla, version.badge)


def test_an_activity_that_is_not_published_cannot_be_opened() -> None:
    version = factories.asked(("sort-20",))

    opened = actions.open_activity(learner=cast.isla(), version=version, key="x", return_path="/", now=cast.NOW)

    assert opened is None


def test_an_invitation_expires_and_its_learner_renews_it(client: CheckedClient, settings: Settings) -> None:
    settings.INVITATION_DAYS = 30
    invitation = factories.invitation("sort-20")
    task_queue.run_due()
    assert "Your invitation is open until 4 November 2026." in mail.outbox[0].body
    factories.begin(invitation.activities.get())
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    home = reverse("activities:invitation", args=[invitation.uuid])
    client.force_login(cast.isla())

    assert client.get(pages.at(invitation, 1, 1)).headers["Location"] == home
    assert client.post(pages.at(invitation, 1, 1), {"answer": "both"}).headers["Location"] == home
    page = pages.text(client.get(home))
    assert "Your answers are saved. Renew it to continue." in page
    assert "Practise" in page
    play = StoredPlay(Attempt.objects.get(), cast.isla())  # read again, with the invitation as it is now
    with pytest.raises(Refused, match="expired"):
        sort_actions.place_card(play, number=1, category="both", now=timezone.now())
    renew = reverse("activities:renew", args=[invitation.uuid])
    client.force_login(cast.callum())
    assert client.post(renew).status_code == 404
    client.force_login(cast.isla())
    for _ in range(2):
        assert client.post(renew).headers["Location"] == home

    renewed = Invitation.objects.get()
    assert renewed.renewed_at is not None
    assert renewed.expires_at == renewed.renewed_at + timedelta(days=30)
    assert AuditLine.objects.filter(act="renewed an invitation to activities").count() == 1
    assert client.get(pages.at(invitation, 1, 1)).status_code == 200


@pytest.mark.usefixtures("starter_pack")
def test_each_learning_role_is_invited_to_an_activity_made_for_it() -> None:
    asking = Requirement.objects.filter(version__badge__number="ET-101")
    found = {role for required in asking for role in required.roles}

    assert found == {"citizen", "frontline", "supervisor", "manager", "strategic"}


@pytest.mark.usefixtures("starter_pack")
def test_what_happens_where_a_learner_works_is_offered_first() -> None:
    version = badges.version_by_slug("management-and-leadership")
    assert version is not None
    isla = cast.isla()
    isla.work_setting = "care-home"
    isla.save(update_fields=["work_setting"])

    assert keys(actions.invite(learner=isla, version=version, by=None, now=cast.NOW)) == ["s8-voice", "s5-kitchen"]
