"""What the page of a draft shows of the story: its problems, its map and its variants."""

from __future__ import annotations

from typing import Any

from ettle.workshop.stories import queries
from ettle.workshop.stories.map.story_graph import build_map
from ettle.workshop.stories.map.story_svg import render_drawing
from ettle.workshop.stories.models import StoryDraft
from ettle.workshop.stories.story_content import split_part, variant_part
from ettle.workshop.stories.story_problems import find_story_problems
from ettle.workshop.stories.views.draft_links import label_part_field, part_address, problem_address


def describe_draft(draft: StoryDraft) -> dict[str, Any]:
    content = draft.content
    places = build_map(content.scenario)
    problems = find_story_problems(content)
    return {
        "content": content,
        "places": places,
        "drawing": render_drawing(content.scenario, places, lambda key: part_address(draft, key)),
        "problems": [
            (problem, problem_address(draft, problem), label_part_field(content, problem.part, problem.field))
            for problem in problems
        ],
        "broken": {problem.part for problem in problems},
        "broken_variants": {variant_part(split_part(problem.part)[0]) for problem in problems},
        "variants": [
            (variant, queries.list_readers(variant), variant_part(variant.key)) for variant in content.scenario.variants
        ],
        "newest": draft.newest_edition,
    }
