"""Two browsers with one link, two tabs that ask, and a learner who withdraws while the endorser answers."""

from __future__ import annotations

from typing import Any

import pytest

from ettle.evidence.endorsement import actions, duties
from ettle.evidence.endorsement.actions import EndorserAnswer, EndorserDetails
from ettle.evidence.endorsement.tests.stories import NOW, met_application
from ettle.evidence.models import Application, Endorsement, EndorsementAnswer
from ettle.evidence.tests.test_concurrency import run_together
from ettle.kit.models import WaitingTask
from ettle.kit.refusal import Refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]
ENDORSED = EndorserAnswer("endorsed", "Ruth Bell", "Manager", "manager", "She asked first.")
DECLINED = EndorserAnswer("declined")


def ask(application: Application, email: str = "ruth@rowan.example") -> Endorsement:
    endorser = EndorserDetails("Ruth Bell", email, "manager")
    me = application.learner
    return actions.ask_endorser(application, endorser=endorser, note="", shown=[1], by=me, now=NOW)


def answer(endorsement: Endorsement, given: EndorserAnswer = ENDORSED) -> Any:
    return lambda: actions.answer_request(endorsement, answer=given, now=NOW, by=None)


def test_two_tabs_that_ask_at_one_moment_ask_one_person(met: Application) -> None:
    done = run_together(lambda: ask(met), lambda: ask(met, "tom@rowan.example"), lambda: ask(met))

    assert sum(isinstance(result, Refused) for result in done) == 2
    assert Endorsement.objects.open().count() == 1
    assert WaitingTask.objects.filter(key__startswith="mail/endorse/").count() == 1


def test_a_withdrawal_and_an_answer_at_one_moment_leave_one_of_them(met: Application) -> None:
    endorsement = ask(met)

    run_together(
        lambda: actions.withdraw_request(endorsement, by=met.learner, now=NOW), answer(endorsement), answer(endorsement)
    )

    endorsement = Endorsement.objects.get()
    assert (endorsement.withdrawn_at is None) == EndorsementAnswer.objects.exists()
    assert endorsement.endorser_email == ""
    assert (endorsement.closed_at is None) == EndorsementAnswer.objects.exists()


def test_answers_at_one_moment_are_stored_in_a_row_and_the_last_counts(met: Application) -> None:
    endorsement = ask(met)

    run_together(answer(endorsement), answer(endorsement, DECLINED))

    last = EndorsementAnswer.objects.latest("pk")
    assert EndorsementAnswer.objects.count() == 2
    assert (Endorsement.objects.get().closed_at is None) == last.is_endorsed


def test_two_workers_send_one_reminder() -> None:
    application = met_application(endorsement="required", endorsement_days=90)
    endorsement = ask(application)
    half = endorsement.asked_at + (endorsement.answer_by - endorsement.asked_at) / 2

    sent = run_together(*[lambda: duties.send_reminders(now=half)] * 3)

    assert sum(sent) == 2  # the endorser and the learner
    assert WaitingTask.objects.filter(key=f"mail/endorse/{endorsement.uuid}/1").count() == 1
