"""Which scenarios may be published, and what is named in those that may not."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from ettle.activities.items.scenario.tests.sample_scenarios import two_ways
from ettle.activities.tests import factories
from ettle.activities.types.specs import check_activity


def faults(change: Any) -> dict[str, str]:
    data = deepcopy(two_ways())
    change(data, data["scenario"], data["scenario"]["nodes"][0]["options"])
    return {problem.path: problem.words for problem in check_activity(factories.built(data))}


def test_the_smallest_scenario_may_be_published() -> None:
    assert faults(lambda *_: None) == {}


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

    words = "No choices lead to ‘Words.’. Let an option lead there, or delete it"
    assert faults(never) == {"scenario.endings.1": words}
