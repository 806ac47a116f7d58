"""The plans of a pack for learning together, and what must be true of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

from ettle.kit.input.specs import Rule, Spec, YamlInt, find_problems
from ettle.kit.values.problems import Problem

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SHOWN = ("", "short", "question", "check", "act")
LONGEST_SESSION, FEWEST_QUESTIONS, MOST_QUESTIONS = 120, 1, 8

Key = Annotated[str, Rule("‘{value}’ is not a key. Write small letters with hyphens.", fullmatch=KEY, max_length=40)]
Title = Annotated[str, Rule("Write the title.", pattern=r"\S"), Rule(max_length=120)]
Words = Annotated[str, Rule("Write a sentence.", pattern=r"\S"), Rule(max_length=500)]
Minutes = Annotated[YamlInt, Rule("Write a number of minutes from 1 to 60.", ge=1, le=60)]


class PartSpec(Spec):
    """A part of a session, with its minutes. words: what people do in it."""

    translated = frozenset({"title", "words"})

    key: Key
    title: Title
    minutes: Minutes
    words: Words


class TalkPartSpec(PartSpec):
    """A part of a talk between two people. questions: keys of the questions whose shared answers it is about."""

    questions: tuple[str, ...] = ()


class TeamPartSpec(PartSpec):
    """A part of a team session. shows: what of the area it uses: short, question, check or act; empty for nothing."""

    shows: Annotated[str, Rule("Write short, question, check or act, or leave it out.", choices=SHOWN)] = ""


class QuestionSpec(Spec):
    """A question that both people answer."""

    translated = frozenset({"ask", "hint"})

    key: Key
    ask: Title
    hint: Annotated[str, Rule(max_length=200)] = ""


class SupervisionSpec(Spec):
    """Supervision for two. about: what it is. before: what must not wait for it. record: what it does not replace.

    main: the key of the part that gets the minutes of parts that are left out. goal: the title of the goal that an
    agreed act becomes.
    """

    translated = frozenset({"title", "about", "before", "record", "goal"})

    title: Title
    about: Words
    before: Words
    record: Words
    minutes: YamlInt
    main: str
    goal: Title
    questions: tuple[QuestionSpec, ...]
    parts: tuple[TalkPartSpec, ...]


class TeamSpec(Spec):
    """A team session about an area. close: lines to fill in by hand at the end of the page."""

    translated = frozenset({"title", "about", "before", "close"})

    title: Title
    about: Words
    before: Words
    minutes: YamlInt
    main: str
    parts: tuple[TeamPartSpec, ...]
    close: tuple[Title, ...] = ()


class TurnSpec(Spec):
    """A length of turn that a group may choose, with its steps."""

    translated = frozenset({"title"})

    key: Key
    title: Title
    steps: tuple[PartSpec, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


class ActionLearningSpec(Spec):
    """The timer of a group. fewest, most: how many people it is for."""

    translated = frozenset({"title", "about", "before"})

    title: Title
    about: Words
    before: Words
    fewest: Annotated[YamlInt, Rule("Write a number from 2 to 20.", ge=2, le=20)]
    most: Annotated[YamlInt, Rule("Write a number from 2 to 20.", ge=2, le=20)]
    lengths: tuple[TurnSpec, ...]


def check_supervision(spec: SupervisionSpec) -> list[Problem]:
    """The problems of the questions and parts of supervision for two."""
    problems = list(_plan_problems(spec.parts, spec.main, spec.minutes))
    if not FEWEST_QUESTIONS <= len(spec.questions) <= MOST_QUESTIONS:
        words = f"Ask {FEWEST_QUESTIONS} to {MOST_QUESTIONS} questions; there are {len(spec.questions)}."
        problems.append(Problem("questions", words))
    problems += _find_repeated("questions", (question.key for question in spec.questions))
    asked = {question.key for question in spec.questions}
    used = {key for part in spec.parts for key in part.questions}
    for place, part in enumerate(spec.parts):
        for number, key in enumerate(part.questions):
            if key not in asked:
                words = f"There is no question {key}. Add it to questions, or correct it."
                problems.append(Problem(f"parts.{place}.questions.{number}", words))
    for place, question in enumerate(spec.questions):
        if question.key not in used:
            problems.append(Problem(f"questions.{place}.key", "No part is about this question. Name it in a part."))
    return find_problems(spec, problems)


def check_team(spec: TeamSpec) -> list[Problem]:
    return find_problems(spec, _plan_problems(spec.parts, spec.main, spec.minutes))


def check_action_learning(spec: ActionLearningSpec) -> list[Problem]:
    problems = list(_find_repeated("lengths", (turn.key for turn in spec.lengths)))
    if not spec.lengths:
        problems.append(Problem("lengths", "Describe at least one length of turn."))
    if spec.fewest > spec.most:
        problems.append(Problem("most", "Write a number that is not smaller than fewest."))
    for place, turn in enumerate(spec.lengths):
        if not turn.steps:
            problems.append(Problem(f"lengths.{place}.steps", "Describe at least one step."))
        problems += _find_repeated(f"lengths.{place}.steps", (step.key for step in turn.steps))
    return find_problems(spec, problems)


def _plan_problems(parts: Sequence[PartSpec], main: str, minutes: int) -> Iterator[Problem]:
    yield from _find_repeated("parts", (part.key for part in parts))
    if not 1 <= minutes <= LONGEST_SESSION:
        yield Problem("minutes", f"Write a number of minutes from 1 to {LONGEST_SESSION}.")
    together = sum(part.minutes for part in parts)
    if together != minutes:
        yield Problem("minutes", f"The parts take {together} minutes together. Write that, or change the parts.")
    if main not in {part.key for part in parts}:
        yield Problem("main", f"There is no part {main}. Write the key of the part that gets spare minutes.")


def _find_repeated(path: str, keys: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, key in enumerate(keys):
        if key in seen:
            yield Problem(f"{path}.{place}.key", f"The key {key} is used before. Each may be used once.")
        seen.add(key)
