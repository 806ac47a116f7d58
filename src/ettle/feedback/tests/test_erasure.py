"""Whoever leaves the site, or asks to be forgotten, is in no ledger any more; and no number tells who it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ettle.feedback import actions, queries
from ettle.feedback.actions import ObserverAnswers, Person
from ettle.feedback.answer_pool import read_pool
from ettle.feedback.link_tokens import ObserverLink, answer_sheet_key, observer_token
from ettle.feedback.models import Feedback, Observer
from ettle.feedback.observer_groups import Group
from ettle.feedback.report import serialisation
from ettle.feedback.report.disclosure import SubmittedAnswers
from ettle.feedback.tests import attack, factories
from ettle.feedback.tests.equations import gives_away
from ettle.feedback.tests.test_disclosure import LINES, published, unknowns_of
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions as people
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
NUMBERS = count()
CALLUM = "Callum@Example.org"


@pytest.fixture
def feedback() -> Feedback:
    """Isla's 360, in which Callum, who has an account, is asked among others."""
    found = factories.begin_feedback()
    person = Person("Callum Bain", CALLUM)
    actions.add_observers(found, group=Group.PEERS, people=[person], have_agreed=True, now=cast.NOW)
    factories.invite_observers(found, peers=4)
    return found


def link_for(feedback: Feedback, email: str) -> ObserverLink:
    ledger = feedback.observers.select_related("feedback__lines__version", "feedback__person")
    found = ledger.get(email=email)
    return ObserverLink(found, observer_token(found))


def found_in(*words: str) -> set[str]:
    """The tables that still hold any of the words."""
    tables = {table: json.dumps(rows, default=str).lower() for table, rows in attack.dump().items()}
    return {table for table, rows in tables.items() if any(word.lower() in rows for word in words)}


def page(client: CheckedClient, name: str, link: ObserverLink) -> str:
    return reverse(f"feedback:{name}", args=[link.observer.pk, link.token])


def test_leaving_takes_name_and_address_out_of_the_ledger_at_once(feedback: Feedback, now: datetime) -> None:
    link = link_for(feedback, CALLUM)
    factories.answer_by_link(link, "2")
    before = queries.count_groups(feedback)

    with time_machine.travel(now):
        people.leave(cast.callum(), now=now)
        task_queue.run_due()

    assert found_in("callum@example.org", "Callum Bain") == set()
    assert queries.count_groups(feedback) == before
    assert [sheet.answers for sheet in factories.answer_sheets()] == [factories.same_answers(feedback, "2")]
    with pytest.raises(Refused, match="expired"):
        actions.decline(link)


def test_what_leads_to_a_sheet_is_gone_even_for_who_holds_the_secret_key(feedback: Feedback) -> None:
    factories.answer_by_link(link_for(feedback, CALLUM))

    actions.forget(CALLUM.lower())

    ledger = Observer.objects.select_related("feedback")
    (key,) = read_pool(feedback).sheets
    assert key not in {answer_sheet_key(observer_token(observer)) for observer in ledger}


def test_what_was_begun_and_not_sent_goes_and_who_was_not_asked_yet_is_off_the_list(feedback: Feedback) -> None:
    actions.save(link_for(feedback, CALLUM), ObserverAnswers(value="Half a thought"), now=cast.NOW)
    late = Person("", "late@example.org")
    actions.add_observers(feedback, group=Group.TEAM, people=[late], have_agreed=True, now=cast.NOW)

    actions.forget(CALLUM)
    actions.forget("late@example.org")

    assert factories.answer_sheets() == []
    assert feedback.observers.count() == 5


def test_who_is_forgotten_is_not_asked_again_nor_mailed(feedback: Feedback, now: datetime) -> None:
    actions.forget(CALLUM)
    mail.outbox.clear()

    for address in ("callum@example.org", CALLUM):
        with pytest.raises(Refused, match="asked not to be written to"):
            actions.add_observers(
                feedback, group=Group.TEAM, people=[Person("", address)], have_agreed=True, now=cast.NOW
            )
    erased = next(observer for observer in feedback.observers.select_related("feedback__person") if observer.is_erased)
    with pytest.raises(Refused):
        actions.send_again(erased, now=now)
    with time_machine.travel(now + timedelta(weeks=5)):
        task_queue.run_due()
    assert len(mail.outbox) == 12, "an invitation and two reminders for each of the others"
    assert not any("invalid" in address for letter in mail.outbox for address in letter.to)


def test_an_address_that_was_only_claimed_erases_and_tells_nothing(feedback: Feedback, now: datetime) -> None:
    bashir = cast.bashir()
    EmailAddress.objects.create(user=bashir, email=CALLUM.lower(), verified=False, primary=False)

    assert "Callum" not in json.dumps(people.export_personal_data(bashir, now=now))
    people.leave(bashir, now=now)

    assert feedback.observers.filter(email=CALLUM).exists()


def test_one_takes_away_that_one_was_asked_and_by_whom(feedback: Feedback, now: datetime) -> None:
    callum = cast.callum()

    parts = {part["what"]: part for part in people.export_personal_data(callum, now=now)["parts"]}

    (row,) = parts["observers of others that name you"]["rows"]
    assert row["feedback__person__name"] == feedback.person.name
    assert row["email"] == CALLUM
    assert any("in a 360: they stay" in words for words in people.retention_reasons(callum))
    assert not any("in a 360: they stay" in words for words in people.retention_reasons(cast.bashir()))


def test_without_an_account_one_is_forgotten_by_the_link(client: CheckedClient, feedback: Feedback) -> None:
    link = link_for(feedback, "peers1@example.org")
    factories.answer_by_link(link)
    assert "stay among those of others" in client.get(page(client, "observer-forget", link)).content.decode()
    assert feedback.observers.filter(email="peers1@example.org").exists()

    done = client.post(page(client, "observer-forget", link))

    assert "Your name and email address are deleted" in done.content.decode()
    assert found_in("peers1@example.org", "peers 1") == set()
    assert client.get(page(client, "observer", link)).status_code == 404
    client.force_login(feedback.person)
    asking = client.get(reverse("feedback:asking", args=[feedback.uuid])).content.decode()
    assert "Someone who is no longer named" in asking
    assert "erased.invalid" not in asking


@given(choices=st.lists(st.integers(1, 3), min_size=6, max_size=6), leave=st.sets(st.integers(0, 5)))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_report_is_the_same_whoever_left_and_still_gives_nobody_away(
    db: Any, choices: list[int], leave: set[int]
) -> None:
    subject = factories.create_known_person(f"forgetting{next(NUMBERS)}@example.org", name="Somebody")
    feedback = factories.begin_feedback(subject, is_short=True)
    links = factories.invite_observers(feedback, peers=4, team=2)
    for link, point in zip(links, choices, strict=True):
        factories.answer_by_link(link, str(point))
    before, seen = queries.count_groups(feedback), sorted(str(sheet) for sheet in factories.answer_sheets())

    for place in leave:
        actions.forget(links[place].observer.email)

    assert queries.count_groups(feedback) == before
    assert sorted(str(sheet) for sheet in factories.answer_sheets()) == seen
    report = actions.make_report(feedback, now=cast.NOW)
    shown = serialisation.json_to_disclosure(report.content)
    shown = replace(shown, statements={line: shown.statements[f"{line}.{feedback.role}"] for line in LINES})
    sheets = [
        SubmittedAnswers(link.observer.group, dict.fromkeys(LINES, point))
        for link, point in zip(links, choices, strict=True)
    ]
    equations = [equation for _, equation in published(sheets, shown)]
    for few in [[place] for place in leave] + [[4, 5]]:
        assert not gives_away(equations, unknowns_of(sheets, few))
