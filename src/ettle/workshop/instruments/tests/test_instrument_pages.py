"""An author changes what people are asked: through the form, as a new version, and never what was published."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from ettle.feedback.tests import factories as made_360
from ettle.framework.actions import put_framework
from ettle.instruments import actions as instrument_actions
from ettle.instruments.feedback_specs import FeedbackSpec
from ettle.instruments.models import FeedbackVersion, InstrumentVersion
from ettle.instruments.queries import current_version
from ettle.instruments.spec_export import export_feedback, export_instrument
from ettle.instruments.specs import InstrumentSpec
from ettle.journey.tests import factories
from ettle.kit.models import AuditLine
from ettle.kit.refusal import Refused
from ettle.people.models import User
from ettle.people.queries import PUBLISHERS
from ettle.people.tests import cast
from ettle.workshop.instruments.forms import form_class_for

pytestmark = pytest.mark.django_db
LIST = "/manage/instruments/"
SELF, ROUND = f"{LIST}self-assessment/", f"{LIST}feedback-360/"
KEYS = [factories.INSTRUMENT, made_360.SPEC]


@pytest.fixture
def author(client: Client) -> Client:
    made_360.publish_version()
    client.force_login(cast.agnes())
    return client


def form_of(spec: InstrumentSpec | FeedbackSpec, *, after: int = 1, **changes: Any) -> dict[str, Any]:
    """What a browser sends when somebody changes these fields and presses Publish."""
    told = form_class_for(spec)(before=spec).initial
    return {
        **told,
        "after": after,
        "go": "publish",
        **{name.replace("__", "-"): said for name, said in changes.items()},
    }


def text(response: Any) -> str:
    return unescape(response.content.decode())


def unchecked(author: Client) -> Client:
    """The same author with a client that does not look at the page: what cannot stand in one is sent back as typed."""
    plain = Client(raise_request_exception=False)
    plain.cookies = author.cookies
    return plain


def playing(person: User, *parts: str) -> User:
    User.objects.filter(pk=person.pk).update(is_staff=True)
    person.groups.set([Group.objects.get_or_create(name=part)[0] for part in parts])
    return User.objects.get(pk=person.pk)


def test_the_list_names_every_version_and_its_day(
    author: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        instrument_actions.publish_instrument(factories.INSTRUMENT.replace(minutes=number + 10), by=None, now=cast.NOW)

    with django_assert_max_num_queries(10):
        page = text(author.get(LIST))

    assert f'href="{SELF}31/"' in page
    assert f'href="{SELF}1/"' in page
    assert "Published 5 October 2026" in page
    assert page.count("Asked now") == 2


def test_without_a_pack_the_list_says_where_instruments_come_from(client: Client) -> None:
    client.force_login(cast.agnes())

    assert "come with a content pack" in text(client.get(LIST))
    assert client.get(SELF).status_code == 404


def test_publishing_makes_a_new_version_and_writes_who(author: Client) -> None:
    answer = author.post(SELF, form_of(factories.INSTRUMENT, question="How often this week?", point__2="At times"))

    assert answer["Location"] == LIST
    newest = current_version()
    assert newest is not None
    assert (newest.edition, newest.question, newest.scale[1]["label"]) == (2, "How often this week?", "At times")
    assert AuditLine.objects.filter(actor=cast.agnes(), act="published an instrument", subject_key=newest.pk).exists()
    assert InstrumentVersion.objects.get(edition=1).question == factories.INSTRUMENT.question
    assert "Version 2 is published" in text(author.get(LIST))


@pytest.mark.parametrize("spec", KEYS, ids=lambda spec: spec.key)
def test_the_same_content_publishes_nothing(author: Client, spec: InstrumentSpec | FeedbackSpec) -> None:
    author.post(f"{LIST}{spec.key}/", form_of(spec))

    assert InstrumentVersion.objects.count() == FeedbackVersion.objects.count() == 1
    assert "Nothing has changed" in text(author.get(LIST))


@pytest.mark.usefixtures("starter_pack")
def test_the_instruments_of_the_starter_pack_come_back_from_the_form_as_they_were() -> None:
    for spec in (export_instrument("self-assessment"), export_feedback("feedback-360")):
        assert spec is not None
        form = form_class_for(spec)(form_of(spec), before=spec)

        assert form.is_valid(), form.errors
        assert form.form_to_spec() == spec


def test_what_was_begun_keeps_its_words(author: Client) -> None:
    begun = factories.begin_assessment(cast.isla())
    asked = made_360.begin_feedback(cast.callum())

    author.post(SELF, form_of(factories.INSTRUMENT, question="Something else?", told="yes"))
    author.post(ROUND, form_of(made_360.SPEC, not_seen="Never saw it"))

    author.force_login(cast.isla())
    page = text(author.get(reverse("journey:line", args=[begun.uuid, 1])))
    assert factories.INSTRUMENT.question in page
    assert "Something else?" not in page
    asked.lines.version.refresh_from_db()
    assert asked.lines.version.content["not_seen"] == "I have not seen this"
    newest = export_feedback("feedback-360")
    assert newest is not None
    assert newest.not_seen == "Never saw it"


def test_before_publishing_the_page_says_that_every_line_starts_anew(author: Client) -> None:
    factories.begin_assessment(cast.isla())
    changed = form_of(factories.INSTRUMENT, point__2="At times")

    assert "Every line would start anew" in text(author.post(SELF, changed | {"go": "look"}))
    told = author.post(SELF, changed)
    assert told.status_code == 200
    assert "press the button once more" in text(told)
    assert InstrumentVersion.objects.count() == 1
    assert 'name="told" value="yes"' in text(told)
    assert author.post(SELF, changed | {"told": "yes"})["Location"] == LIST


def test_before_publishing_the_page_names_the_lines_that_start_anew(
    author: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    factories.begin_assessment(cast.isla())
    same = form_of(factories.INSTRUMENT, title="Where now?", question="how often in the last month")
    assert "No comparison would start anew" in text(author.post(SELF, same | {"go": "look"}))

    put_framework(factories.framework_spec(said="I try to do"), by=None, now=cast.NOW)
    with django_assert_max_num_queries(10):
        page = text(author.post(SELF, same | {"go": "look"}))

    assert "They start anew, whatever you publish" in page
    assert page.count("I try to do") == 24 + 1
    assert author.post(SELF, same)["Location"] == LIST


def test_what_no_page_may_hold_is_not_published(author: Client) -> None:
    author.post(SELF, form_of(factories.INSTRUMENT, title="Where\x1f am\x85 I?\x0b"))

    newest = current_version()
    assert newest is not None
    assert newest.title == "Where  am  I?"


def test_points_at_the_end_may_be_added_and_taken_away(author: Client) -> None:
    author.post(SELF, form_of(factories.INSTRUMENT, point__6="Always", not__sure=""))

    newest = current_version()
    assert newest is not None
    assert [point.value for point in newest.points()] == [1, 2, 3, 4, 5, 6]
    assert list(newest.uncounted_labels()) == ["not-my-role"]


def test_a_360_is_changed_with_its_easy_read_sentences(author: Client) -> None:
    lines = "vis.1 star I am asked first.\n\n  emp.1 hands  I may decide.  "

    author.post(ROUND, form_of(made_360.SPEC, easy__citizen=lines, answer__1="Yes, mostly", short_minutes=4))

    newest = export_feedback("feedback-360")
    assert newest is not None
    told = [(line.theme, line.picture, line.sentence) for line in newest.easy.lines if line.role == "citizen"]
    assert told == [("vis.1", "star", "I am asked first."), ("emp.1", "hands", "I may decide.")]
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
    (made_360.SPEC, {"short_form": []}, "short_form_0", "Name the themes of the short form"),
    (made_360.SPEC, {"easy__manager": "vis.1 sun Well.\nvis.1"}, "easy-manager", "Line 2: Write a theme, a picture"),
    (made_360.SPEC, {"easy__manager": "\nvis.1 cat Well."}, "easy-manager", "Line 2: Use one of asking"),
    (made_360.SPEC, {"easy__manager": "vis.4 sun Well."}, "easy-manager", "Line 1: Use a theme of the short form"),
]


@pytest.mark.parametrize(("spec", "changes", "at", "words"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_fault_is_told_at_its_field_and_nothing_typed_is_lost(
    author: Client, spec: InstrumentSpec | FeedbackSpec, changes: dict[str, Any], at: str, words: str
) -> None:
    response = author.post(f"{LIST}{spec.key}/", form_of(spec, **{"question": "Typed by the author?", **changes}))

    page = text(response)
    assert response.status_code == 422
    assert "Typed by the author?" in page
    assert f'<a href="#id_{at}">' in page
    assert words in page.split(f'<a href="#id_{at}">', 1)[1].split("</a>", 1)[0]
    assert InstrumentVersion.objects.count() == FeedbackVersion.objects.count() == 1


@pytest.mark.parametrize("spec", KEYS, ids=lambda spec: spec.key)
def test_a_look_shows_the_new_words_and_publishes_nothing(
    author: Client, spec: InstrumentSpec | FeedbackSpec, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        response = author.post(f"{LIST}{spec.key}/", form_of(spec, go="look", point__1="Once in a blue moon"))

    page = text(response)
    assert response.status_code == 200
    assert "As a front-line worker would see it" in page
    assert "vis.1 as frontline" in page
    assert page.count("Once in a blue moon") == 2
    assert InstrumentVersion.objects.count() == FeedbackVersion.objects.count() == 1


@pytest.mark.parametrize("spec", KEYS, ids=lambda spec: spec.key)
def test_a_published_version_can_be_read_and_has_no_form(author: Client, spec: InstrumentSpec | FeedbackSpec) -> None:
    address = f"{LIST}{spec.key}/1/"
    page = text(author.get(address))

    assert "Almost always, even under pressure" in page
    assert "version 1" in page
    assert "Publish" not in page.replace("Published", "")
    assert author.post(address, form_of(spec)).status_code == 405
    assert author.get(f"{LIST}{spec.key}/2/").status_code == 404
    assert author.get(f"{LIST}{spec.key}/{'9' * 30}/").status_code == 404


@pytest.mark.parametrize("spec", KEYS, ids=lambda spec: spec.key)
def test_an_author_who_was_overtaken_is_told_and_may_still_publish(
    author: Client, spec: InstrumentSpec | FeedbackSpec
) -> None:
    here = f"{LIST}{spec.key}/"
    author.post(here, form_of(spec, title="The first"))

    told = author.post(here, form_of(spec, title="The second"))

    assert told.status_code == 422
    assert "Version 2 was published while you wrote" in text(told)
    assert 'value="The second"' in text(told)
    assert 'name="after" value="2"' in text(told)
    assert author.post(here, form_of(spec, title="The second", after=2))["Location"] == LIST


@pytest.mark.parametrize("who", [cast.isla, cast.bashir, cast.freya, cast.morag])
def test_to_others_there_is_no_such_page(client: Client, who: Any) -> None:
    made_360.publish_version()
    client.force_login(who())

    for address in (LIST, SELF, ROUND, f"{SELF}1/"):
        assert client.get(address).status_code == 404
    assert client.post(SELF, form_of(factories.INSTRUMENT, title="Mine")).status_code == 404
    assert LIST not in text(client.get("/more/"))


def test_an_author_who_only_writes_does_not_publish(client: Client) -> None:
    made_360.publish_version()
    writer = playing(cast.callum(), "Writers", "Reviewers")
    client.force_login(writer)

    assert "Publish as a new version" not in text(client.get(SELF))
    told = client.post(SELF, form_of(factories.INSTRUMENT, title="Mine"))
    assert told.status_code == 422
    assert "Only an author who publishes" in text(told)
    assert 'value="Mine"' in text(told)
    with pytest.raises(Refused, match="Only an author who publishes"):
        instrument_actions.publish_feedback(made_360.SPEC.replace(title="Mine"), by=writer, now=cast.NOW)
    playing(writer, "Writers", PUBLISHERS)
    assert client.post(SELF, form_of(factories.INSTRUMENT, title="Mine"))["Location"] == LIST


def test_more_and_the_workshop_lead_to_the_list(author: Client) -> None:
    assert LIST in text(author.get("/more/"))
    assert f'"{LIST}"' in text(author.get("/cms/"))


HOSTILE = [
    "\x00", "9" * 400, "-1", "<script>alert(1)</script>", "x" * 20_000, "\u202e", "\u0663", "1e9", "' OR 1=1 --",
]  # fmt: skip
FIELDS = ["title", "minutes", "point-1", "short_form", "counts-1", "easy-citizen", "after", "go", "once", "other"]


@pytest.mark.parametrize("said", HOSTILE, ids=lambda said: said[:12].encode("unicode_escape").decode())
@pytest.mark.parametrize("spec", KEYS, ids=lambda spec: spec.key)
def test_whatever_is_posted_in_every_field_is_never_a_fault_of_ours(
    author: Client, spec: InstrumentSpec | FeedbackSpec, said: str
) -> None:
    plain = unchecked(author)
    whole = form_of(spec)

    response = plain.post(f"{LIST}{spec.key}/", dict.fromkeys(whole, said))
    assert response.status_code in {200, 422}
    assert "<script>alert" not in response.content.decode()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=30), max_size=8))
def test_nor_is_any_other_post(author: Client, data: dict[str, str]) -> None:
    plain = unchecked(author)

    for address in (SELF, ROUND):
        for sent in (data, form_of(made_360.SPEC) | data):
            assert plain.post(address, sent).status_code < 500
