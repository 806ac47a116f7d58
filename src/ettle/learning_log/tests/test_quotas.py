"""What one person may store is bounded, and said before it is reached."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from django.urls import reverse

from ettle.kit.refusal import Refused
from ettle.kit.testing.client import CheckedClient
from ettle.learning_log import quotas
from ettle.learning_log.models import EntryFile
from ettle.learning_log.tests import factories
from ettle.people.tests import cast
from ettle.texts import revisions

pytestmark = pytest.mark.django_db


def test_files_are_said_from_eighty_per_cent_on_the_log_and_where_they_are_added(client: CheckedClient) -> None:
    entry = factories.create_entry(cast.isla(), happened="x")
    client.force_login(cast.isla())
    pages = [reverse("learning_log:log"), reverse("learning_log:add-file", args=[entry.uuid])]
    file = EntryFile.objects.create(
        entry=entry, kind="picture", file="log/a", size=159 * quotas.MEGABYTE, added_at=cast.NOW
    )
    assert not any("You have used" in client.get(page).content.decode() for page in pages)

    EntryFile.objects.filter(pk=file.pk).update(size=180 * quotas.MEGABYTE)

    words = "You have used 180 of 200 MB for pictures and voice notes. Remove some to add others."
    assert all(words in client.get(page).content.decode() for page in pages)


def test_entries_are_said_and_then_refused(client: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "ENTRIES", replace(quotas.ENTRIES, most=5))
    for _ in range(4):
        factories.create_entry(cast.isla(), happened="x")
    client.force_login(cast.isla())

    assert "You have written 4 of 5 log entries" in client.get(reverse("learning_log:log")).content.decode()
    factories.create_entry(cast.isla(), happened="x")
    with pytest.raises(Refused, match="Delete some to write others"):
        factories.create_entry(cast.isla(), happened="x")
    factories.create_entry(cast.callum(), happened="x")


def test_the_entry_says_when_a_text_was_saved_nearly_as_often_as_it_can_be(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "MOST_SAVES", 2)
    isla = cast.isla()
    client.force_login(isla)
    entry = factories.create_entry(isla, happened="By the river")
    chain = entry.revision_chain("happened")
    chain.save_text("By the sea", base=1, key=uuid.uuid4(), now=cast.NOW)

    page = client.get(reverse("learning_log:entry", args=[entry.uuid])).content.decode()

    assert "This text has been saved 2 times. It can be saved 2 times." in page
