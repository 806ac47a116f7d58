"""An author changes what people are asked: through the form, as a new version, and never what was published."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from ettle.feedback.tests import factories as made_360
from ettle.framework.actions import put_framework
from ettle.instruments import actions as instrument_actions
from ettle.instruments.models import FeedbackVersion, InstrumentVersion
from ettle.instruments.queries import current_version
from ettle.instruments.queries.spec_export import export_feedback, export_instrument
from ettle.instruments.types.feedback_specs import FeedbackSpec
from ettle.instruments.types.specs import InstrumentSpec
from ettle.journey.tests import factories
from ettle.kit.models import AuditLine
from ettle.kit.refusal import Refused
from ettle.people.queries import PUBLISHERS
from ettle.people.tests import cast
from ettle.workshop.authors.author_roles import AuthorRole
from ettle.workshop.instruments.spec_entries import entries_class
from ettle.workshop.instruments.tests.authoring import (
    EDIT,
    LIST,
    PUBLISH,
    ROUND,
    SELF,
    SPECS,
    form_of,
    hidden_fields,
    named,
    playing,
    publish,
    text,
    unchecked,
)

pytestmark = pytest.mark.django_db
PREVIEW = "/cms/instruments/preview/{}/"


@pytest.fixture
def author(client: Client) -> Client:
    made_360.publish_version()
    client.force_login(cast.agnes())
    return client


def preview(client: Client, spec: InstrumentSpec | FeedbackSpec, mode: str = "", **changes: Any) -> str:
    """What the preview beside the form shows while these fields are changed."""
    address = PREVIEW.format(spec.key)
    assert client.post(address, form_of(spec, **changes)).json() == {"is_valid": True, "is_available": True}
    return text(client.get(address, {"mode": mode}))


def test_the_list_names_every_version_and_its_day(
    author: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        instrument_actions.publish_instrument(factories.INSTRUMENT.replace(minutes=number + 10), by=None, now=cast.NOW)

    with django_assert_max_num_queries(10):
        page = text(author.get(LIST))

    assert f'href="{LIST}self-assessment/31/"' in page
    assert f'href="{LIST}self-assessment/1/"' in page
    assert "Published 5 October 2026" in page
    assert page.count("Asked now") == 2


def test_without_a_pack_the_list_says_where_instruments_come_from(client: Client) -> None:
    client.force_login(cast.agnes())

    assert "come with a content pack" in text(client.get(LIST))
    assert client.get(SELF).status_code == 404
    assert client.post(SELF, {"title": "New"}).status_code == 404


def test_publishing_makes_a_new_version_and_writes_who(author: Client) -> None:
    answer = publish(author, factories.INSTRUMENT, question="How often this week?", point__2="At times")

    assert answer["Location"] == LIST
    newest = current_version()
    assert newest is not None
    assert (newest.edition, newest.question, newest.scale[1]["label"]) == (2, "How often this week?", "At times")
    assert AuditLine.objects.filter(
        actor__person=cast.agnes(), act="published an instrument", subject_key=newest.pk
    ).exists()
    assert InstrumentVersion.objects.get(edition=1).question == factories.INSTRUMENT.question
    assert "Version 2 is published" in text(author.get(LIST))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_the_same_content_publishes_nothing(author: Client, spec: InstrumentSpec | FeedbackSpec) -> None:
    publish(author, spec)

    assert InstrumentVersion.objects.count() == FeedbackVersion.objects.count() == 1
    assert "Nothing has changed" in text(author.get(LIST))


@pytest.mark.usefixtures("starter_pack")
def test_the_instruments_of_the_starter_pack_come_back_from_the_form_as_they_were() -> None:
    for spec in (export_instrument("self-assessment"), export_feedback("feedback-360")):
        assert spec is not None
        kind = entries_class(spec)
        entries = kind(kind.from_spec(spec), spec)

        assert entries.find_problems() == []
        assert entries.to_spec() == spec


def test_what_was_begun_keeps_its_words(author: Client) -> None:
    begun = factories.begin_assessment(cast.isla())
    feedback = made_360.begin_feedback(cast.callum())

    publish(author, factories.INSTRUMENT, question="Something else?", confirmed="yes")
    publish(author, made_360.SPEC, not_seen="Never saw it")

    author.force_login(cast.isla())
    page = text(author.get(reverse("journey:line", args=[begun.uuid, 1])))
    assert factories.INSTRUMENT.question in page
    assert "Something else?" not in page
    feedback.lines.version.refresh_from_db()
    assert feedback.lines.version.content["not_seen"] == "I have not seen this"
    newest = export_feedback("feedback-360")
    assert newest is not None
    assert newest.not_seen == "Never saw it"


def test_before_publishing_the_page_says_that_every_comparison_starts_again(author: Client) -> None:
    factories.begin_assessment(cast.isla())
    changed = {"point__2": "At times"}

    assert "All comparisons would start again" in preview(author, factories.INSTRUMENT, **changed)
    response = publish(author, factories.INSTRUMENT, **changed)
    assert response.status_code == 200
    assert "press the button again" in text(response)
    assert "All comparisons would start again" in text(response)
    assert InstrumentVersion.objects.count() == 1
    assert 'name="confirmed" value="yes"' in text(response)
    assert publish(author, factories.INSTRUMENT, **changed, confirmed="yes")["Location"] == LIST


def test_before_publishing_the_page_names_the_statements_that_start_again(author: Client) -> None:
    factories.begin_assessment(cast.isla())
    same = {"title": "Where now?", "question": "how often in the last month"}
    assert "All comparisons go on" in preview(author, factories.INSTRUMENT, **same)

    put_framework(factories.framework_spec(choice="I try to do"), by=None, now=cast.NOW)
    page = preview(author, factories.INSTRUMENT, **same)

    assert "Comparisons of them start again, whatever you publish" in page
    assert page.count("I try to do") == 24 + 1
    assert publish(author, factories.INSTRUMENT, **same)["Location"] == LIST


def test_what_no_page_may_hold_is_not_published(author: Client) -> None:
    publish(author, factories.INSTRUMENT, title="Where\x1f am\x85 I?\x0b")

    newest = current_version()
    assert newest is not None
    assert newest.title == "Where  am  I?"


def test_points_at_the_end_may_be_added_and_taken_away(author: Client) -> None:
    publish(author, factories.INSTRUMENT, point__6="Always", not__sure="")

    newest = current_version()
    assert newest is not None
    assert [point.value for point in newest.points()] == [1, 2, 3, 4, 5, 6]
    assert list(newest.uncounted_labels()) == ["not-my-role"]


def test_a_360_is_changed_with_its_easy_read_sentences(author: Client) -> None:
    lines = "vis.1 star I am asked first.\n\n  emp.1 hands  I may decide.  "

    publish(author, made_360.SPEC, easy__citizen=lines, answer__1="Yes, mostly", short_minutes=4)

    newest = export_feedback("feedback-360")
    assert newest is not None
    sentences = [(line.theme, line.picture, line.sentence) for line in newest.easy.lines if line.role == "citizen"]
    assert sentences == [("vis.1", "star", "I am asked first."), ("emp.1", "hands", "I may decide.")]
    assert (newest.easy.answers[0].label, newest.short_minutes) == ("Yes, mostly", 4)
    assert newest.scale == made_360.SPEC.scale


FAULTS: list[tuple[InstrumentSpec | FeedbackSpec, dict[str, Any], str, str]] = [
    (factories.INSTRUMENT, {"title": " "}, "title", "Write some words here"),
    (factories.INSTRUMENT, {"title": "x" * 161}, "title", "Keep this to 160 letters or fewer; it has 161"),
    (factories.INSTRUMENT, {"minutes": "soon"}, "minutes", "from 1 to 240"),
    (factories.INSTRUMENT, {"minutes": ""}, "minutes", "from 1 to 240"),
    (factories.INSTRUMENT, {"point__3": ""}, "point-3", "Every point needs a written anchor"),
    (factories.INSTRUMENT, {f"point__{n}": "" for n in range(1, 6)}, "point-1", "at least two of them"),
    (factories.INSTRUMENT, {"importance__2": ""}, "importance-2", "Every point needs a written anchor"),
    (made_360.SPEC, {"dont_know": ""}, "dont_know", "Write the words that people see"),
    (made_360.SPEC, {"easy_minutes": "0"}, "easy_minutes", "from 1 to 240"),
    (made_360.SPEC, {"counts__2": "9"}, "counts-2", "Name a point of the scale"),
    (made_360.SPEC, {"counts__2": "4"}, "answer-1", "another point of the scale"),
    (made_360.SPEC, {"answer__3": ""}, "answer-3", "Write the words that people see"),
    (made_360.SPEC, {"short_form": []}, "short_form", "Name the themes of the short form"),
    (made_360.SPEC, {"easy__manager": "vis.1 sun Well.\nvis.1"}, "easy-manager", "Line 2: Write a theme, a picture"),
    (made_360.SPEC, {"easy__manager": "\nvis.1 cat Well."}, "easy-manager", "Line 2: Use one of asking"),
    (made_360.SPEC, {"easy__manager": "vis.4 sun Well."}, "easy-manager", "Line 1: Use a theme of the short form"),
]


@pytest.mark.parametrize(("spec", "changes", "at", "words"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_fault_is_shown_at_its_field_and_nothing_typed_is_lost(
    author: Client, spec: InstrumentSpec | FeedbackSpec, changes: dict[str, Any], at: str, words: str
) -> None:
    response = publish(author, spec, **{"question": "Typed by the author?", **changes})

    page = text(response)
    assert response.status_code == 200
    assert "Typed by the author?" in page
    assert words in response.context["form"].errors[at][0]
    assert words in page.split(f'data-contentpath="{at}"', 1)[1].split("data-field-help", 1)[0]
    assert "could not be saved due to errors" in page
    assert InstrumentVersion.objects.count() == FeedbackVersion.objects.count() == 1


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_a_preview_shows_the_new_words_and_publishes_nothing(
    author: Client, spec: InstrumentSpec | FeedbackSpec
) -> None:
    page = preview(author, spec, point__1="Once in a blue moon")

    assert "As a front-line worker would see it" in page
    assert "vis.1 as frontline" in page
    assert page.count("Once in a blue moon") == 1
    assert InstrumentVersion.objects.count() == FeedbackVersion.objects.count() == 1


def test_the_easy_read_page_of_a_360_has_a_preview(author: Client) -> None:
    page = preview(author, made_360.SPEC, "easy-read", easy__frontline="vis.1 sun They ask me first.", dont_know="Hm")

    assert "They ask me first." in page
    assert "easy-picture" in page
    assert "<li>Hm</li>" in page


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_a_preview_of_a_faulty_draft_may_be_framed_by_the_workshop_alone(
    author: Client, spec: InstrumentSpec | FeedbackSpec
) -> None:
    preview(author, spec, title="Half a ti", minutes="soon", point__1="")

    for mode in ("", "easy-read"):
        shown = author.get(PREVIEW.format(spec.key), {"mode": mode})
        assert shown.status_code == 200
        assert "Half a ti" in text(shown)
        assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in shown.headers["Content-Security-Policy"]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_a_published_version_can_be_read_and_has_no_form(author: Client, spec: InstrumentSpec | FeedbackSpec) -> None:
    address = f"{LIST}{spec.key}/1/"
    page = text(author.get(address))

    assert "Almost always, even under pressure" in page
    assert "version 1" in page
    assert "Publish" not in page.replace("Published", "")
    assert author.post(address, form_of(spec)).status_code == 405
    assert author.get(f"{LIST}{spec.key}/2/").status_code == 404
    assert author.get(f"{LIST}{spec.key}/{'9' * 30}/").status_code == 404
    assert author.get(f"{LIST}{spec.key}/")["Location"] == EDIT.format(spec.key)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_an_author_whose_version_is_out_of_date_is_warned_and_may_publish(
    author: Client, spec: InstrumentSpec | FeedbackSpec
) -> None:
    here = EDIT.format(spec.key)
    opened = hidden_fields(author.get(here))
    overtake(spec)

    response = author.post(here, form_of(spec, title="The second") | opened | PUBLISH)

    assert response.status_code == 200
    assert "Version 2 was published while you wrote" in text(response)
    assert 'value="The second"' in text(response)
    assert 'name="after" value="2"' in text(response)
    again = form_of(spec, title="The second") | hidden_fields(response) | PUBLISH
    assert author.post(here, again)["Location"] == LIST
    assert "The second" in text(author.get(f"{LIST}{spec.key}/3/"))


def overtake(spec: InstrumentSpec | FeedbackSpec) -> None:
    """A pack brings version 2."""
    if isinstance(spec, FeedbackSpec):
        instrument_actions.publish_feedback(spec.replace(title="The first"), by=None, now=cast.NOW)
    else:
        instrument_actions.publish_instrument(spec.replace(title="The first"), by=None, now=cast.NOW)


def test_the_page_of_a_360_names_the_themes_and_the_pictures(author: Client) -> None:
    page = text(author.get(ROUND))

    assert "The themes and the pictures by name" in page
    assert "<span>asking</span>" in page
    assert "<li>vis.1: " in page


@pytest.mark.parametrize("who", [cast.isla, cast.bashir, cast.freya, cast.morag])
def test_to_others_there_is_no_such_page(client: Client, who: Any) -> None:
    made_360.publish_version()
    client.force_login(who())

    for address in (LIST, SELF, ROUND, f"{LIST}self-assessment/1/", PREVIEW.format("self-assessment")):
        assert client.get(address).status_code == 404
    assert client.post(SELF, form_of(factories.INSTRUMENT, title="Mine") | PUBLISH).status_code == 404
    assert LIST not in text(client.get("/more/"))


def test_an_author_who_only_writes_does_not_publish(client: Client) -> None:
    made_360.publish_version()
    writer = named(cast.callum(), AuthorRole.REVIEWER)
    client.force_login(writer)

    assert "action-publish" not in text(client.get(SELF))
    publish(client, factories.INSTRUMENT, title="Mine")
    assert InstrumentVersion.objects.count() == 1
    assert 'value="Mine"' in text(client.get(SELF))
    with pytest.raises(Refused, match="Only an author who publishes"):
        instrument_actions.publish_feedback(made_360.SPEC.replace(title="Mine"), by=writer, now=cast.NOW)
    playing(writer, "Writers", PUBLISHERS)
    assert publish(client, factories.INSTRUMENT, title="Mine")["Location"] == LIST


def test_more_and_the_workshop_lead_to_the_list(author: Client) -> None:
    assert LIST in text(author.get("/more/"))
    assert '"/cms/instruments/"' in text(author.get("/cms/"))
    assert author.get("/cms/instruments/")["Location"] == LIST


HOSTILE = [
    "\x00", "9" * 400, "-1", "<script>alert(1)</script>", "x" * 20_000, "\u202e", "\u0663", "1e9", "' OR 1=1 --",
]  # fmt: skip
FIELDS = [
    "title", "minutes", "point-1", "short_form", "counts-1", "easy-citizen", "after", "action-publish", "go_live_at",
    "loaded_revision_id", "other",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: typed[:12].encode("unicode_escape").decode())
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_whatever_is_posted_in_every_field_is_never_a_fault_of_ours(
    author: Client, spec: InstrumentSpec | FeedbackSpec, typed: str
) -> None:
    plain = unchecked(author)
    whole = dict.fromkeys(form_of(spec), typed)

    for action in (PUBLISH, {}):
        response = plain.post(EDIT.format(spec.key), whole | action)
        assert response.status_code in {200, 302}
        assert "<script>alert(1)" not in response.content.decode()
    assert "<script>alert(1)" not in plain.get(EDIT.format(spec.key)).content.decode()
    assert plain.post(PREVIEW.format(spec.key), whole).status_code < 500
    assert plain.get(PREVIEW.format(spec.key)).status_code < 500


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=30), max_size=8))
def test_nor_is_any_other_post(author: Client, data: dict[str, str]) -> None:
    plain = unchecked(author)

    for address in (SELF, ROUND):
        for sent in (data, form_of(made_360.SPEC) | data):
            assert plain.post(address, sent).status_code < 500
