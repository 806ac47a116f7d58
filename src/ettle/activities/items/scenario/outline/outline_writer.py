"""Writes a story as an outline, which reads back as the same story."""

from __future__ import annotations

from collections.abc import Iterator

from ettle.activities.items.scenario.outline.outline_lines import write_line, write_paragraphs
from ettle.activities.items.scenario.outline.outline_reader import DEFAULT_LENGTH
from ettle.activities.items.scenario.outline.outline_sections import SectionKind, heading_words
from ettle.activities.items.scenario.outline.outline_terms import (
    format_conditions,
    format_effects,
    format_route,
    format_variable,
    make_key,
)
from ettle.activities.items.scenario.outline.outline_variants import write_variant
from ettle.activities.items.scenario.specs import EndingSpec, NodeSpec, OptionSpec, ScenarioSpec
from ettle.activities.types.specs import ActivitySpec

INDENT = "  "


def write_outline(story: ActivitySpec) -> str:
    """Return the outline of a story. Raises TypeError for an activity of another kind."""
    scenario = story.part
    if not isinstance(scenario, ScenarioSpec):
        raise TypeError(story.kind)
    parts = [*_write_head(story, scenario), *_write_lists(scenario)]
    parts += [*map(write_place, scenario.nodes), *map(write_place, scenario.endings)]
    parts += _write_reflection(scenario)
    for variant in scenario.variants:
        parts += write_variant(scenario, variant)
    return "\n\n".join(parts) + "\n"


def _write_head(story: ActivitySpec, scenario: ScenarioSpec) -> Iterator[str]:
    yield f"# {write_line(story.title)}".rstrip()
    fields = [f"name: {story.key}"] if story.key else []
    if story.summary:
        fields.append(f"summary: {write_line(story.summary)}")
    fields.append(f"minutes: {story.minutes}")
    if scenario.label:
        fields.append(f"told for: {write_line(scenario.label)}")
    if scenario.start != (scenario.nodes[0].key if scenario.nodes else ""):
        fields.append(f"starts at: {scenario.start}")
    yield "\n".join(fields)
    yield "## Opening"
    if scenario.opening:
        yield write_paragraphs(scenario.opening)


def _write_lists(scenario: ScenarioSpec) -> Iterator[str]:
    if scenario.variables:
        yield "## Variables"
        yield "\n".join(f"- {write_line(format_variable(variable))}" for variable in scenario.variables)
    if scenario.model_nodes:
        yield "## Logic model"
        yield "\n".join(f"- {node.key}: {write_line(node.words)}" for node in scenario.model_nodes)


def _write_reflection(scenario: ScenarioSpec) -> Iterator[str]:
    yield "## Reflection"
    if scenario.reflection_about_words != DEFAULT_LENGTH:
        yield f"about: {scenario.reflection_about_words} words"
    if scenario.reflection:
        yield write_paragraphs(scenario.reflection)


def write_place(place: NodeSpec | EndingSpec) -> str:
    """Return one place or ending as it is in the outline."""
    kind = SectionKind.PLACE if isinstance(place, NodeSpec) else SectionKind.ENDING
    parts = [f"## {heading_words(kind, place.key)}: {place.title}".rstrip()]
    if place.text:
        parts.append(write_paragraphs(place.text))
    parts += [
        f"(if {format_conditions(passage.when)}) {write_line(passage.text)}".rstrip() for passage in place.passages
    ]
    if isinstance(place, NodeSpec):
        if place.question:
            parts.append(f"? {write_line(place.question)}")
        return "\n\n".join([*parts, *map(_write_option, place.options)])
    for label, text in (("did well", place.did_well), ("missed link", place.missed_link), ("question", place.question)):
        if text:
            parts.append(f"{label}: {write_line(text)}")
    return "\n\n".join([*parts, "stops: yes"] if place.stops else parts)


def _write_option(option: OptionSpec) -> str:
    tags = f"[was: {option.was or '?'}]"
    if option.key != make_key(option.text, otherwise="option") or "[" in option.text:
        tags = f"[key: {option.key}] {tags}"
    facts = [f"why: {write_line(option.why)}"] if option.why else []
    if option.nodes:
        facts.append(f"touches: {', '.join(option.nodes)}")
    if option.skips_duty:
        facts.append(f"leaves undone: {write_line(option.skips_duty)}")
    if option.effects:
        facts.append(f"({format_effects(option.effects)})")
    facts += [f"-> {format_route(route)}" for route in option.routes]
    parts = [f"- {write_line(option.text)} {tags}"]
    if option.consequence:
        parts.append(_indent(write_paragraphs(option.consequence)))
    return "\n".join([*parts, *(["", _indent("\n".join(facts))] if facts else [])])


def _indent(text: str) -> str:
    return "\n".join(f"{INDENT}{line}" if line else "" for line in text.split("\n"))
