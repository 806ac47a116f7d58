"""The page of a team session: one sheet of A4 for every area, and right without what an area does not have."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from ettle.kit.testing.client import CheckedClient
from ettle.library import queries as library
from ettle.library.models import AreaPage
from ettle.library.queries import AreaBrief
from ettle.together import queries
from ettle.together.team_sheets import build_sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_pack")]
PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")


def test_every_area_has_a_page_of_20_minutes_on_one_sheet(client: CheckedClient) -> None:
    wrong = {}
    for slug, _title in library.area_titles():
        pdf = client.get(reverse("together:team-file", args=[slug])).content
        sheets = len(PAGES.findall(pdf))
        parts = client.get(reverse("together:team", args=[slug])).context["sheet"].parts
        if sheets != 1 or parts[-1].planned.last != 20:
            wrong[slug] = (sheets, parts[-1].planned.last)

    assert len(library.area_titles()) >= 22
    assert wrong == {}


def test_it_has_the_sentences_the_question_a_check_and_the_act(client: CheckedClient) -> None:
    area = AreaPage.objects.live().get(slug="superv")

    page = client.get(reverse("together:team", args=["superv"])).content.decode()

    for words in (area.in_short[0], area.question, area.act, "</strong> B."):
        assert words.replace("'", "&#x27;") in page


def test_an_area_without_an_opening_gives_its_minutes_to_the_talk() -> None:
    plain = AreaBrief("plain", "Plain", "About it", (), "", "", "What do you see?", None)
    plan = queries.team_plan()
    assert plan

    sheet = build_sheet(plain, plan)

    assert [part.planned.part.key for part in sheet.parts] == ["read", "talk", "close"]
    assert [part.paragraphs for part in sheet.parts] == [("About it",), ("What do you see?",), ()]
    assert sheet.parts[-1].planned.last == 20
    assert sheet.best_answer == ""


def test_an_area_leads_to_its_page_and_an_unknown_one_is_not_found(client: CheckedClient) -> None:
    assert reverse("together:team", args=["empower"]) in client.get("/areas/empower/").content.decode()
    for name in ("together:team", "together:team-file"):
        assert client.get(reverse(name, args=["no-such-area"])).status_code == 404


def test_a_visitor_finds_it_without_an_account_and_within_four_queries(
    client: CheckedClient, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(4):  # type: ignore[operator]  # a fixture of pytest-django without a type
        assert client.get(reverse("together:team", args=["empower"])).status_code == 200
