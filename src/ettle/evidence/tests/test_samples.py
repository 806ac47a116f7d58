"""A badge that needs no assessor: the award does not wait, and a few are looked at afterwards."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from ettle.evidence import actions
from ettle.evidence.actions.samples import draw_sample, is_drawn
from ettle.evidence.models import Sample, Submission
from ettle.evidence.review import work_queue
from ettle.evidence.tests import factories
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


def send(percent: int = 100) -> Submission:
    """Isla sends a badge that no assessor decides on, of which so many in a hundred are looked at."""
    application = factories.begin_application(version=factories.create_automatic_badge(percent))
    return factories.submit_application(application)


def send_and_draw() -> Sample:
    return Sample.objects.get(submission=send())


def look(sample: Sample, outcome: str, note: str = "Leave out the day next time.") -> Sample:
    return actions.look_at_sample(sample, assessor=cast.bashir(), outcome=outcome, note=note, now=factories.LATER)


def test_the_badge_does_not_wait_for_the_look() -> None:
    cast.bashir()
    submission = send()
    task_queue.run_due()

    assert factories.count_awards(cast.isla()) == 1
    assert submission.review.assessor is None
    assert all(message.to == ["isla@example.org"] for message in mail.outbox)
    assert "your assessor" not in " ".join(str(message.body) for message in mail.outbox).lower()
    assert work_queue.samples_to_look_at(cast.bashir()).get().submission == submission


@pytest.mark.parametrize(("percent", "is_chosen"), [(0, False), (100, True)])
def test_the_draw_is_stored_once_whatever_it_says(percent: int, is_chosen: bool) -> None:
    submission = send(percent)
    drawn = draw_sample(submission, now=factories.LATER)

    assert Sample.objects.get() == drawn
    assert (drawn.is_chosen, drawn.percent, drawn.drawn_at) == (is_chosen, percent, NOW)


def test_about_five_in_a_hundred_are_drawn_and_always_the_same() -> None:
    numbers = [uuid.UUID(int=number) for number in range(4_000)]

    drawn = [number for number in numbers if is_drawn(number, 5)]

    assert 150 <= len(drawn) <= 250
    assert drawn == [number for number in numbers if is_drawn(number, 5)]


def test_only_an_assessor_of_this_learner_may_look_and_only_one_of_them() -> None:
    sample = send_and_draw()
    for person in (cast.isla(), cast.morag(), cast.freya()):
        with pytest.raises(Refused, match="not from a learner you assess"):
            actions.look_at_sample(sample, assessor=person, outcome="nothing", note="", now=NOW)

    look(sample, "nothing")

    with pytest.raises(Refused, match="looked at this already"):
        look(sample, "note")
    assert Sample.objects.get().note == ""


def test_a_note_reaches_the_learner_and_changes_nothing(client: CheckedClient) -> None:
    sample = send_and_draw()
    task_queue.run_due()
    mail.outbox.clear()

    look(sample, "note")
    task_queue.run_due()

    assert [message.to for message in mail.outbox] == [["isla@example.org"]]
    assert "Leave out the day" not in mail.outbox[0].body
    client.force_login(cast.isla())
    page = client.get(reverse("evidence:application", args=[sample.submission.application.uuid])).content.decode()
    assert "Leave out the day next time." in page
    assert factories.count_awards(cast.isla()) == 1


def test_a_badge_is_withdrawn_only_by_an_administrator(client: CheckedClient) -> None:
    cast.dougal()
    sample = send_and_draw()
    with pytest.raises(Refused) as refused:
        look(sample, "withdraw", note=" ")
    assert refused.value.field == "note"

    look(sample, "withdraw")
    task_queue.run_due()

    (message,) = [message for message in mail.outbox if message.to == ["dougal@example.org"]]
    assert "bashir@example.org" in message.body
    assert "Isla" not in message.body
    assert "Leave out the day" not in message.body
    assert factories.count_awards(cast.isla()) == 1
    client.force_login(cast.isla())
    page = client.get(reverse("evidence:application", args=[sample.submission.application.uuid])).content.decode()
    assert "Leave out the day" not in page


def test_the_pages_show_what_was_drawn_and_take_the_answer(client: CheckedClient) -> None:
    submission = send()
    client.force_login(cast.bashir())
    listed = client.get(reverse("evidence:samples")).content.decode()
    address = reverse("evidence:sample", args=[submission.uuid])
    assert address in listed
    assert "Isla" not in listed
    assert factories.ENOUGH in client.get(address).content.decode()

    refused = client.post(address, {"once": str(uuid.uuid4()), "outcome": "note", "note": ""})
    saved: Any = client.post(address, {"once": str(uuid.uuid4()), "outcome": "nothing", "note": ""})

    assert refused.status_code == 422
    assert saved.status_code == 302
    assert "There is nothing to look at" in client.get(reverse("evidence:samples")).content.decode()
    assert client.get(address).status_code == 404
    client.force_login(cast.morag())
    assert client.get(address).status_code == 404
