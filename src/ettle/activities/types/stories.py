"""Scenarios for authors of other rooms: their specs, the outline they are written in, and how they are played. Pure."""

from __future__ import annotations

from ettle.activities.items.decisions import Decision, LessonRule
from ettle.activities.items.part_variants import Reader
from ettle.activities.items.scenario.engine import (
    ScenarioState,
    UnknownChoice,
    find_ending,
    find_node,
    find_option,
    take_step,
    visible_passages,
)
from ettle.activities.items.scenario.outline import (
    MAX_BYTES,
    OutlineReading,
    OutlineTooLong,
    UnreadLine,
    read_outline,
    write_outline,
    write_place,
)
from ettle.activities.items.scenario.outline.outline_limits import (
    MOST_OPTIONS,
    MOST_PLACES,
    MOST_VARIABLES,
    MOST_VARIANTS,
)
from ettle.activities.items.scenario.outline.outline_terms import (
    TermError,
    find_place,
    find_variable,
    format_conditions,
    format_effects,
    format_route,
    format_variable,
    make_key,
    parse_conditions,
    parse_effects,
    parse_route,
    parse_variable,
)
from ettle.activities.items.scenario.outline.outline_variants import write_variant
from ettle.activities.items.scenario.specs import (
    ConditionSpec,
    EffectSpec,
    EndingSpec,
    NodeSpec,
    OptionSpec,
    PassageSpec,
    RouteSpec,
    ScenarioSpec,
    VariableSpec,
)
from ettle.activities.items.scenario.text_variants import (
    EndingTexts,
    NodeTexts,
    OptionTexts,
    PlaceTexts,
    TextVariantSpec,
)
from ettle.activities.items.spec_fields import ModelNodeSpec

__all__ = [
    "MAX_BYTES",
    "MOST_OPTIONS",
    "MOST_PLACES",
    "MOST_VARIABLES",
    "MOST_VARIANTS",
    "ConditionSpec",
    "Decision",
    "EffectSpec",
    "EndingSpec",
    "EndingTexts",
    "LessonRule",
    "ModelNodeSpec",
    "NodeSpec",
    "NodeTexts",
    "OptionSpec",
    "OptionTexts",
    "OutlineReading",
    "OutlineTooLong",
    "PassageSpec",
    "PlaceTexts",
    "Reader",
    "RouteSpec",
    "ScenarioSpec",
    "ScenarioState",
    "TermError",
    "TextVariantSpec",
    "UnknownChoice",
    "UnreadLine",
    "VariableSpec",
    "find_ending",
    "find_node",
    "find_option",
    "find_place",
    "find_variable",
    "format_conditions",
    "format_effects",
    "format_route",
    "format_variable",
    "make_key",
    "parse_conditions",
    "parse_effects",
    "parse_route",
    "parse_variable",
    "read_outline",
    "take_step",
    "visible_passages",
    "write_outline",
    "write_place",
    "write_variant",
]
