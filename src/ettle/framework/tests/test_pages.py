"""The public pages: what a visitor reads, on the starter pack."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from ettle.framework import queries, search_items
from ettle.framework.models import Association, Framework, Item, LogicLink, LogicNode
from ettle.people.tests import cast

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.usefixtures("starter_pack")


def page(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(f"framework:{name}", args=args), query)
    assert response.status_code == 200
    # The token in the button to sign out is another one on every page.
    return re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", response.content.decode())


def test_a_visitor_sees_six_capabilities_with_their_themes(client: Client) -> None:
    text = page(client, "capabilities")

    assert all(capability.title in text for capability in queries.list_capabilities())
    assert all(theme.title in text for theme in queries.list_themes())
    assert "The 24 themes and the 120 lines are our suggestion" in text


@pytest.mark.parametrize("role", cast.ROLES)
def test_a_capability_shows_the_lines_of_the_role_in_the_address(client: Client, role: str) -> None:
    lines = [line.statement for line in queries.indicators_for(role) if line.key.startswith("emp.")]

    text = page(client, "capability", "emp", role=role)

    assert len(lines) == 4
    assert all(line in text for line in lines)


def test_a_role_that_does_not_exist_shows_the_first(client: Client) -> None:
    assert page(client, "capability", "vis", role="boss") == page(client, "capability", "vis")


def test_a_capability_links_to_its_codes_and_to_the_logic_model(client: Client) -> None:
    text = page(client, "capability", "emp")

    assert reverse("framework:code", args=["2024", "1.3"]) in text
    assert "?node=D4" in text


def test_the_map_says_whose_suggestion_it_is_and_what_is_missing(client: Client) -> None:
    text = page(client, "codes")

    assert "In the numbers we have read, the Codes do not name leadership. This link is our suggestion, made" in text
    assert "Parts 4, 5 and 6" in text
    assert "The Code for employers, 2024" in text
    assert "Not checked against the owner’s text: Part 1" in text


def test_the_way_to_the_official_text_says_where_it_leads_and_notes_for_the_operator_are_elsewhere(
    client: Client,
) -> None:
    way = '<a href="https://www.sssc.uk.com/">open sssc.uk.com</a> and look for ‘Codes of Practice’ there'
    pages = [page(client, "codes"), page(client, "code", "2024", "1.3"), page(client, "codes", audience="employers")]

    assert all(way in text for text in pages)
    notes = ("run this site", "Read the official text<", "cut off in our")
    assert not any(note in text for text in pages for note in notes)

    known = {"framework": Framework(source_url="https://www.sssc.uk.com/codes/2024/")}
    link = '<a href="https://www.sssc.uk.com/codes/2024/">Read the official text</a> on sssc.uk.com.'
    assert link in render_to_string("framework/official_text.html", known)


def test_the_map_tells_strong_from_some_in_words(client: Client) -> None:
    response = client.get(reverse("framework:codes"))

    rows = {row.code.key: dict(zip([c.key for c in response.context["capabilities"]], row.cells, strict=True))
            for _part, rows in response.context["groups"] for row in rows}  # fmt: skip
    assert len(rows) == 18
    assert rows["1.1"] == {"vis": "strong", "self": "", "mot": "some", "emp": "", "col": "", "cre": ""}
    assert rows["2.6"]["self"] == "strong"


def test_a_code_shows_our_words_the_lines_of_a_role_and_its_neighbours(client: Client) -> None:
    text = page(client, "code", "2024", "2.1", role="manager")

    assert "Be truthful, open, honest and trustworthy." in text
    assert "I act when values or rights are at risk, even alone" in text
    assert "1.6 Diversity" in text
    assert "2.2 Clear" in text


def test_an_edition_whose_numbers_we_recall_says_so_and_links_nothing(client: Client) -> None:
    text = page(client, "codes", edition="2016")

    assert text.count("not checked") >= 40
    assert "We have made no links for this edition." in text
    assert "This link is our suggestion" not in text
    assert "Not checked." in page(client, "code", "2016", "6.8")


def test_no_number_of_an_older_edition_is_shown_as_checked() -> None:
    recalled = Item.objects.filter(framework__key__startswith="codes-", kind=Item.Kind.CODE)

    assert not recalled.exclude(framework__edition="2024").filter(is_verified=True)
    assert recalled.filter(framework__edition="2016").count() == 40


def test_the_codes_for_employers_show_their_gaps(client: Client) -> None:
    text = page(client, "codes", audience="employers")

    assert "The 2024 edition is not here, because we have not read it." in text
    assert "The Codes and the regulator" in text
    assert "2024 edition, the newest" not in text
    assert "The Codes and the regulator" in page(client, "codes", audience="employers", edition="2003")


def test_a_framework_that_has_only_numbers_is_hidden_until_somebody_fills_it() -> None:
    filled = Framework.objects.filled()
    standards = Framework.objects.get(key="lmcs")
    assert not filled.filter(pk=standards.pk)
    assert not [item for item, _lines in queries.searchable_items() if item.framework_id == standards.pk]
    assert standards.title not in [found.title for found in search_items.list_search_items()]

    standards.items.filter(key="SCDLMCA1").update(title="Manage and develop yourself")

    assert filled.filter(pk=standards.pk)
    assert standards.title in [found.title for found in search_items.list_search_items()]


def test_an_edition_without_items_is_a_line_and_not_an_empty_page(client: Client) -> None:
    address = reverse("framework:codes")

    assert client.get(address, {"audience": "employers", "edition": "2024"}).status_code == 404
    Framework.objects.get(key="codes-employers", edition="2003").items.update(retired_at=cast.NOW)
    assert "The 2003 edition is not here" in page(client, "codes", audience="employers")


def test_the_frameworks_that_have_been_named_say_their_names() -> None:
    titles = defaultdict(list)
    for item in Item.objects.current().select_related("framework").order_by("framework", "position"):
        titles[item.framework.key].append(item.title)

    assert {"Empathy", "Awareness of wider context", "Focusing on health and wellbeing"} <= set(titles["clf"])
    assert titles["middle-manager"] == ["Leading, managing and developing people", "Leading and managing change"]
    assert "Staff are led well" in titles["care-inspectorate"]
    assert titles["cpl"][-2:] == ["Self-awareness and reflexivity", "Professional leadership"]


def test_one_part_may_be_shown_alone(client: Client) -> None:
    text = page(client, "codes", part="part-2")

    assert "2.1 Honesty" in text or "/codes/2024/2.1/" in text
    assert "/codes/2024/1.1/" not in text


@pytest.mark.parametrize("query", [{"edition": "1999"}, {"audience": "dogs"}, {"part": "part-9"}, {"edition": "\x00"}])
def test_codes_that_do_not_exist_are_not_found(client: Client, query: dict[str, str]) -> None:
    assert client.get(reverse("framework:codes"), query).status_code == 404


def test_a_theme_leads_back_to_its_codes_of_one_edition(client: Client) -> None:
    text = page(client, "codes-by-theme")
    empty = page(client, "codes-by-theme", edition="2016")

    assert "This link is our suggestion, made for the 2024 edition." in text
    for link in Association.objects.filter(origin__framework__key="codes-workers"):
        assert text.count(f'"/codes/2024/{link.origin.key}/"') >= 1
    assert "We have made no links for this edition" in empty


def test_a_visitors_page_is_sent_once_until_something_changes(client: Client, now: datetime) -> None:
    for name in ("capabilities", "codes", "codes-by-theme", "logic-model"):
        address = reverse(f"framework:{name}")
        seen = client.get(address).headers["ETag"]
        assert client.get(address, headers={"If-None-Match": seen}).status_code == 304

    Framework.objects.filter(key="codes-workers", edition="2024").update(
        note="A new note.", changed_at=now + timedelta(days=900)
    )

    assert "A new note." in page(client, "codes")


@pytest.mark.parametrize("name", ["codes", "codes-by-theme"])
def test_the_codes_are_read_once_until_something_changes(
    client: Client, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries, name: str
) -> None:
    client.force_login(cast.isla())
    page(client, name)
    with django_assert_max_num_queries(4):
        page(client, name)
    Item.objects.filter(framework__key="codes-workers", framework__edition="2024", key="1.3").update(title="Ask first")
    Framework.objects.filter(key="codes-workers").update(changed_at=now + timedelta(days=900))

    assert "1.3 Ask first" in page(client, name)
    assert "1.3 Ask first" not in page(client, name, edition="2016")


def test_a_capability_is_read_once_for_each_role_until_something_changes(
    client: Client, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.isla())
    first = page(client, "capability", "col", role="citizen")
    with django_assert_max_num_queries(4):
        assert page(client, "capability", "col", role="citizen") == first
    Item.objects.filter(framework__key="capabilities", key="col").update(title="Doing it together")
    Framework.objects.filter(key="capabilities").update(changed_at=now + timedelta(days=900))

    assert "<title>Doing it together" in page(client, "capability", "col", role="citizen")
    assert page(client, "capability", "col", role="manager") != page(client, "capability", "col", role="citizen")


def test_what_a_signed_in_person_sees_is_not_cached(client: Client) -> None:
    client.force_login(cast.isla())
    response = client.get(reverse("framework:logic-model"))

    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers


def test_a_code_that_is_cut_off_says_so(client: Client) -> None:
    assert "cut off" in page(client, "code", "2024", "3.4")


@pytest.mark.parametrize(
    ("edition", "key"),
    [("2016", "7.1"), ("1999", "1.1"), ("2024", "9.9"), ("2024", "part-1"), ("2024", "\x00")],
)
def test_a_code_that_is_not_loaded_is_not_found(client: Client, edition: str, key: str) -> None:
    assert client.get(reverse("framework:code", args=[edition, key])).status_code == 404


def test_the_model_is_the_one_that_was_agreed() -> None:
    assert LogicNode.objects.count() == 41
    assert LogicLink.objects.count() == 26 + 5 + 6 + 10
    assert {link.blocks.key for link in LogicLink.objects.exclude(blocks=None) if link.blocks} == {
        "L1", "L2", "L9", "L11", "L12", "L13",
    }  # fmt: skip


def test_every_line_has_both_its_forms() -> None:
    lines = Item.objects.filter(kind=Item.Kind.INDICATOR)

    assert lines.count() == 120
    assert all(line.statement.startswith("I ") for line in lines)
    assert all(line.third_person.startswith("They ") for line in lines)
    assert not [line for line in lines if {"I", "my", "me", "mine", "we", "our"} & set(line.third_person.split())]


def test_every_item_has_a_permanent_page(client: Client) -> None:
    for key in ("vis", "vis.1", "vis.1.citizen", "self.4"):
        item = queries.get_item(key, "capabilities")
        assert item.title.partition("’")[0] in page(client, "item", item.uuid)
    assert "Part 1" in page(client, "item", queries.get_item("1.1", "codes-workers").uuid)
    assert "Leadership and quality assurance" in page(client, "item", queries.get_item("7", "cpl").uuid)


def test_every_framework_has_a_permanent_page(client: Client) -> None:
    for framework in Framework.objects.all():
        assert framework.owner in page(client, "framework", framework.uuid)


@pytest.mark.parametrize(
    "address",
    [
        "/capabilities/",
        "/capabilities/col/?role=citizen",
        "/codes/",
        "/codes/?edition=2016",
        "/codes/by-theme/",
        "/codes/2024/3.1/",
        "/logic-model/?node=R1",
    ],
)
def test_pages_make_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    with django_assert_max_num_queries(10):
        assert client.get(address).status_code == 200


def test_a_framework_of_hundreds_makes_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    part = queries.get_item("part-1", "codes-workers")
    theme = queries.get_item("emp.1", "capabilities")
    many = Item.objects.bulk_create(
        Item(framework=part.framework, parent=part, kind="code", key=f"1.{n}", position=1000 + n, title="T",
             statement="S", changed_at=part.changed_at)
        for n in range(100, 400)
    )  # fmt: skip
    Association.objects.bulk_create(
        Association(origin=item, destination=theme, changed_at=part.changed_at) for item in many
    )
    framework = reverse("framework:framework", args=[part.framework.uuid])
    item = reverse("framework:item", args=[theme.uuid])

    for address in ("/codes/", "/codes/by-theme/", "/capabilities/emp/", "/codes/2024/1.250/", framework, item):
        with django_assert_max_num_queries(10):
            assert "1.250" in client.get(address).content.decode()


def test_an_empty_site_says_what_to_do(client: Client) -> None:
    LogicLink.objects.exclude(blocks=None).delete()
    LogicLink.objects.all().delete()
    LogicNode.objects.all().delete()
    for framework in Framework.objects.all():
        Framework.objects.filter(pk=framework.pk).update(key=f"other-{framework.pk}", use="")

    assert "No capabilities yet" in page(client, "capabilities")
    assert "No Codes yet" in page(client, "codes")
    assert "No model yet" in page(client, "logic-model")
