"""The logic model to explore: highlights, sentences, personal links, and retired nodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from ettle.framework import actions
from ettle.framework.actions import edits
from ettle.framework.logic_model import graph, model_sentence
from ettle.framework.models import Item, LogicLink, LogicNode
from ettle.framework.queries import personal_links, spec_export
from ettle.framework.types import ModelUse, PersonalLink
from ettle.framework.types.rows import MODEL
from ettle.kit.pages.brand import current_brand
from ettle.people.tests import cast

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from pytest_django import DjangoAssertNumQueries

    from ettle.people.models import User

pytestmark = pytest.mark.usefixtures("starter_pack")
NOT_PROOF = "This is a way of thinking about how leadership may help. It is not proof."


def page(client: Client, **query: str) -> str:
    response = client.get(reverse("framework:logic-model"), query)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("query", [{}, {"node": "D4"}, {"capability": "emp"}, {"theme": "emp.1"}])
def test_the_model_is_never_called_proof(client: Client, query: dict[str, str]) -> None:
    assert NOT_PROOF in page(client, **query)


def test_a_node_says_why_what_must_hold_what_helps_and_what_hinders_and_whose_idea_it_is(client: Client) -> None:
    text = page(client, node="D4")

    assert "Authority lets judgement work." in text
    assert "Roles and delegated authority are clear." in text
    assert "Nobody uses authority that may not be theirs" in text
    assert "Power can be shared where it is clear who holds it." in text
    assert "Our suggestion" in text


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ("D4", "Because you share power and decisions, staff use their judgement, so people get support that fits"),
        ("B5", "Because you bring courage, you speak up and challenge, so staff feel safe to speak, so services learn"),
        ("E2", "Because the way you engage is honest and open, staff trust leaders, so there is a workforce that is"),
        ("O3", "Because you try, learn, adapt, services learn, improve and are trusted"),
        ("N1", "Because you have time for supervision and reflection, you grow others"),
        ("X4", "Because there is unclear accountability, this may fail: you share power and decisions, so staff use"),
    ],
)
def test_a_route_is_a_sentence(client: Client, node: str, words: str) -> None:
    assert words in page(client, node=node)


def test_the_sentence_begins_with_the_node_that_the_model_names_first() -> None:
    def cause() -> str:
        graph.clear_cache()
        sentence = model_sentence.build_sentence(graph.load_graph(), {})
        assert sentence is not None
        return sentence.cause.key

    assert cause() == "D4"

    model = edits.put_node(key="E2", column="engage", title="Honest and open", is_first=True)
    actions.put_logic_model(model, by=None, now=cast.NOW)

    assert [node.key for node in model.nodes if node.is_first] == ["E2"]
    assert cause() == "E2"
    LogicNode.objects.update(is_first=False)
    assert cause() == "B1"


def test_every_route_through_a_node_ends_in_an_outcome() -> None:
    model = graph.load_graph()

    for node in model.nodes.values():
        for route in model.find_routes(node):
            assert node in route
            assert route[-1].column == LogicNode.Column.OUTCOME


def test_every_node_highlights_itself_and_its_routes_as_links(client: Client) -> None:
    model = graph.load_graph()

    for node in model.nodes.values():
        light = model.highlight_routes([node])
        assert node.pk in light.nodes
        assert all(model.links[pk].origin_id in light.nodes for pk in light.links)
    text = page(client, node="D4")
    assert '<a class="map-box lit chosen" href="?node=D4" aria-current="true">' in text
    assert '<a class="map-box lit" href="?node=R4">' in text
    assert '<a class="map-box" href="?node=R1">' in text


def test_the_small_drawing_has_words_beside_its_codes(client: Client) -> None:
    text = page(client, node="D4")
    small = text[text.index("The model drawn small") : text.index("</figure>", text.index("The model drawn small"))]

    for node in LogicNode.objects.filter(retired_at=None):
        named = f"<b>{node.key}</b> {escape(node.title)}</"
        assert f"{named}span></a>" in text
        is_lit = re.search(rf'class="map-box lit[^"]*" href="[?]node={node.key}"', small) is not None
        assert (f"{named}a>" in small) is is_lit


def test_a_capability_and_a_theme_highlight_their_nodes(client: Client) -> None:
    assert page(client, capability="emp").count('class="map-box lit chosen"') == 2 * len({"D4", "D5", "E3", "R2"})
    assert page(client, theme="emp.1").count('class="map-box lit chosen"') == 2


@pytest.mark.parametrize(
    "query",
    [{"node": "Z9"}, {"theme": "emp.9"}, {"capability": "x"}, {"theme": "vis"}, {"node": "\x00"}, {"theme": "\x00"}],
)
def test_what_does_not_exist_is_not_found(client: Client, query: dict[str, str]) -> None:
    assert client.get(reverse("framework:logic-model"), query).status_code == 404


def test_an_empty_choice_shows_the_whole_model(client: Client) -> None:
    assert "Three questions about good leaders" in page(client, node="")


def test_every_link_is_in_the_table_with_its_strength_and_source(client: Client) -> None:
    text = page(client)

    assert text.count('<tr><th scope="row">') == LogicLink.objects.count()
    assert "Hinders: Share power and decisions → Staff use their judgement" in text


def test_what_was_retired_keeps_its_page_and_leaves_the_map(client: Client, now: datetime) -> None:
    spec = spec_export.logic_model_spec()
    nodes = tuple(node for node in spec.nodes if node.key != "X4")
    links = tuple(link for link in spec.links if link.origin != "X4")

    actions.put_logic_model(spec.replace(nodes=nodes, links=links), by=None, now=now)

    assert "?node=X4" not in page(client)
    text = page(client, node="X4")
    assert "no longer part of the model" in text
    assert "Nobody uses authority that may not be theirs" in text


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room that offers one personal link of Isla's and one use of the model."""

    def own(person: User, _frameworks: tuple[str, ...]) -> Iterator[PersonalLink]:
        if person == cast.isla():
            yield PersonalLink(MODEL, "D4", "The morning they chose", "/evidence/log/1/")
            yield PersonalLink(MODEL, "D99", "A node that is gone", "/evidence/log/2/")

    def uses(person: User | AnonymousUser) -> Iterable[ModelUse]:
        return [ModelUse("Spot it in a story", "/activities/spot-it/", "6 min")]

    offers = {"framework.personal_links": [own], "framework.model_uses": [uses]}
    for module in (graph, personal_links):
        monkeypatch.setattr(module, "offered", offers.__getitem__)


@pytest.mark.usefixtures("offered")
def test_a_persons_own_thread_is_shown_to_that_person_alone(client: Client) -> None:
    assert "Your thread" not in page(client, node="D4")

    client.force_login(cast.callum())
    assert "The morning they chose" not in page(client, node="D4")
    assert "Nothing yet. Link a log entry or an answer of an application" in page(client, node="D4")

    client.force_login(cast.isla())
    text = page(client, node="R4")
    assert text.count("The morning they chose") == 1
    assert "Seen by: you" in text
    assert "A node that is gone" not in text
    assert "D4 Share power and decisions (linked to what you wrote)" in text


def test_nobody_is_offered_a_link_that_leads_nowhere(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "offered", lambda kind: [])

    assert "Use the model" not in page(client)


@pytest.mark.usefixtures("offered")
def test_what_is_offered_to_do_is_a_link(client: Client) -> None:
    assert '<a href="/activities/spot-it/">Spot it in a story</a>' in page(client)


@pytest.mark.parametrize("query", [{}, {"node": "D4"}, {"capability": "emp"}, {"theme": "emp.1"}])
def test_the_explorer_makes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, query: dict[str, str]
) -> None:
    client.force_login(cast.isla())
    current_brand()  # read again every half minute, by the next page
    graph.load_graph()  # read again when the model has changed, by the next page
    with django_assert_max_num_queries(10):
        page(client, **query)


def test_the_sentence_turns_part_by_part(client: Client) -> None:
    """Without scripts: each turn is a link, and what comes after the part that was turned stays where it can."""
    first = page(client)
    assert "<strong>I share power and decisions,</strong>" in first
    assert "<strong>staff use their judgement,</strong>" in first

    turned = page(client, because="D4", staff="R5", so="O1")
    assert "<strong>people and carers take part in decisions,</strong>" in turned
    assert '<a class="map-box lit" href="?node=R5">' in turned
    assert '<a class="map-box" href="?node=R4">' in turned

    other = page(client, because="D7", staff="R5", so="O1")
    assert "<strong>I try, learn, adapt,</strong>" in other
    assert "<strong>services learn, improve and are trusted.</strong>" in other


def test_every_turn_of_the_sentence_leads_on_and_back(client: Client) -> None:
    model = graph.load_graph()
    asked: dict[str, str] = {}
    causes = []
    for _turn in range(40):
        sentence = model_sentence.build_sentence(model, asked)
        assert sentence is not None
        causes.append(sentence.cause.key)
        assert sentence.steps[-1].column == LogicNode.Column.OUTCOME
        asked = dict(parse_qsl(urlsplit(sentence.parts[0].after).query))
        if asked["because"] == causes[0]:
            break
        back = model_sentence.build_sentence(model, asked)
        assert back is not None
        assert f"because={causes[-1]}" in back.parts[0].before

    of_people = {node.key for node in model.nodes.values() if node.column in {"bring", "do", "engage"}}
    assert set(causes) == of_people, "every node of bring, do and engage reaches an outcome"


@pytest.mark.parametrize("query", [{"because": "Z9"}, {"because": "\x00"}, {"because": "O1"}])
def test_a_sentence_about_nothing_is_not_found(client: Client, query: dict[str, str]) -> None:
    assert client.get(reverse("framework:logic-model"), query).status_code == 404


def test_every_node_of_the_pack_reaches_an_outcome() -> None:
    model = graph.load_graph()

    for node in model.nodes.values():
        if node.column == LogicNode.Column.BARRIER:
            assert model.thread_of(node).hinders, node.key
        elif node.column != LogicNode.Column.OUTCOME:
            assert model.find_routes(node), node.key


def test_goals_log_and_evidence_light_a_persons_own_path_with_counts(client: Client, now: datetime) -> None:
    isla = cast.isla()
    theme = Item.objects.of_newest("capabilities").get(key="emp.1")
    goal = apps.get_model("journey", "Goal")._default_manager.create(person=isla, outcome="They choose", set_at=now)
    goal.themes.add(theme)
    version = apps.get_model("badges", "BadgeVersion")._default_manager.filter(
        alignments__framework__key="capabilities"
    )
    badge = version.first()
    if badge is not None:
        application = apps.get_model("evidence", "Application")._default_manager.create(
            learner=isla, badge=badge.badge, version=badge, begun_at=now
        )
        answer = {"application": application, "criterion": badge.criteria.first(), "linked_at": now}
        apps.get_model("evidence", "AnswerLink")._default_manager.create(
            **answer, framework="capabilities", key=theme.key, item=theme.uuid, title=theme.title
        )
    client.force_login(isla)

    text = page(client)

    assert "1 goal" in text
    assert "They choose" in text
    assert "D4 Share power and decisions (linked to what you wrote)" in text
    assert '<a class="map-box lit' in text
    if badge is not None:
        assert "1 answer in an application" in text
    client.force_login(cast.callum())
    assert "They choose" not in page(client)
    assert 'href="/me/goals/new/"' in page(client)
    assert 'href="/me/log/new/"' in page(client)
