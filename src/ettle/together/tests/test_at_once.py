"""Two guests with one code, and two people who press at one moment."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection

from ettle.badges.tests.test_at_once import at_once
from ettle.kit.refusal import Refused
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW
from ettle.together import actions
from ettle.together.models import PairSession, Participant
from ettle.together.types import Way

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]


@pytest.fixture(autouse=True)
def _a_database_that_waits_its_turn(transactional_db: None) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("A database in memory does not wait for its turn; files and PostgreSQL do")


@pytest.fixture
def starter() -> Participant:
    return actions.start_session(person=cast.isla(), way=Way.TWO_PHONES, other_name="", now=NOW)


def test_of_those_who_enter_one_code_at_one_moment_one_gets_in(starter: Participant) -> None:
    code = starter.session.code

    raised = at_once(lambda: actions.join_session(code, name="Sam", key=uuid.uuid4(), person=None, now=NOW))

    assert [isinstance(fault, Refused) for fault in raised] == [True] * 5
    assert Participant.objects.count() == 2


def test_a_form_sent_twice_at_one_moment_joins_once(starter: Participant) -> None:
    code, key = starter.session.code, uuid.uuid4()

    raised = at_once(lambda: actions.join_session(code, name="Sam", key=key, person=None, now=NOW))

    assert raised == []
    assert Participant.objects.count() == 2


def test_changes_at_one_moment_are_all_counted(starter: Participant) -> None:
    actions.join_session(starter.session.code, name="Sam", key=uuid.uuid4(), person=None, now=NOW)
    for participant in Participant.objects.all():
        actions.finish_answers(participant, now=NOW)
    before = PairSession.objects.get().changes

    acts = iter([f"Act {number}" for number in range(20)])
    raised = at_once(lambda: actions.save_act(starter, act=next(acts)))

    assert raised == []
    assert PairSession.objects.get().changes > before
    assert Participant.objects.get(pk=starter.pk).act.startswith("Act ")


def test_a_session_that_is_stopped_meanwhile_takes_no_answer(starter: Participant) -> None:
    actions.stop_session(starter, now=NOW)

    raised = at_once(lambda: actions.save_answer(starter, question="well", words="Late", is_shared=True), times=2)

    assert [type(fault) for fault in raised] == [Refused] * 2
    assert not Participant.objects.exists()
