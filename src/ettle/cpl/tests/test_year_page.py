"""The year: a ring that fills from what a person says yes to, and nothing else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from ettle.activities.queries import completed_activities
from ettle.badges.queries import earned_badges
from ettle.cpl import actions, queries
from ettle.cpl.actions import LearningDetails
from ettle.cpl.models import Learning, Scheme
from ettle.kit.testing.client import CheckedClient
from ettle.learning_log.tests.test_log_pages import filled_form
from ettle.people.models import User
from ettle.people.tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_pack")]
YEAR, ADD, SUGGESTIONS, SETTINGS = (reverse(f"cpl:{name}") for name in ("year", "add", "suggestions", "settings"))
TODAY = cast.NOW.date()
NEW_ENTRY = "/me/log/new/?cpl=4"


@pytest.fixture
def isla(client: CheckedClient) -> CheckedClient:
    client.force_login(cast.isla())
    return client


def add(person: User, *keys: str, title: str = "A course", day: date = TODAY) -> Learning:
    return actions.add_learning(LearningDetails(day, title, "", "", list(keys)), person=person, now=cast.NOW)


def page(client: Client, address: str = YEAR) -> str:
    with time_machine.travel(cast.NOW, tick=False):
        return client.get(address).content.decode()


def post(client: Client, address: str, data: dict[str, Any]) -> Any:
    with time_machine.travel(cast.NOW, tick=False):
        return client.post(address, data)


def test_an_empty_year_says_what_to_do_first(isla: CheckedClient) -> None:
    shown = page(isla)

    assert "You have completed 0 of 7 topics" in shown
    assert f'href="{ADD}"' in shown
    assert "Nothing counts in this year yet" in shown
    assert "Trauma informed learning: not yet" in shown


def test_the_ring_fills_and_a_topic_waits_for_its_parts(isla: CheckedClient) -> None:
    add(cast.isla(), "1")
    add(cast.isla(), "4", "4/child")

    shown = page(isla)

    assert shown.count("You have completed 1 of 7 topics") == 1  # heard once, before the drawing and the table
    assert "Child protection: yes" in shown
    assert "Adult support and protection: not yet" in shown
    assert "4. Protection: started." in shown  # in words, for those who do not see the drawing
    add(cast.isla(), "4", "4/adult")
    assert "You have completed 2 of 7 topics" in page(isla)


def test_social_workers_have_nine_topics(isla: CheckedClient) -> None:
    post(isla, SETTINGS, {"registered_on": "", "groups": ["social-workers"]})

    shown = page(isla)

    assert "You have completed 0 of 9 topics" in shown
    assert "9. Professional leadership" in shown


def test_the_settings_ask_for_the_date_and_for_more_topics(isla: CheckedClient) -> None:
    shown = page(isla, SETTINGS)

    assert "On which date were you registered?" in shown
    assert "Do you have more topics?" in shown
    assert "What you learned and what changed" not in shown


def test_the_year_begins_on_the_day_of_registration(isla: CheckedClient) -> None:
    add(cast.isla(), "1", day=date(2026, 3, 31))
    assert "1 of 7 topics" in page(isla)

    post(isla, SETTINGS, {"registered_on": "2019-04-01"})

    assert "1 April 2026 to 31 March 2027" in page(isla)
    assert "0 of 7 topics" in page(isla)
    assert "1 of 7 topics" in page(isla, f"{YEAR}?year=2025")


@pytest.mark.parametrize("number", ["0", "9999", "x", "-2026", "\u0662\u0660\u0662\u0666", "20260"])
def test_a_year_that_makes_no_sense_shows_this_year(isla: CheckedClient, number: str) -> None:
    assert "1 January 2026 to 31 December 2026" in page(isla, f"{YEAR}?year={number}")


def test_what_is_written_is_added_changed_and_removed(isla: CheckedClient) -> None:
    sent = {"happened_on": "2026-10-01", "title": "A talk about harm", "learned": "Ask", "counts_for": ["4/adult"]}
    post(isla, ADD, sent)
    piece = Learning.objects.get()
    assert piece.counts_for == ["4", "4/adult"]  # a part counts for its topic

    change = reverse("cpl:change", args=[piece.uuid])
    assert page(isla, ADD).count("<details>") == 2  # folded, so that the button is near
    assert page(isla, change).count("<details open>") == 2  # nothing that was said is hidden
    post(isla, change, sent | {"title": "Two talks", "counts_for": ["1"]})
    assert "Two talks" in page(isla)
    assert "Rights based and ethical practice" in page(isla)

    post(isla, reverse("cpl:remove", args=[piece.uuid]), {})
    assert not Learning.objects.exists()


def test_a_day_to_come_and_an_unknown_topic_are_refused_with_the_words(isla: CheckedClient) -> None:
    sent = {"happened_on": "2027-01-01", "title": "Later", "learned": "My words", "counts_for": ["77"]}

    answer = post(isla, ADD, sent)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "not in the future" in shown
    assert shown.count("<details open>") == 2
    assert "Choose from the topics" in shown
    assert "My words" in shown


def test_nothing_counts_until_the_learner_says_so(isla: CheckedClient, now: datetime) -> None:
    with time_machine.travel(cast.NOW, tick=False):
        isla.post(NEW_ENTRY, filled_form(isla, NEW_ENTRY, happened="I asked about a bruise"))
        isla.post("/areas/superv/read/")
    assert "0 of 7" in page(isla)
    offered = page(isla, SUGGESTIONS)
    assert "I asked about a bruise" in offered

    form = isla_form(isla)
    chosen = [suggestion.value for suggestion in form.suggestions if suggestion.source == "log"]
    post(isla, SUGGESTIONS, {"chosen": chosen})

    assert "I asked about a bruise" in page(isla)
    assert Learning.objects.get().counts_for == ["4"]
    assert "I asked about a bruise" not in page(isla, SUGGESTIONS)
    post(isla, reverse("cpl:remove", args=[Learning.objects.get().uuid]), {})
    assert "I asked about a bruise" in page(isla, SUGGESTIONS)


def isla_form(client: Client) -> Any:
    with time_machine.travel(cast.NOW, tick=False):
        return client.get(SUGGESTIONS).context["form"]


def test_a_suggestion_of_somebody_else_cannot_be_chosen(isla: CheckedClient) -> None:
    with time_machine.travel(cast.NOW, tick=False):
        isla.post(NEW_ENTRY, filled_form(isla, NEW_ENTRY, happened="A secret of mine"))
    islas = [suggestion.value for suggestion in isla_form(isla).suggestions]
    isla.force_login(cast.callum())

    assert islas
    assert post(isla, SUGGESTIONS, {"chosen": islas}).status_code == 422
    assert not Learning.objects.exists()


@pytest.mark.parametrize("other", [cast.callum, cast.freya, cast.bashir, cast.morag, cast.stranger, cast.dougal])
def test_nobody_else_finds_a_piece_of_learning(client: CheckedClient, other: Any) -> None:
    piece = add(cast.isla(), "1", title="Mine alone")
    client.force_login(other())

    for name in ("change", "remove"):
        address = reverse(f"cpl:{name}", args=[piece.uuid])
        assert client.get(address).status_code == 404
        assert client.post(address, {"title": "x", "happened_on": "2026-01-01"}).status_code == 404
    assert "Mine alone" not in page(client)
    assert Learning.objects.get().title == "Mine alone"


@pytest.mark.parametrize("address", [YEAR, ADD, SUGGESTIONS, SETTINGS])
def test_a_visitor_is_asked_to_sign_in(client: CheckedClient, address: str) -> None:
    assert client.get(address)["Location"] == f"/account/sign-in/?next={address}"


def test_without_a_scheme_there_is_a_list_and_no_ring(isla: CheckedClient) -> None:
    Scheme.objects.all().delete()
    add(cast.isla())

    assert "You have counted 1 piece of learning" in page(isla)
    assert "<svg" not in page(isla).partition('id="main"')[2].partition("</main>")[0]
    assert page(isla, ADD)
    assert isla.get(SETTINGS).status_code == 404


def test_a_page_makes_few_queries(isla: CheckedClient, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        add(cast.isla(), "1", title=f"Course {number}")
        with time_machine.travel(cast.NOW, tick=False):
            isla.post(NEW_ENTRY, filled_form(isla, NEW_ENTRY, happened=f"Entry {number}"))
    page(isla)

    for address in (YEAR, SUGGESTIONS, ADD):
        with django_assert_max_num_queries(10):
            assert page(isla, address)


def test_the_other_rooms_say_what_a_person_did(isla: CheckedClient) -> None:
    assert earned_badges(cast.isla()) == []
    assert completed_activities(cast.isla()) == []
    assert queries.learning_in(cast.isla(), queries.personal_scheme(cast.isla()).year(cast.NOW.date())).count() == 0


def test_a_date_too_long_ago_gets_a_sentence_of_its_own(isla: CheckedClient) -> None:
    early = post(isla, ADD, {"happened_on": "1800-01-01", "title": "A course"}).content.decode()
    registered = post(isla, SETTINGS, {"registered_on": "1949-12-31"}).content.decode()

    assert "Enter a date after 31 December 1999" in early
    assert "Enter a date after 31 December 1949" in registered
    assert "not in the future" not in early + registered


def test_a_title_has_nothing_that_turns_its_direction(isla: CheckedClient) -> None:
    assert post(isla, ADD, {"happened_on": "2026-10-01", "title": "A \u202e course"}).status_code == 422
    assert not Learning.objects.exists()
