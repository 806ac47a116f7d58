"""When an endorsement is asked, reminded, late or missing, and what the pages of the badge show of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from ettle.badges import queries as badge_queries
from ettle.badges.models import Award, BadgeVersion
from ettle.evidence import actions
from ettle.evidence.endorsement import duties, queries
from ettle.evidence.endorsement.status import EndorsementState
from ettle.evidence.endorsement.tests.stories import (
    ENDORSES,
    NOW,
    ask,
    asked,
    link,
    met_application,
    page_of,
    status,
    visit,
)
from ettle.evidence.models import Application, Endorsement, EndorsementDuty
from ettle.evidence.tests import factories
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_it_is_asked_after_met_unless_the_row_says_so(isla: CheckedClient) -> None:
    version = factories.create_leadership_badge()
    BadgeVersion.objects.filter(pk=version.pk).update(endorsement="invited")
    application = factories.begin_application(version=BadgeVersion.objects.get(pk=version.pk))
    factories.write_answers(application)
    assert ask(isla, application)["Location"] == page_of(application)
    assert not Endorsement.objects.exists()

    BadgeVersion.objects.filter(pk=version.pk).update(endorsement_from="begun")

    assert ask(isla, application, shown=["1"]).status_code == 302
    assert factories.ENOUGH in visit(link(Endorsement.objects.get())).content.decode()
    assert (
        "You have asked Ruth Bell"
        in visit(reverse("evidence:application", args=[application.uuid]), client=isla).content.decode()
    )


def test_the_endorser_is_reminded_at_half_and_near_the_end_and_then_the_learner_hears(
    isla: CheckedClient, met: Application
) -> None:
    asked(isla, met)
    task_queue.run_due(NOW)
    mail.outbox.clear()

    subjects = []
    for day in (29, 30, 31, 52, 53, 54, 60, 61, 80):
        duties.send_reminders(now=NOW + timedelta(days=day))
        task_queue.run_due(NOW + timedelta(days=day))
        about = [message for message in mail.outbox if "endorse" in message.subject]
        subjects += [(day, message.to[0].partition("@")[0]) for message in about]
        mail.outbox.clear()

    assert subjects == [(30, "ruth"), (53, "ruth"), (60, "isla")]
    assert status(met, 61).state == EndorsementState.LATE
    assert ask(isla, met, days=61, email="tom@rowan.example").status_code == 302


def test_a_late_answer_counts_until_someone_else_is_asked_and_the_link_ends_after_thirty_days(
    isla: CheckedClient, met: Application
) -> None:
    endorsement = asked(isla, met)

    assert visit(link(endorsement), days=91).status_code == 404
    assert visit(link(endorsement), ENDORSES, days=75).status_code == 302
    assert status(met, 75).is_endorsed


def test_no_one_is_reminded_who_answered_or_whose_request_was_withdrawn(isla: CheckedClient, met: Application) -> None:
    first = asked(isla, met)
    visit(link(first), {"kind": "declined"})
    second = asked(isla, met, email="tom@rowan.example")
    visit(reverse("evidence:withdraw-endorser", args=[met.uuid, second.uuid]), {}, client=isla)

    assert sum(duties.send_reminders(now=NOW + timedelta(days=day)) for day in range(0, 200, 5)) == 0


def test_a_required_endorsement_reminds_the_learner_and_is_said_to_be_missing_but_the_badge_stays(
    isla: CheckedClient, required: Application
) -> None:
    due = NOW + timedelta(days=90)
    assert EndorsementDuty.objects.get().due_at == due
    days = [day for day in range(120) if duties.send_reminders(now=NOW + timedelta(days=day))]
    award = Award.objects.get()

    assert days == [45, 83, 90]
    assert not status(required, 89).is_overdue
    assert status(required, 90).is_shown_as_missing
    before, after = (
        visit(reverse("badges:verified", args=[award.uuid]), days=day).content.decode() for day in (89, 90)
    )
    assert "Not endorsed" not in before
    assert "Not endorsed" in after
    with time_machine.travel(due, tick=False):
        isla.force_login(cast.isla())
    assert "Not endorsed" in visit(reverse("badges:earned", args=[award.uuid]), days=90, client=isla).content.decode()
    asked(isla, required, days=91)
    visit(link(Endorsement.objects.get(), 91), ENDORSES, days=92)
    assert "Not endorsed" not in visit(reverse("badges:verified", args=[award.uuid]), days=93).content.decode()


def test_a_row_that_says_nothing_of_a_missed_one_shows_nothing(isla: CheckedClient) -> None:
    application = met_application(endorsement="required", endorsement_days=90, endorsement_missed="nothing")

    page = visit(reverse("badges:verified", args=[Award.objects.get().uuid]), days=100).content.decode()

    assert status(application, 100).is_overdue
    assert "Not endorsed" not in page


def test_it_is_required_of_the_roles_of_the_row_and_others_are_invited() -> None:
    isla_is_front_line = met_application(endorsement="required", endorsement_days=90, endorsement_roles=["manager"])

    assert not EndorsementDuty.objects.exists()
    assert not status(isla_is_front_line).is_required
    assert status(isla_is_front_line).may_ask


def test_the_public_page_names_the_endorser_only_when_both_agree(isla: CheckedClient, met: Application) -> None:
    public = reverse("badges:verified", args=[Award.objects.get().uuid])
    private, agreed = asked(isla, met), ENDORSES | {"is_name_public": "on"}
    visit(link(private), ENDORSES)
    show = reverse("evidence:show-endorsement", args=[met.uuid, private.uuid])
    visit(show, {"show": "yes"}, client=isla)
    assert "Ruth Bell" not in visit(public).content.decode()

    visit(link(private) + "?change=1", agreed, days=1)
    assert "Ruth Bell" not in visit(public, days=1).content.decode()
    visit(show, {"show": "yes"}, days=1, client=isla)
    page = visit(public, days=1).content.decode()
    assert "Endorsed by Ruth Bell, Manager" in page
    assert ENDORSES["words"] in page
    visit(show, {"show": "no"}, days=1, client=isla)
    assert "Ruth Bell" not in visit(public, days=1).content.decode()


def test_other_words_are_public_only_when_the_holder_agrees_again(isla: CheckedClient, met: Application) -> None:
    public = reverse("badges:verified", args=[Award.objects.get().uuid])
    agreed = ENDORSES | {"is_name_public": "on"}
    request = asked(isla, met)
    visit(link(request), agreed)
    show = reverse("evidence:show-endorsement", args=[met.uuid, request.uuid])
    visit(show, {"show": "yes"}, client=isla)
    assert "Endorsed by Ruth Bell" in visit(public).content.decode()

    visit(link(request) + "?change=1", agreed | {"name": "Someone Else", "words": "They were never there."}, days=1)

    page = visit(public, days=1).content.decode()
    assert "never there" not in page
    assert "Someone Else" not in page


def test_after_not_me_the_link_shows_nothing_and_takes_no_answer(isla: CheckedClient, met: Application) -> None:
    request = asked(isla, met)
    visit(link(request), {"kind": "unknown"})

    opened = visit(link(request) + "?change=1").content.decode()
    visit(link(request) + "?change=1", ENDORSES)

    assert "What you are asked to endorse" not in opened
    assert "Change your answer" not in opened
    assert [answer.kind for answer in request.answers.all()] == ["unknown"]


def test_the_learner_cannot_withdraw_what_their_endorser_said(isla: CheckedClient, met: Application) -> None:
    request = asked(isla, met)
    visit(link(request), ENDORSES)
    token = link(request).rstrip("/").rpartition("/")[2]
    address = reverse("evidence:take-back-endorsement", args=[token])

    visit(address, {"go": "withdraw"}, client=isla)
    visit(address, {"go": "anything"})

    assert [answer.kind for answer in request.answers.all()] == ["endorsed"]


@pytest.mark.parametrize("again", ["ruth@rowan.example", "Ruth+2@rowan.example"])
def test_one_mailbox_is_asked_once_for_a_badge(isla: CheckedClient, met: Application, again: str) -> None:
    request = asked(isla, met)
    visit(reverse("evidence:withdraw-endorser", args=[met.uuid, request.uuid]), {}, client=isla)

    answer = ask(isla, met, email=again)

    assert "You have asked this person already" in answer.content.decode()
    assert Endorsement.objects.count() == 1


@pytest.mark.parametrize("go", ["hide", "withdraw"])
def test_the_endorser_can_take_their_name_off_or_withdraw_at_any_time(
    isla: CheckedClient, required: Application, go: str
) -> None:
    public = reverse("badges:verified", args=[Award.objects.get().uuid])
    endorsement = asked(isla, required)
    visit(link(endorsement), ENDORSES | {"is_name_public": "on"})
    visit(reverse("evidence:show-endorsement", args=[required.uuid, endorsement.uuid]), {"show": "yes"}, client=isla)
    assert "Ruth Bell" in visit(public).content.decode()

    visit(link(endorsement) + "withdraw", {"go": go}, days=400)

    page = visit(public, days=400).content.decode()
    assert "Ruth Bell" not in page
    assert ("Not endorsed" in page) == (go == "withdraw")
    assert Award.objects.count() == 1
    assert status(required, 400).is_endorsed == (go == "hide")


def test_an_application_that_is_withdrawn_closes_the_link(isla: CheckedClient) -> None:
    version = factories.create_leadership_badge()
    BadgeVersion.objects.filter(pk=version.pk).update(endorsement="invited", endorsement_from="begun")
    submission = factories.submit_application(
        factories.begin_application(version=BadgeVersion.objects.get(pk=version.pk))
    )
    endorsement = asked(isla, submission.application)

    actions.withdraw(submission.application, by=cast.isla(), now=NOW)

    assert visit(link(endorsement)).status_code == 404


def test_the_public_page_reads_little_for_an_endorsement(
    isla: CheckedClient, met: Application, django_assert_max_num_queries: Any
) -> None:
    visit(link(asked(isla, met)), ENDORSES)
    award = badge_queries.award_by_uuid(Award.objects.get().uuid)
    assert award is not None

    with django_assert_max_num_queries(3):
        queries.find_badge_endorsement(award, NOW)
