"""The drawing of a story can be read: no label and no arrow meets a box, and no label meets another arrow or label."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from ettle.activities.types.specs import ActivityFileSpec
from ettle.activities.types.stories import ScenarioSpec, read_outline
from ettle.workshop.stories import actions
from ettle.workshop.stories.map.arrow_layout import HEIGHT, LETTER, Arrow, Box, MapLayout, arrange_map
from ettle.workshop.stories.map.story_graph import arrange_layers, build_map, is_waypoint
from ettle.workshop.stories.map.story_svg import WIDE, label_arrows, render_drawing

PACK = Path(settings.BASE_DIR) / "content"
LETTER_HEIGHT = 14
Area = tuple[float, float, float, float]  # left, top, right, bottom


def scenario_of(story: object) -> ScenarioSpec:
    part = story.part  # type: ignore[attr-defined]  # an activity
    assert isinstance(part, ScenarioSpec)
    return part


def pack_stories() -> list[ScenarioSpec]:
    files = [yaml.safe_load(path.read_text()) for path in sorted(PACK.glob("*/activities/*.yaml"))]
    return [scenario_of(ActivityFileSpec.from_stored(story)) for story in files if story["kind"] == "scenario"]


def tangled_story() -> ScenarioSpec:
    """Everything leads everywhere: long arrows, arrows that lead back and to where they start, many to one box."""
    names = [f"place-{number}" for number in range(7)]
    places = "".join(
        f"## {name}: A rather long title of place {number}\n\n? What?\n\n"
        + "".join(f"- Go on {place}\n\n  -> {names[(number + place) % 7]}\n\n" for place in range(7))
        + "- Go on, it may be\n\n  -> over if trust >= 1\n  -> place-0\n\n"
        for number, name in enumerate(names)
    )
    text = f"# Tangled\n\n## Variables\n\n- trust: Trust (from -3 to 3)\n\n{places}\n## ending over: It is over\n"
    return scenario_of(read_outline(text).story)


def layout_of(scenario: ScenarioSpec) -> MapLayout:
    return arrange_map(arrange_layers(scenario), label_arrows(build_map(scenario)))


def box_area(box: Box) -> Area:
    return box.left, box.top, box.left + box.width, box.top + HEIGHT


def label_area(arrow: Arrow) -> Area:
    label = arrow.label
    return label.left, label.bottom - LETTER_HEIGHT, label.left + len(label.words) * LETTER, label.bottom


def meet(first: Area, second: Area) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def trace(arrow: Arrow) -> list[Area]:
    """Points along an arrow: straight lines, and curves that bend as the drawing's do."""
    traced = []
    for number, ((left, top), (x, y)) in enumerate(pairwise(arrow.points)):
        for part in range(41):
            t = part / 40
            bend = t if number % 2 == 0 else 3 * t**2 - 2 * t**3
            fall = t if number % 2 == 0 else 1.5 * t - 1.5 * t**2 + t**3
            traced.append((left + (x - left) * bend, top + (y - top) * fall) * 2)
    return traced


STORIES = [scenario_of(read_outline(actions.EXAMPLE.read_text()).story), *pack_stories(), tangled_story()]


@pytest.mark.parametrize("number", range(len(STORIES)))
def test_labels_and_arrows_can_be_told_apart(number: int) -> None:
    layout = layout_of(STORIES[number])
    boxes = {key: box_area(box) for key, box in layout.boxes.items() if not is_waypoint(key)}
    labels = [label_area(arrow) for arrow in layout.arrows]

    assert not [pair for pair in combinations(labels, 2) if meet(*pair)]
    assert not [pair for pair in combinations(boxes.values(), 2) if meet(*pair)]
    assert not [label for label in labels for box in boxes.values() if meet(label, box)]
    for arrow in layout.arrows:
        points = trace(arrow)
        others = [area for key, area in boxes.items() if key not in {arrow.start, arrow.end}]
        assert not [area for area in others for point in points if meet(point, area)], (arrow.start, arrow.end)
        assert not [label for label in labels for point in points if meet(point, label)], (arrow.start, arrow.end)
    right, bottom = layout.width, layout.height
    for left, top, area_right, area_bottom in [*boxes.values(), *labels]:
        assert left >= 0, top >= 0
        assert area_right <= right
        assert area_bottom <= bottom


def test_each_arrow_says_which_options_it_is() -> None:
    places = build_map(STORIES[0])

    assert label_arrows(places) == {
        ("the-phone", "the-talk"): "1, 2, 3",
        ("the-talk", "mended"): "1 if, 2, 3 if",
        ("the-talk", "fragile"): "1, 3",
        ("the-talk", "settled"): "2 if",
    }


def test_an_arrow_that_leads_back_names_its_place_in_its_label() -> None:
    scenario = tangled_story()
    drawing = render_drawing(scenario, build_map(scenario), lambda key: f"/{key}/")

    assert re.search(r'class="story-label"[^>]*>1, 8 ↑ A rather long title of…<', drawing)
    assert drawing.count("<a href=") == len(scenario.nodes) + len(scenario.endings)
    assert '<g aria-hidden="true"><path' in drawing


def test_no_two_arrows_arrive_at_the_same_point() -> None:
    for scenario in STORIES:
        ends = [arrow.points[-1] for arrow in layout_of(scenario).arrows if not arrow.is_back]

        assert len(set(ends)) == len(ends)


def test_a_wide_drawing_has_the_printed_page_turned_and_a_narrow_one_does_not() -> None:
    drawn = {
        layout_of(story).width: render_drawing(story, build_map(story), lambda key: f"/{key}/")
        for story in (*pack_stories(), tangled_story())
    }

    assert {width for width, drawing in drawn.items() if "story-drawing-wide" in drawing} == {
        width for width in drawn if width > WIDE
    }
    assert min(drawn) < WIDE < max(drawn)
