"""The page of an area: who sees what, how it is cached, and how many queries it makes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from ettle.kit.http.choice_cookie import Choices
from ettle.kit.pages.page_cache import cache_key
from ettle.library import actions
from ettle.library.models import AreaPage
from ettle.library.presentation.area_catalogue import catalogue_version, load_catalogue
from ettle.library.presentation.article_cache import article_key, cached_article
from ettle.library.tests import sample_areas
from ettle.library.types.specs import ToolSpec
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_a_visitor_reads_every_role(client: Client) -> None:
    sample_areas.area()

    words = client.get("/areas/listening/").content.decode()

    expected = "on the doorstep", "at handover", "between the lines", "You hear it last", "Who was not in the room?"
    for phrase in expected:
        assert phrase in words


def test_the_requested_role_comes_first_and_no_other_is_hidden(client: Client) -> None:
    sample_areas.area()

    words = client.get("/areas/listening/?role=manager").content.decode()

    assert words.index("between the lines") < words.index("on the doorstep")
    assert "on the doorstep" in words


def test_a_learner_reads_their_own_role_first(client: Client) -> None:
    sample_areas.area()
    client.force_login(cast.isla())

    words = client.get("/areas/listening/").content.decode()

    assert words.index("on the doorstep") < words.index("You can ask to be heard")


def test_an_example_says_whose_it_is(client: Client) -> None:
    sample_areas.area(body="## A\n\n::: example frontline\nYou ask first.\n:::\n")

    assert "Example: Front-line worker" in client.get("/areas/listening/").content.decode()


def test_an_unknown_role_shows_everything(client: Client) -> None:
    sample_areas.area()

    assert client.get("/areas/listening/?role=<script>").status_code == 200


def test_an_unpublished_area_is_not_found(client: Client) -> None:
    sample_areas.draft()

    assert client.get("/areas/draft/").status_code == 404
    assert b"Not yet finished" not in client.get("/").content


def test_an_unpublished_change_is_not_shown(client: Client) -> None:
    page = sample_areas.area()
    page.summary = "A thought that is not ready"
    page.save_revision()

    assert b"A thought that is not ready" not in client.get("/areas/listening/").content


def test_a_published_change_shows_at_once(client: Client) -> None:
    page = sample_areas.area()
    client.get("/areas/listening/")
    page.summary = "A better summary"
    page.save_revision().publish()

    assert b"A better summary" in client.get("/areas/listening/").content


def test_a_visitor_with_a_cached_page_gets_not_modified(client: Client) -> None:
    sample_areas.area()
    first = client.get("/areas/listening/")

    again = client.get("/areas/listening/", headers={"if-none-match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_new_revision_has_a_new_tag(client: Client) -> None:
    page = sample_areas.area()
    first = client.get("/areas/listening/")
    page.summary = "A better summary"
    page.save_revision().publish()

    again = client.get("/areas/listening/", headers={"if-none-match": first.headers["ETag"]})

    assert again.status_code == 200


def test_the_page_of_a_signed_in_reader_is_private(client: Client) -> None:
    sample_areas.area()
    visitors = client.get("/areas/listening/").headers["ETag"]
    client.force_login(cast.isla())

    response = client.get("/areas/listening/", headers={"if-none-match": visitors})

    assert response.status_code == 200
    assert "private" in response.headers["Cache-Control"]
    assert "ETag" not in response.headers


def test_a_visitor_costs_one_query_once_the_page_is_cached(client: Client, django_assert_max_num_queries: Any) -> None:
    sample_areas.area()
    client.get("/areas/listening/")

    with django_assert_max_num_queries(1):
        Client().get("/areas/listening/")


def test_a_learner_costs_at_most_ten_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    sample_areas.area()
    client.force_login(cast.isla())
    client.get("/areas/listening/")

    with django_assert_max_num_queries(10):
        client.get("/areas/listening/")


def test_a_script_in_rich_text_is_removed_on_input(client: Client) -> None:
    sample_areas.area(
        body="## A\n\nHello <script>alert(1)</script> [x](javascript:alert(2))\n", try_this="<img src=x onerror=a>"
    )

    words = client.get("/areas/listening/").content.decode()

    assert "alert(1)</script>" not in words
    assert 'href="javascript' not in words
    assert "<img src=x" not in words


def test_a_script_in_the_database_is_removed_on_output(client: Client) -> None:
    page = sample_areas.area()
    text = (
        '<p onclick="a()">Hi<script>alert(1)</script><!-- placeholder save --></p>'
        '<iframe src="//evil"></iframe><p>Fine</p>'
    )
    stored = [{"type": "role", "value": {"role": "frontline", "text": text}}]
    AreaPage.objects.filter(pk=page.pk).update(role_texts=json.dumps(stored))

    words = client.get("/areas/listening/").content.decode()

    assert "onclick" not in words
    assert "alert(1)" not in words
    assert "<iframe" not in words
    assert "Fine" in words


def test_what_was_published_meanwhile_is_not_cached_under_the_old_key() -> None:
    page = sample_areas.area()
    old = page.shown_revision()
    page.summary = "Published between asking and drawing"
    page.save_revision().publish()

    cached_article(old, Choices())
    new = AreaPage.objects.get(pk=page.pk).shown_revision()
    cached_article(new, Choices())

    assert cache.get(cache_key(article_key(old, Choices()))) is None
    assert cache.get(cache_key(article_key(new, Choices()))) is not None


def test_the_whole_area_is_small(client: Client) -> None:
    for spec in sample_areas.pack_areas():
        actions.load_area(spec.replace(alignments=(), badges=()), by=None, now=cast.NOW)
    page = client.get("/areas/mgmt-lead/").content

    loaded = [finders.find(name) for name in re.findall(r'"/static/([^"]+)"', page.decode())]
    parts = [brotli.compress(Path(found).read_bytes(), quality=5) for found in loaded if found]

    assert len(brotli.compress(page, quality=5)) < 15_000
    assert len(parts) <= 11
    assert sum(map(len, parts)) < 45_000


def test_the_address_has_words(client: Client) -> None:
    page = sample_areas.area()

    assert page.get_url() == reverse("library:area", args=["listening"])


def test_an_area_says_which_badge_leads_to_its_activity(client: Client, starter_pack: None) -> None:
    goals = ToolSpec(title="Set yourself a goal", url="/me/goals/", words="with a first small step")
    sample_areas.area(activities=("sort-20", "gone"), related=("empower", "gone"), tools=(goals,))

    words = client.get("/areas/listening/").content.decode()

    assert "Management or leadership?" in words
    assert "It is also part of the application for badge ET-101." in words
    assert '<a href="/areas/empower/">Empowering</a>' in words
    assert '<a href="/me/goals/">Set yourself a goal</a>' in words


def test_an_area_names_every_badge_of_its_activity_in_a_list(client: Client, starter_pack: None) -> None:
    sample_areas.area(activities=("s1-visit", "s8-voice"))

    words = client.get("/areas/listening/").content.decode()

    assert "It is also the last step of badges ET-101, ET-102 and ET-201, after your evidence." in words
    assert "It is also the last step of badges ET-101, ET-202 and ET-301, after your evidence." in words
    assert "The activities that go with it" in words


def test_an_area_that_names_no_activity_links_those_of_its_badge(client: Client, starter_pack: None) -> None:
    words = client.get("/areas/mgmt-lead/").content.decode()

    assert "Practise: Management or leadership?" in words
    assert words.count("Practise: ") == 1
    sample_areas.area(badges=("ET-203",))
    assert "Practise: The old promise" in client.get("/areas/listening/").content.decode()
    (card,) = [card for card in load_catalogue(catalogue_version()).cards if card.slug == "mgmt-lead"]
    assert card.has_activity


def test_how_to_check_yourself_comes_before_the_questions() -> None:
    words = render_to_string("library/checks.html", {"checks": [{"question": "What helps?", "options": []}]})

    assert words.index("Open the answer you would give") < words.index("What helps?")
