"""An instrument as it is handed in, from a pack or an author's page, and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ettle.kit.input.specs import Rule, Spec, YamlInt, find_problems
from ettle.kit.values.problems import Problem

# What an answer may say instead of a point. The model's Answer.Word knows the same words.
UNCOUNTED = ("not-my-role", "not-sure")
IMPORTANCE = (1, 2, 3)
MOST_MINUTES = 240
LONGEST_TITLE = 160
LONGEST_QUESTION = 200
LONGEST_LINE = 300
MINUTES = f"Say how many minutes it takes, from 1 to {MOST_MINUTES}"

Words = Annotated[str, Rule("Write some words here", pattern=r"\S")]
Title = Annotated[Words, Rule(f"Keep the title to {LONGEST_TITLE} letters", max_length=LONGEST_TITLE)]
Question = Annotated[Words, Rule(f"Keep the question to {LONGEST_QUESTION} letters", max_length=LONGEST_QUESTION)]
Minutes = Annotated[YamlInt, Rule(MINUTES, ge=1, le=MOST_MINUTES)]


class PointSpec(Spec):
    translated = frozenset({"label"})

    value: YamlInt
    label: Annotated[str, Rule("Every point needs a written anchor", pattern=r"\S")]


class UncountedSpec(Spec):
    translated = frozenset({"label"})

    key: Annotated[str, Rule(f"Use one of: {', '.join(UNCOUNTED)}", choices=UNCOUNTED)]
    label: Annotated[str, Rule("Write the words that people see", pattern=r"\S")]


class FollowUpSpec(Spec):
    """A quiet line on the result, under the statement of one theme, for a low answer. address: where it leads here.

    at_most: the highest point of the scale that the line is for.
    """

    translated = frozenset({"words", "link"})

    theme: Words
    at_most: YamlInt
    words: Annotated[Words, Rule(f"Keep the line to {LONGEST_LINE} letters", max_length=LONGEST_LINE)]
    link: Title
    address: Annotated[str, Rule("Write an address on this site, such as /help/", pattern=r"^/(?:[a-z0-9#-]+/?)*$")]


class InstrumentSpec(Spec):
    """One instrument. Its lines are the framework's indicators for the role of the person who answers.

    framework, framework_edition: which indicators ("capabilities", "2026"). minutes: time needed.
    """

    translated = frozenset({"title", "question", "importance_question", "reason_question"})

    key: Words
    title: Title
    minutes: Minutes
    framework: Words
    framework_edition: Words
    question: Question
    scale: tuple[PointSpec, ...]
    uncounted: tuple[UncountedSpec, ...]
    importance_question: Question
    importance_scale: tuple[PointSpec, ...]
    reason_question: Question
    follow_ups: tuple[FollowUpSpec, ...] = ()


def check_spec(spec: InstrumentSpec) -> list[Problem]:
    """Return what must be corrected before this instrument can be published."""
    return find_problems(
        spec, [*check_scale(spec.scale), *_check_uncounted(spec), *_check_importance(spec), *_check_follow_ups(spec)]
    )


def check_scale(scale: tuple[PointSpec, ...]) -> Iterator[Problem]:
    if [point.value for point in scale] != list(range(1, len(scale) + 1)) or len(scale) < 2:
        yield Problem("scale", "Number the points 1, 2, 3 and so on, at least two of them")


def _check_uncounted(spec: InstrumentSpec) -> Iterator[Problem]:
    keys = [choice.key for choice in spec.uncounted]
    if len(keys) != len(set(keys)):
        yield Problem("uncounted", "Name each choice once")


def _check_importance(spec: InstrumentSpec) -> Iterator[Problem]:
    if tuple(point.value for point in spec.importance_scale) != IMPORTANCE:
        yield Problem("importance_scale", "Give three points, numbered 1 (little) to 3 (a lot)")


def _check_follow_ups(spec: InstrumentSpec) -> Iterator[Problem]:
    values = {point.value for point in spec.scale}
    for place, follow_up in enumerate(spec.follow_ups):
        if follow_up.at_most not in values:
            yield Problem(f"follow_ups.{place}.at_most", "Name a point of the scale")
