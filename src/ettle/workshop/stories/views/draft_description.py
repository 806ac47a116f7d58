"""What the page of a draft shows of the story: its problems, its map and its variants."""

from __future__ import annotations

from typing import Any

from ettle.workshop.drafts.comments.comment_pages import describe_comments
from ettle.workshop.stories import queries
from ettle.workshop.stories.map.story_graph import build_map
from ettle.workshop.stories.map.story_svg import render_drawing
from ettle.workshop.stories.models import StoryDraft
from ettle.workshop.stories.story_content import split_part, variant_part
from ettle.workshop.stories.story_problems import find_story_problems
from ettle.workshop.stories.views.draft_links import label_part_field, part_address, place_finder, problem_address


def describe_draft(draft: StoryDraft) -> dict[str, Any]:
    content = draft.content
    places = build_map(content.scenario)
    found = [
        (problem, problem_address(draft, problem), label_part_field(content, problem.part, problem.field))
        for problem in find_story_problems(content)
    ]
    problems = [entry for entry in found if not entry[0].is_advice]
    return {
        "content": content,
        "places": places,
        "drawing": render_drawing(content.scenario, places, lambda key: part_address(draft, key)),
        "problems": problems,
        "advice": [entry for entry in found if entry[0].is_advice],
        "broken": {problem.part for problem, *_where in problems},
        "broken_variants": {variant_part(split_part(problem.part)[0]) for problem, *_where in problems},
        "variants": [
            (variant, queries.list_readers(variant), variant_part(variant.key)) for variant in content.scenario.variants
        ],
        "newest": draft.newest_edition,
        "comments": describe_comments(draft, place_finder(draft)),
    }
