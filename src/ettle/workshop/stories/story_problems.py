"""What keeps a story from being published, each problem with the page and the field where it can be corrected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from ettle.activities.types.specs import ActivitySpec, check_activity
from ettle.framework import queries as framework
from ettle.kit.values.problems import Problem
from ettle.workshop.stories.story_content import HEAD, StoryContent

HEAD_FIELDS = {
    "title": "title", "summary": "summary", "minutes": "minutes", "scenario.start": "start",
    "scenario.opening": "opening", "scenario.reflection": "reflection", "scenario.variables": "variables",
    "scenario.label": "label", "scenario.reflection_about_words": "about_words", "scenario.model_nodes": "model_words",
}  # fmt: skip
OPTION_FIELDS = {
    "text": "text", "consequence": "consequence", "was": "was", "why": "why", "nodes": "touches",
    "effects": "effects", "routes": "leads_to", "skips_duty": "skips_duty",
}  # fmt: skip
PLACE_FIELDS = frozenset({"title", "text", "question", "passages", "did_well", "missed_link", "stops"})


@dataclass(frozen=True)
class StoryProblem:
    """part: HEAD or the key of a place; "" for the story as a whole. field: of that part's form; "" for the whole part.

    where: the part in words."""

    words: str
    part: str
    field: str
    where: str


def find_story_problems(content: StoryContent) -> list[StoryProblem]:
    """Return what a pack would be refused for, and what only the workshop knows: lines that were not understood, and
    parts of the logic model that there are not."""
    found = [_locate(content, problem) for problem in _check_story(content.story)]
    found += [_locate(content, problem) for problem in _check_model(content)]
    if content.unread:
        words = _("Some lines of the text were not understood. Write them in, then remove them from the list")
        found.append(StoryProblem(words, "", "lines", _("The whole story")))
    return found


@lru_cache(maxsize=64)
def _check_story(story: ActivitySpec) -> tuple[Problem, ...]:
    """Walking every path takes time, and most pages show a story that was shown before."""
    return tuple(check_activity(story))


def _check_model(content: StoryContent) -> list[Problem]:
    known = framework.node_keys()
    return [
        Problem(f"scenario.nodes.{number}.options.{place}.nodes", _("The logic model has no %(key)s") % {"key": key})
        for number, node in enumerate(content.scenario.nodes)
        for place, option in enumerate(node.options)
        for key in option.nodes
        if key not in known
    ]


def _locate(content: StoryContent, problem: Problem) -> StoryProblem:
    parts = problem.path.split(".")
    if parts[:2] in (["scenario", "nodes"], ["scenario", "endings"]) and len(parts) > 2:
        place = getattr(content.scenario, parts[1])[int(parts[2])]
        return StoryProblem(problem.words, place.key, _place_field(parts[3:]), place.title or place.key)
    if parts[:2] == ["scenario", "variants"] and len(parts) > 2:
        variant = content.scenario.variants[int(parts[2])]
        where = _("The variant for %(label)s") % {"label": variant.label or variant.key}
        return StoryProblem(problem.words, "", "", where)
    field = HEAD_FIELDS.get(parts[0]) or HEAD_FIELDS.get(".".join(parts[:2]))
    if field:
        return StoryProblem(problem.words, HEAD, field, _("The story"))
    return StoryProblem(problem.words, "", "", _("The whole story"))


def _place_field(parts: list[str]) -> str:
    if len(parts) > 1 and parts[0] == "options":
        return f"option-{parts[1]}-{OPTION_FIELDS.get(parts[2] if len(parts) > 2 else '', 'text')}"
    return parts[0] if parts and parts[0] in PLACE_FIELDS else ""
