"""What a demonstration shows: a learner without an organisation, a pool, an assessor on leave, and a late answer."""

from __future__ import annotations

from datetime import datetime

import pytest
import yaml
from django.conf import settings
from django.urls import reverse

from ettle.activities.models import Invitation
from ettle.evidence.demonstration.actions import make_demo_applications
from ettle.evidence.models import Application, Assignment, Decision, Promise, Submission
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.review_states import list_states
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions as people
from ettle.people.models import User

pytestmark = pytest.mark.django_db
SHOWN = settings.BASE_DIR / "content" / "demonstrations" / "leadership.yaml"
WORK = yaml.safe_load(SHOWN.read_text())["work"]


@pytest.fixture
def _demonstration(starter_pack: None, now: datetime) -> None:
    people.make_demo_cast(now)
    make_demo_applications(work=WORK, now=now)


def find_person(name: str) -> User:
    found: User = User.objects.get(email=people.demo_address(name))
    return found


@pytest.mark.usefixtures("_demonstration")
def test_starting_again_adds_nothing(now: datetime) -> None:
    make_demo_applications(work=WORK, now=now)

    assert Application.objects.count() == 5
    assert Submission.objects.count() == 4


@pytest.mark.usefixtures("_demonstration")
def test_a_learner_has_an_open_invitation_and_one_to_renew(client: CheckedClient) -> None:
    client.force_login(find_person("Rona"))
    mine = client.get(reverse("activities:mine")).content.decode()
    expired, opened = Invitation.objects.order_by("invited_at")

    assert [invitation.version.badge.number for invitation in (expired, opened)] == ["ET-102", "ET-203"]
    for invitation in (expired, opened):  # as their pages say
        application = Application.objects.get(version=invitation.version)
        assert Decision.objects.filter(review__submission__application=application).exists()
        assert not Decision.objects.filter(review__submission__application=application).exclude(outcome="met").exists()
    assert mine.count("Completes the badge") == 2
    assert mine.count("Expired. Open it to renew it.") == 1
    renewed = client.post(reverse("activities:renew", args=[expired.uuid]), follow=True).content.decode()
    assert "Your invitation is open again" in renewed


def test_a_pack_without_these_badges_makes_no_work(now: datetime) -> None:
    people.make_demo_cast(now)

    make_demo_applications(work=WORK, now=now)

    assert not Application.objects.exists()


@pytest.mark.usefixtures("_demonstration")
def test_a_learner_without_an_organisation_reads_before_writing_who_reads_it_and_when(client: CheckedClient) -> None:
    client.force_login(find_person("Rona"))

    pool = client.get(reverse("evidence:start", args=["supervision-both-sides"])).content.decode()
    begun = client.get(reverse("evidence:start", args=["my-leadership-now"])).content.decode()

    assert "No assessor is named for this yet." in pool
    assert "An assessor from the pool, who assesses for the whole site" in begun
    application = Application.objects.get(version__badge__number="ET-103")
    page = client.get(reverse("evidence:application", args=[application.uuid])).content.decode()
    assert "An assessor from the pool, who assesses for the whole site, will read it after you send it." in page
    assert "you will have an answer by about <strong>" in page


@pytest.mark.usefixtures("_demonstration")
def test_what_an_assessor_on_leave_had_is_with_her_colleague() -> None:
    passed_on = Submission.objects.get(application__version__badge__number="ET-301")

    before, after = Assignment.objects.filter(submission=passed_on).order_by("pk")

    assert (before.assessor.name, before.why_ended) == ("Kirsty Boyd", "away")
    assert (after.assessor.name, after.why, after.ended_at) == ("Tomasz Nowak", "deputy", None)


@pytest.mark.usefixtures("_demonstration")
def test_the_administrators_page_says_what_is_late_how_old_it_is_and_who_has_it(now: datetime) -> None:
    waiting, unowned, _late = list_states(now)

    assert not waiting.is_good
    assert "2 wait" in waiting.words
    assert "The oldest is ‘Citizen leadership’, sent 24 days ago. Tomasz Nowak has it" in waiting.words
    assert unowned.is_good
    late = Promise.objects.open().get(due_on__lt=operator_date(now))
    assert late.submission.application.learner == find_person("Rona")
