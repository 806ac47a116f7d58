"""An instrument as it is handed in, from a pack or an author's page, and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ettle.kit.values.problems import Problem

# What an answer may say instead of a point. The model's Answer.Word knows the same words.
UNCOUNTED = ("not-my-role", "not-sure")
IMPORTANCE = (1, 2, 3)
MOST_MINUTES = 240
LONGEST_TITLE = 160
LONGEST_QUESTION = 200
MINUTES = f"Say how many minutes it takes, from 1 to {MOST_MINUTES}"


@dataclass(frozen=True)
class PointSpec:
    value: int
    label: str


@dataclass(frozen=True)
class UncountedSpec:
    key: str
    label: str


@dataclass(frozen=True)
class InstrumentSpec:
    """One instrument. Its lines are the framework's indicators for the role of the person who answers.

    framework, framework_edition: which indicators ("capabilities", "2026"). minutes: time needed.
    """

    key: str
    title: str
    minutes: int
    framework: str
    framework_edition: str
    question: str
    scale: tuple[PointSpec, ...]
    uncounted: tuple[UncountedSpec, ...]
    importance_question: str
    importance_scale: tuple[PointSpec, ...]
    reason_question: str


def check_spec(spec: InstrumentSpec) -> list[Problem]:
    """Return what must be mended before this instrument can be published."""
    return [*_check_words(spec), *_check_scale(spec), *_check_uncounted(spec), *_check_importance(spec)]


def _check_words(spec: InstrumentSpec) -> Iterator[Problem]:
    for name in (
        "key",
        "title",
        "framework",
        "framework_edition",
        "question",
        "importance_question",
        "reason_question",
    ):
        if not getattr(spec, name).strip():
            yield Problem(name, "Write some words here")
    if len(spec.title) > LONGEST_TITLE:
        yield Problem("title", f"Keep the title to {LONGEST_TITLE} letters")
    for name in ("question", "importance_question", "reason_question"):
        if len(getattr(spec, name)) > LONGEST_QUESTION:
            yield Problem(name, f"Keep the question to {LONGEST_QUESTION} letters")
    if not 1 <= spec.minutes <= MOST_MINUTES:
        yield Problem("minutes", MINUTES)


def _check_scale(spec: InstrumentSpec) -> Iterator[Problem]:
    if [point.value for point in spec.scale] != list(range(1, len(spec.scale) + 1)) or len(spec.scale) < 2:
        yield Problem("scale", "Number the points 1, 2, 3 and so on, at least two of them")
    for place, point in enumerate(spec.scale):
        if not point.label.strip():
            yield Problem(f"scale.{place}.label", "Every point needs a written anchor")


def _check_uncounted(spec: InstrumentSpec) -> Iterator[Problem]:
    for place, choice in enumerate(spec.uncounted):
        if choice.key not in UNCOUNTED:
            yield Problem(f"uncounted.{place}.key", f"Use one of: {', '.join(UNCOUNTED)}")
        if not choice.label.strip():
            yield Problem(f"uncounted.{place}.label", "Write the words that people see")
    keys = [choice.key for choice in spec.uncounted]
    if len(keys) != len(set(keys)):
        yield Problem("uncounted", "Name each choice once")


def _check_importance(spec: InstrumentSpec) -> Iterator[Problem]:
    if tuple(point.value for point in spec.importance_scale) != IMPORTANCE:
        yield Problem("importance_scale", "Give three points, numbered 1 (little) to 3 (a lot)")
    for place, point in enumerate(spec.importance_scale):
        if not point.label.strip():
            yield Problem(f"importance_scale.{place}.label", "Every point needs a written anchor")
