"""The scenario engine, and the scenarios of the starter pack walked along every path."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.activities.items.scenario import engine
from ettle.activities.items.scenario.attempt_progress import ScenarioProgress
from ettle.activities.items.scenario.specs import ScenarioSpec
from ettle.activities.models import Response
from ettle.activities.tests import factories

SCENARIOS = [key for key in factories.SPECS if factories.spec(key).kind == "scenario"]


def story(key: str) -> ScenarioSpec:
    spec = factories.spec(key).part
    assert isinstance(spec, ScenarioSpec)
    return spec


def endings(spec: ScenarioSpec, state: engine.ScenarioState) -> dict[tuple[str, ...], str]:
    """Every path from here with the ending it reaches."""
    offered = engine.available_options(spec, state)
    if not offered:
        return {tuple(taken.option for taken in state.taken): state.at}
    found: dict[tuple[str, ...], str] = {}
    for option in offered:
        found |= endings(spec, engine.take_step(spec, state, option.key))
    return found


@pytest.mark.parametrize("key", SCENARIOS)
def test_every_path_ends_after_three_to_six_decisions_or_sooner_where_a_duty_is_skipped(key: str) -> None:
    spec = story(key)

    found = endings(spec, engine.begin_scenario(spec))

    assert {len(path) for path in found} <= {2, 3, 4, 5, 6}
    assert max(len(path) for path in found) >= 3
    assert set(found.values()) == {ending.key for ending in spec.endings}
    assert len(spec.endings) >= 3


@pytest.mark.parametrize("key", SCENARIOS)
def test_a_weak_first_choice_can_still_lead_to_the_best_ending(key: str) -> None:
    spec = story(key)
    found = endings(spec, engine.begin_scenario(spec))
    best = spec.endings[0].key

    assert {path[0] for path, ending in found.items() if ending == best} == {
        option.key for option in engine.available_options(spec, engine.begin_scenario(spec))
    }


def test_the_rota_ends_as_it_was_led() -> None:
    spec = story("rota")

    def ending(*choices: str) -> str:
        return engine.replay_choices(spec, choices).at

    assert ending("ask-together", "limit", "thank-and-review") == "stronger"
    assert ending("do-it-myself", "accept", "move-on") == "fragile"
    assert ending("do-it-myself", "accept", "thank-and-review") == "solved"
    assert ending("ring-those-on-leave", "accept", "ask-for-relief") == "unheard"
    assert ending("ask-together", "swap", "move-on") == "carried"


def test_an_option_from_elsewhere_is_no_choice() -> None:
    spec = story("rota")

    for choice in ("limit", "", "nonsense"):
        with pytest.raises(engine.UnknownChoice):
            engine.take_step(spec, engine.begin_scenario(spec), choice)
    with pytest.raises(engine.UnknownChoice):
        engine.replay_choices(spec, ["ask-together", "limit", "move-on", "limit"])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=30), st.sampled_from(SCENARIOS))
def test_whatever_is_chosen_or_undone_the_trail_keeps_all_and_the_values_stay_in_bounds(
    moves: list[tuple[bool, int]], key: str
) -> None:
    spec = story(key)
    rows: list[Response] = []
    chosen = 0
    for goes_back, pick in moves:
        under_way = ScenarioProgress(spec, rows)
        offered = engine.available_options(spec, under_way.state)
        if goes_back:
            rows.append(Response(act="back"))
        elif offered:
            chosen += 1
            rows.append(Response(act="chose", value=offered[pick % len(offered)].key))

    under_way = ScenarioProgress(spec, rows)

    limits = {variable.key: (variable.lowest, variable.highest) for variable in spec.variables}
    assert all(limits[name][0] <= value <= limits[name][1] for name, value in under_way.state.values)
    trail = under_way.trail()
    assert len(trail) == chosen
    assert [row.option.key for row in trail if not row.undone] == under_way.choices
