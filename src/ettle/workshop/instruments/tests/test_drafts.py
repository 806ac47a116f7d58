"""What an author has typed and not published: kept as typed, handed over, published by somebody else, let go of."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from ettle.feedback.tests import factories as made_360
from ettle.instruments.feedback_specs import FeedbackSpec
from ettle.instruments.models import Draft, InstrumentVersion
from ettle.instruments.queries import current_version
from ettle.instruments.specs import InstrumentSpec
from ettle.journey.tests import factories
from ettle.people.tests import cast
from ettle.workshop.instruments.tests.test_instrument_pages import (
    KEYS,
    LIST,
    ROUND,
    SELF,
    form_of,
    playing,
    text,
    unchecked,
)

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'name="(after|draft|opened|opened_at)" value="([^"]*)"')


@pytest.fixture
def writer(client: Client) -> Client:
    """Callum writes and does not publish."""
    made_360.publish_version()
    client.force_login(playing(cast.callum(), "Writers"))
    return client


def hidden(page: Any) -> dict[str, str]:
    """What the page carries about its drafts."""
    return dict(HIDDEN.findall(text(page)))


def kept(client: Client, spec: InstrumentSpec | FeedbackSpec, *, go: str = "keep", **changes: Any) -> Any:
    return client.post(f"{LIST}{spec.key}/", form_of(spec, go=go, **changes))


@pytest.mark.parametrize("spec", KEYS, ids=lambda spec: spec.key)
def test_a_draft_keeps_every_field_as_it_was_typed(writer: Client, spec: InstrumentSpec | FeedbackSpec) -> None:
    faulty = {"title": "Half a ti", "minutes": "about ten", "point__2": ""}

    there = kept(writer, spec, **faulty)["Location"]

    page = text(writer.get(there))
    assert "Your draft is kept. Nothing is published yet" in page
    assert "A draft by Callum" in page
    for said in ("Half a ti", "about ten"):
        assert f'value="{said}"' in page
    assert re.search(r'name="point-2"(?![^>]*value="[^"])', page)
    assert InstrumentVersion.objects.count() == 1
    whole = {name for name in form_of(spec) if name not in {"after", "go"}}
    assert set(Draft.objects.get().said) >= whole


@pytest.mark.parametrize("spec", KEYS, ids=lambda spec: spec.key)
def test_a_publisher_finds_what_was_handed_over_and_publishes_it(
    writer: Client, spec: InstrumentSpec | FeedbackSpec, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assert kept(writer, spec, go="hand", title="By Callum")["Location"] == LIST
    writer.force_login(cast.agnes())

    listed = text(writer.get(LIST))
    assert "Waits for whoever publishes" in listed
    there = re.findall(rf'"({LIST}{spec.key}/\?draft=[^"]*)"', listed)[0]
    with django_assert_max_num_queries(10):
        opened = writer.get(there)
    assert 'value="By Callum"' in text(opened)
    published = writer.post(f"{LIST}{spec.key}/", form_of(spec, title="By Callum") | hidden(opened))

    assert published["Location"] == LIST
    assert "By Callum" in text(writer.get(f"{LIST}{spec.key}/2/"))
    assert not Draft.objects.exists()


def test_keeping_again_takes_the_place_of_what_was_opened(writer: Client) -> None:
    opened = writer.get(kept(writer, factories.INSTRUMENT, title="First")["Location"])

    for title in ("Second", "Third"):
        writer.post(SELF, form_of(factories.INSTRUMENT, go="save", title=title) | hidden(opened))

    assert [draft.said["title"] for draft in Draft.objects.all()] == ["Third"]


def test_two_pages_with_one_draft_keep_both(writer: Client) -> None:
    there = kept(writer, factories.INSTRUMENT, title="First")["Location"]
    one, other = hidden(writer.get(there)), hidden(writer.get(there))

    writer.post(SELF, form_of(factories.INSTRUMENT, go="keep", title="On the phone") | one)
    writer.post(SELF, form_of(factories.INSTRUMENT, go="keep", title="At the desk") | other)

    assert {draft.said["title"] for draft in Draft.objects.all()} == {"On the phone", "At the desk"}


def test_what_a_colleague_changes_stays_beside_what_was_handed_over(writer: Client) -> None:
    there = kept(writer, factories.INSTRUMENT, go="hand", title="By Callum")
    draft = Draft.objects.get()
    writer.force_login(cast.agnes())

    page = hidden(writer.get(f"{SELF}?draft={draft.uuid}"))
    writer.post(SELF, form_of(factories.INSTRUMENT, go="keep", title="By Agnes") | page)

    assert there["Location"] == LIST
    assert {draft.said["title"] for draft in Draft.objects.all()} == {"By Callum", "By Agnes"}


def test_a_draft_that_was_changed_meanwhile_outlives_publishing(writer: Client) -> None:
    there = kept(writer, factories.INSTRUMENT, go="hand", title="As handed over")["Location"]
    draft = Draft.objects.get()
    publisher = Client()
    publisher.force_login(cast.agnes())
    page = hidden(publisher.get(f"{SELF}?draft={draft.uuid}"))
    writer.post(SELF, form_of(factories.INSTRUMENT, go="save", title="One more thought", draft=str(draft.uuid)))

    publisher.post(SELF, form_of(factories.INSTRUMENT, title="As handed over") | page)

    assert there == LIST
    assert Draft.objects.get().said["title"] == "One more thought"


def test_a_draft_from_an_older_version_says_so_and_is_not_published_unseen(writer: Client) -> None:
    there = kept(writer, factories.INSTRUMENT, title="From version 1")["Location"]
    writer.force_login(cast.agnes())
    writer.post(SELF, form_of(factories.INSTRUMENT, title="Published meanwhile"))

    opened = writer.get(there)
    told = writer.post(SELF, form_of(factories.INSTRUMENT, title="From version 1") | hidden(opened))

    assert "Version 2 was published after this draft was begun" in text(opened)
    assert told.status_code == 422
    assert "Version 2 was published while you wrote" in text(told)
    assert Draft.objects.count() == 1


def test_a_draft_is_let_go_of_by_its_writer_alone(writer: Client) -> None:
    kept(writer, factories.INSTRUMENT)
    address = reverse("workshop:let-go-of-draft", args=["self-assessment", Draft.objects.get().uuid])
    stranger = Client()
    stranger.force_login(cast.agnes())

    assert stranger.post(address).status_code == 404
    assert writer.get(address).status_code == 405
    assert writer.post(address)["Location"] == LIST
    assert not Draft.objects.exists()
    assert writer.post(address).status_code == 404


def test_a_page_that_is_somebody_elses_keeps_nothing_over_theirs(writer: Client) -> None:
    kept(writer, factories.INSTRUMENT, title="By Callum")
    draft = Draft.objects.get()
    writer.force_login(cast.agnes())

    told = kept(writer, factories.INSTRUMENT, title="Over it", draft=str(draft.uuid))
    other = kept(writer, made_360.SPEC, draft=str(draft.uuid))

    assert told.status_code == other.status_code == 422
    assert 'value="Over it"' in text(told)
    assert Draft.objects.get().said["title"] == "By Callum"


def test_more_than_fits_is_told_and_stays_on_the_page(writer: Client) -> None:
    told = kept(writer, made_360.SPEC, easy__citizen="a" * 60_001)

    assert told.status_code == 422
    assert "60,000 letters" in text(told)


@pytest.mark.parametrize("named", ["", "x", "b20bbfff-3d7c-4767-ab14-87cf2567e36b", "\x00", "9" * 500])
def test_a_draft_that_is_not_there_is_not_found(writer: Client, named: str) -> None:
    assert writer.get(SELF, {"draft": named}).status_code == 404


def test_to_others_there_is_no_draft(writer: Client) -> None:
    there = kept(writer, factories.INSTRUMENT)["Location"]
    writer.force_login(cast.isla())

    assert writer.get(there).status_code == 404
    assert kept(writer, factories.INSTRUMENT).status_code == 404


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["draft", "opened", "opened_at", "after", "title", "short_form", "go", "easy-citizen"]),
        st.one_of(
            st.text(max_size=20), st.sampled_from(["keep", "hand", "save", str(UUID(int=1)), "2026-01-01T00:00Z"])
        ),
        max_size=8,
    )
)
def test_whatever_a_page_carries_is_never_a_fault_of_ours(writer: Client, data: dict[str, str]) -> None:
    plain = unchecked(writer)

    for address in (SELF, ROUND):
        for go in ("keep", "hand", "save"):
            assert plain.post(address, {"go": go} | data).status_code < 500
    for draft in Draft.objects.all():
        assert plain.get(f"{LIST}{draft.instrument.key}/", {"draft": str(draft.uuid)}).status_code == 200


def test_drafts_change_nothing_that_is_asked(writer: Client) -> None:
    kept(writer, factories.INSTRUMENT, go="hand", question="Another question?")

    newest = current_version()
    assert newest is not None
    assert newest.question == factories.INSTRUMENT.question
