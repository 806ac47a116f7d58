"""Words of the log go into the answer that is being written; what was typed stays, and the copy is recorded."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse

from ettle.evidence.models import Application, CopiedEntry
from ettle.evidence.tests import factories
from ettle.kit.testing.client import CheckedClient
from ettle.learning_log import actions as log
from ettle.learning_log.models import Entry
from ettle.learning_log.tests import factories as log_factories
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(client: CheckedClient) -> Application:
    client.force_login(cast.isla())
    return factories.begin_application()


@pytest.fixture
def entry() -> Entry:
    return log_factories.create_entry(cast.isla(), happened="I asked Mrs Doyle.", changed="She chose tea.")


def list_url(application: Application) -> str:
    return reverse("evidence:log-words", args=[application.uuid, 1])


def entry_url(application: Application, entry: Entry) -> str:
    return reverse("evidence:log-entry-words", args=[application.uuid, 1, entry.uuid])


def fields(*parts: str) -> dict[str, Any]:
    return {"parts": list(parts), "key": str(uuid.uuid4())}


def texts_of(application: Application) -> list[str]:
    return list(application.answers.order_by("rev").values_list("text", flat=True))


def test_without_scripts_what_was_typed_is_saved_before_the_log_opens(
    client: CheckedClient, application: Application, entry: Entry
) -> None:
    address = reverse("evidence:criterion", args=[application.uuid, 1])
    typed = {"text": "Typed so far.", "rev": 0, "key": str(uuid.uuid4()), "log": "1"}
    opened = client.post(address, typed)
    listed = client.get(opened["Location"]).content.decode()
    chosen = client.get(entry_url(application, entry)).content.decode()

    done = client.post(entry_url(application, entry), fields("changed"))

    assert opened["Location"] == list_url(application)
    assert "I asked Mrs Doyle." in listed
    assert "Insert at the end" in chosen
    assert done["Location"] == address
    assert texts_of(application) == ["Typed so far.", "Typed so far.\n\nShe chose tea."]


def test_the_page_asks_to_disguise_what_was_inserted(
    client: CheckedClient, application: Application, entry: Entry
) -> None:
    shown = client.post(entry_url(application, entry), fields("happened"), follow=True).content.decode()

    assert "Check the words listed under your text" in shown
    assert "could be a person’s name" in shown


def test_a_page_with_scripts_gets_the_words_and_saves_them_itself(
    client: CheckedClient, application: Application, entry: Entry
) -> None:
    chosen = fields("changed", "happened")
    first = client.post(entry_url(application, entry), chosen, headers={"Accept": "application/json"})
    client.post(entry_url(application, entry), chosen, headers={"Accept": "application/json"})

    assert first.json() == {"words": "I asked Mrs Doyle.\n\nShe chose tea."}
    assert texts_of(application) == []
    assert CopiedEntry.objects.count() == 1


def test_the_copy_keeps_the_words_and_where_they_came_from(
    client: CheckedClient, application: Application, entry: Entry
) -> None:
    client.post(entry_url(application, entry), fields("happened"))
    log.delete_entry(entry, by=cast.isla(), now=NOW)

    copied = CopiedEntry.objects.get()
    assert (copied.words, copied.happened_on) == ("I asked Mrs Doyle.", entry.happened_on)
    shown = client.get(reverse("evidence:criterion", args=[application.uuid, 1])).content.decode()
    assert "The words as you copied them" in shown


def test_nothing_chosen_is_refused_in_words(client: CheckedClient, application: Application, entry: Entry) -> None:
    refused = client.post(entry_url(application, entry), fields())

    assert refused.status_code == 422
    assert "Choose at least one part" in refused.content.decode()


def test_the_log_can_be_searched_and_an_empty_one_says_what_to_do(
    client: CheckedClient, application: Application, entry: Entry
) -> None:
    assert (
        "No entry in your log has all of these words"
        in client.get(list_url(application), {"q": "bus"}).content.decode()
    )
    assert "I asked Mrs Doyle." in client.get(list_url(application), {"q": "tea"}).content.decode()
    log.delete_entry(entry, by=cast.isla(), now=NOW)
    assert "There is nothing in your log yet" in client.get(list_url(application)).content.decode()


def test_nobody_reads_anothers_entry_or_writes_into_anothers_answer(
    client: CheckedClient, application: Application, entry: Entry
) -> None:
    theirs = log_factories.create_entry(cast.callum(), happened="Private.")
    assert client.get(entry_url(application, theirs)).status_code == 404
    client.force_login(cast.callum())
    assert client.get(list_url(application)).status_code == 404
    assert client.post(entry_url(application, entry), fields("happened")).status_code == 404


def test_what_was_sent_takes_no_more_words(client: CheckedClient, application: Application, entry: Entry) -> None:
    factories.submit_application(application)

    assert client.post(entry_url(application, entry), fields("happened")).status_code == 404
    assert not CopiedEntry.objects.exists()
