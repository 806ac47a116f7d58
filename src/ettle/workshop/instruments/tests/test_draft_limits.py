"""What authors cannot do with a draft, and what opening, listing and hostile posts leave as it was."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from ettle.feedback.tests import factories as made_360
from ettle.instruments.queries import current_version
from ettle.journey.tests import factories
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.workshop.instruments.models import InstrumentDraft
from ettle.workshop.instruments.tests.authoring import (
    EDIT,
    HISTORY,
    LIST,
    PUBLISH,
    ROUND,
    SELF,
    SPECS,
    SUBMIT,
    form_of,
    publish,
    save,
    send,
    text,
    unchecked,
)

pytestmark = pytest.mark.django_db
WRITING = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "BEGIN")


def test_nothing_is_unpublished_added_or_deleted(publisher: Client) -> None:
    made_360.publish_version()
    publish(publisher, factories.INSTRUMENT, title="Asked now")
    administrator = CheckedClient()
    administrator.force_login(cast.dougal())

    for client in (publisher, administrator):
        for page in ("unpublish/self-assessment/", "delete/self-assessment/", "add/"):
            client.post(f"/cms/instruments/{page}", {"title": "x"})
    assert InstrumentDraft.objects.get().live
    assert "unpublish" not in text(publisher.get(SELF)).lower()
    newest = current_version()
    assert newest is not None
    assert newest.title == "Asked now"


@pytest.mark.parametrize("address", [SELF, ROUND, LIST, f"{LIST}self-assessment/1/"])
@pytest.mark.parametrize("begun", [False, True], ids=["no draft", "a draft"])
def test_opening_a_page_writes_nothing(publisher: Client, address: str, begun: bool) -> None:
    made_360.publish_version()
    if begun:
        for spec in SPECS:
            save(publisher, spec, title="Begun")
    publisher.get("/cms/")
    publisher.get(address)

    with CaptureQueriesContext(connection) as queries:
        assert publisher.get(address).status_code == 200

    assert [query["sql"] for query in queries if query["sql"].startswith(WRITING)] == []
    assert InstrumentDraft.objects.exists() is begun


def test_the_list_and_the_page_ask_little(
    publisher: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made_360.publish_version()
    for spec in SPECS:
        save(publisher, spec, title="Begun")

    with django_assert_max_num_queries(10):
        publisher.get(LIST)
    with django_assert_max_num_queries(50):
        publisher.get(SELF)


def test_a_text_that_is_too_long_is_reported_and_stays_on_the_page(writer: Client) -> None:
    response = save(writer, made_360.SPEC, easy__citizen="a" * 60_001)

    assert response.status_code == 200
    assert "60,000 letters" in text(response)
    assert "a" * 60_001 in text(response)


@pytest.mark.parametrize("key", ["x", "b20bbfff-3d7c-4767-ab14-87cf2567e36b", "9" * 500])
def test_an_instrument_that_is_not_there_is_not_found(writer: Client, key: str) -> None:
    assert writer.get(EDIT.format(key)).status_code == 404
    assert writer.post(EDIT.format(key), form_of(factories.INSTRUMENT)).status_code == 404
    assert not InstrumentDraft.objects.exists()


def test_to_others_there_is_no_draft(writer: Client) -> None:
    save(writer, factories.INSTRUMENT)
    writer.force_login(cast.isla())

    assert writer.get(SELF).status_code == 404
    assert writer.post(SELF, form_of(factories.INSTRUMENT)).status_code == 404
    assert writer.get(HISTORY.format("self-assessment")).status_code == 404


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "loaded_revision_id",
                "overwrite_revision_id",
                "after",
                "title",
                "short_form",
                "easy-citizen",
                "go_live_at",
            ]
        ),
        st.one_of(st.text(max_size=20), st.sampled_from(["1", "2", str(UUID(int=1)), "2026-01-01T00:00Z"])),
        max_size=8,
    )
)
def test_whatever_a_page_carries_is_never_a_fault_of_ours(writer: Client, data: dict[str, str]) -> None:
    plain = unchecked(writer)

    for address in (SELF, ROUND):
        for action in ({}, SUBMIT, PUBLISH):
            assert plain.post(address, data | action).status_code < 500
        assert plain.get(address).status_code == 200


def test_drafts_change_no_question_that_people_answer(writer: Client) -> None:
    send(writer, factories.INSTRUMENT, SUBMIT, question="Another question?")

    newest = current_version()
    assert newest is not None
    assert newest.question == factories.INSTRUMENT.question
