"""Whoever reads the whole database links observers to answers no better than by guessing within a group."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection

from ettle.feedback import actions
from ettle.feedback.actions import ObserverAnswers
from ettle.feedback.link_tokens import ObserverLink, observer_token
from ettle.feedback.models import AnswerSheet, Feedback
from ettle.feedback.tests import attack, factories
from ettle.kit.tasks import task_queue
from ettle.people.models import User

ROUNDS, PEERS = 16, 6
# By guessing, one of a group's links is right on average, with a variance of one. Far enough above what the luckiest of
# a few hundred rules reaches.
MOST_BY_LUCK = ROUNDS + 5.5 * ROUNDS**0.5


def run(number: int, now: datetime) -> tuple[Feedback, list[ObserverLink]]:
    """A 360 in which six peers answer one after the other, some after a reminder, some changing their answers."""
    dice = random.Random(number)
    feedback = factories.begin_feedback(
        User.objects.create_user(f"person{number}@example.org", name=f"Person {number}")
    )
    links = factories.invite_observers(feedback, peers=PEERS)
    dice.shuffle(links)
    for place, link in enumerate(links):
        moment = now + timedelta(days=place * 5)
        with time_machine.travel(moment, tick=False):
            task_queue.run_due(moment)
            actions.save(
                link, ObserverAnswers(answers=factories.same_answers(feedback, str(dice.randint(1, 5)))), now=moment
            )
            actions.send_answers(link, now=moment)
            again = dice.choice(links[: place + 1])
            actions.save(again, ObserverAnswers(value=f"Words {dice.random()}"), now=moment)
    return feedback, links


@pytest.mark.django_db
def test_no_rule_links_an_observer_to_a_sheet_better_than_guessing(now: datetime) -> None:
    hits: Counter[str] = Counter()
    proofs: list[str] = []

    for number in range(ROUNDS):
        feedback, links = run(number, now)
        everything = attack.dump()
        who = {link.observer.pk.hex: link.answer_sheet_key for link in links}
        proofs += attack.exact_links(everything, list(who))
        for rule, guess in attack.guesses(everything, list(who)):
            hits[rule] += sum(guess.get(person) == key for person, key in who.items())
        actions.end_without_report(feedback, by=None, now=now)

    assert proofs == []
    assert len(hits) > 50, "too few rules were tried"
    rule, most = hits.most_common(1)[0]
    assert most < MOST_BY_LUCK, f"{rule}: {most} of {ROUNDS * PEERS}, {ROUNDS} by guessing"


@pytest.mark.django_db
def test_the_attack_finds_sheets_that_lie_in_the_order_they_came(now: datetime) -> None:
    _, links = run(0, now)
    who = {link.observer.pk.hex: link.answer_sheet_key for link in links}
    everything = attack.dump()
    came = list(who.values())
    for row in everything[attack.SHEETS]:
        row["place"] = came.index(row["id"])

    best = max(
        sum(guess.get(person) == key for person, key in who.items())
        for _, guess in attack.guesses(everything, list(who))
    )

    assert best == PEERS


@pytest.mark.django_db(transaction=True)
@pytest.mark.locks
def test_every_sheet_lies_where_the_last_sending_put_it(now: datetime) -> None:
    run(0, now)
    sheets = attack.dump()[attack.SHEETS]

    if connection.vendor == "sqlite":
        assert [row["place"] for row in sheets] == sorted(row["id"] for row in sheets)
    feedback = Feedback.objects.get()
    actions.decline(_some_link(feedback))
    written_by = {row.get("written_by") for row in attack.dump()[attack.SHEETS]}
    assert len(written_by) == 1
    assert AnswerSheet.objects.count() == PEERS - 1


def _some_link(feedback: Feedback) -> ObserverLink:
    observer = feedback.observers.select_related("feedback__lines__version", "feedback__person")[0]
    return ObserverLink(observer, observer_token(observer))
