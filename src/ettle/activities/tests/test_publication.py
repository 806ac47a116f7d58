"""What may be published, what may not and why, and what publishing again does."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
import yaml

from ettle.activities import actions
from ettle.activities.checks import check_activity
from ettle.activities.models import ActivityVersion
from ettle.activities.play import published_content
from ettle.activities.specs import RequiredActivity, spec_to_content
from ettle.activities.tests import factories
from ettle.kit.refusal import Refused
from ettle.people.tests import cast


def two_ways() -> dict[str, Any]:
    """The smallest scenario: one decision, two endings, one variable."""

    def option(key: str, to: str) -> dict[str, Any]:
        return {
            "key": key,
            "text": f"Do {key}",
            "consequence": "Something happens.",
            "was": "both",
            "why": "It was.",
            "nodes": ["D8"],
            "effects": [{"variable": "trust", "by": 1}],
            "routes": [{"to": to, "when": [{"variable": "trust", "at_least": 1}]}, {"to": to}],
        }

    def ending(key: str) -> dict[str, Any]:
        words = dict.fromkeys(("title", "text", "did_well", "missed_link", "question"), "Words.")
        return {"key": key, **words}

    node = {"key": "first", "title": "First", "text": "It begins.", "question": "What now?"}
    return {
        "key": "two-ways",
        "kind": "scenario",
        "title": "Two ways",
        "summary": "A small one.",
        "minutes": 2,
        "scenario": {
            "start": "first",
            "opening": "Once.",
            "variables": [{"key": "trust", "label": "Trust"}],
            "model_nodes": [{"key": "D8", "words": "planning"}],
            "nodes": [{**node, "options": [option("left", "here"), option("right", "there")]}],
            "endings": [ending("here"), ending("there")],
            "reflection": "What will you take from this?",
        },
    }


def faults(change: Any) -> dict[str, str]:
    data = deepcopy(two_ways())
    change(data, data["scenario"], data["scenario"]["nodes"][0]["options"])
    return {problem.path: problem.words for problem in check_activity(factories.built(data))}


@pytest.mark.parametrize("key", factories.SPECS)
def test_the_starter_packs_activities_may_be_published(key: str) -> None:
    assert check_activity(factories.spec(key)) == []


@pytest.mark.parametrize("key", factories.SPECS)
def test_what_is_stored_reads_back_as_it_was_written(key: str) -> None:
    spec = factories.spec(key)
    read = published_content.parse_sort if spec.sort else published_content.parse_scenario

    assert read(spec_to_content(spec)) == (spec.sort or spec.scenario)


def test_the_smallest_scenario_may_be_published() -> None:
    assert faults(lambda *_: None) == {}


def test_the_twenty_acts_are_twenty_and_keep_their_key() -> None:
    sort = factories.spec("sort-20").sort
    assert sort is not None
    right = [card.right for card in sort.cards]

    assert (len(right), right.count(("management",)), right.count(("leadership",)), right.count(("both",))) == (
        20, 6, 8, 6,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("scenario.endings.1", lambda d, s, o: o[1].update(routes=[{"to": "here"}])),
        ("scenario.nodes", lambda d, s, o: o[1].update(routes=[{"to": "first"}])),
        ("scenario.nodes.0.options.0.routes", lambda d, s, o: o[0].update(routes=o[0]["routes"][:1])),
        ("scenario.nodes.0.options.0.routes", lambda d, s, o: o[0].update(routes=[])),
        ("scenario.nodes.0.options.0.routes.1.to", lambda d, s, o: o[0]["routes"][1].update(to="nowhere")),
        ("scenario.nodes.0.options.0.consequence", lambda d, s, o: o[0].update(consequence=" ")),
        ("scenario.nodes.0.options.0.was", lambda d, s, o: o[0].update(was="neither")),
        ("scenario.nodes.0.options.0.nodes", lambda d, s, o: o[0].update(nodes=[])),
        ("scenario.nodes.0.options.0.nodes.0", lambda d, s, o: o[0].update(nodes=["Z9"])),
        ("scenario.nodes.0.options", lambda d, s, o: o.pop()),
        ("scenario.nodes.0.options.1.key", lambda d, s, o: o[1].update(key="left")),
        ("scenario.nodes.0.options.0.effects.0.variable", lambda d, s, o: o[0]["effects"][0].update(variable="luck")),
        ("scenario.endings.0.title", lambda d, s, o: s["endings"][0].update(title="")),
        ("scenario.endings", lambda d, s, o: s.update(endings=[])),
        ("scenario.start", lambda d, s, o: s.update(start="here")),
        ("scenario.variables.1", lambda d, s, o: s["variables"].append({"key": "luck", "label": "Luck"})),
        ("scenario.variables.0.start", lambda d, s, o: s["variables"][0].update(start=9)),
        ("scenario.model_nodes.1", lambda d, s, o: s["model_nodes"].append({"key": "E1", "words": "being there"})),
        ("kind", lambda d, s, o: d.update(kind="film")),
        ("sort", lambda d, s, o: d.update(kind="sort")),
        ("key", lambda d, s, o: d.update(key="Not a key")),
        ("minutes", lambda d, s, o: d.update(minutes=0)),
        ("title", lambda d, s, o: d.update(title="")),
    ],
)
def test_a_scenario_with_a_fault_may_not_and_the_fault_is_named(path: str, change: Any) -> None:
    assert path in faults(change)


def test_an_ending_that_only_impossible_values_reach_is_named() -> None:
    def never(_: Any, scenario: Any, options: Any) -> None:
        options[1]["routes"] = [{"to": "there", "when": [{"variable": "trust", "at_least": 4}]}, {"to": "here"}]

    assert faults(never) == {"scenario.endings.1": "No choices lead to there"}


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("sort.cards.0.right.0", lambda sort: sort["cards"][0].update(right=["luck"])),
        ("sort.cards.0.right", lambda sort: sort["cards"][0].update(right=[])),
        ("sort.cards.0.why", lambda sort: sort["cards"][0].update(why="")),
        ("sort.cards.1.key", lambda sort: sort["cards"][1].update(key=sort["cards"][0]["key"])),
        ("sort.cards", lambda sort: sort.update(cards=[])),
        ("sort.categories", lambda sort: sort.update(categories=sort["categories"][:1])),
        ("sort.question", lambda sort: sort.update(question="")),
    ],
)
def test_a_sort_with_a_fault_may_not_be_published(path: str, change: Any) -> None:
    data = yaml.safe_load((factories.FOLDER / "sort-20.yaml").read_text())
    change(data["sort"])

    assert path in {problem.path for problem in check_activity(factories.built(data))}


@pytest.mark.django_db
def test_the_same_words_are_one_edition_and_changed_words_the_next() -> None:
    data = two_ways()
    first = actions.publish(factories.built(data), by=cast.agnes(), now=cast.NOW)
    again = actions.publish(factories.built(data), by=cast.agnes(), now=cast.NOW)
    data["title"] = "Two ways, said better"
    second = actions.publish(factories.built(data), by=cast.agnes(), now=cast.NOW)

    assert again == first
    assert (first.edition, second.edition, second.activity) == (1, 2, first.activity)


@pytest.mark.django_db
def test_an_activity_with_faults_is_refused_in_words() -> None:
    data = two_ways()
    data["title"] = ""

    with pytest.raises(Refused, match="title: Write something here"):
        actions.publish(factories.built(data), by=None, now=cast.NOW)
    assert not ActivityVersion.objects.exists()


@pytest.mark.django_db
def test_a_badge_cannot_ask_for_an_activity_that_is_not_there() -> None:
    with pytest.raises(Refused, match="no published activity missing"):
        actions.require(factories.badge(), [[RequiredActivity(key="missing")]], by=None, now=cast.NOW)
