"""What observers are asked, as a pack hands it in, and what may be wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Annotated

from ettle.instruments.types.specs import LONGEST_QUESTION, Minutes, PointSpec, Title, Words, check_scale
from ettle.kit.input.specs import Rule, Spec, YamlInt, find_problems
from ettle.kit.values.problems import Problem
from ettle.people.types.specs import RoleKey

# The drawings that an Easy Read sentence may have; each is a small file of ours.
PICTURES = ("asking", "ear", "hands", "home", "path", "shield", "star", "sun", "talk", "together", "try", "voice")

Question = Annotated[
    str, Rule(f"Write a question of at most {LONGEST_QUESTION} letters", pattern=r"\S", max_length=LONGEST_QUESTION)
]
Sentence = Annotated[
    str, Rule(f"Write a sentence of at most {LONGEST_QUESTION} letters", pattern=r"\S", max_length=LONGEST_QUESTION)
]
SeenWords = Annotated[str, Rule("Write the words that people see", pattern=r"\S")]


class EasyAnswerSpec(Spec):
    """One of the three Easy Read answers. counts_as: the point of the scale that it stands for in the report."""

    translated = frozenset({"label"})

    label: SeenWords
    counts_as: YamlInt


class EasySentenceSpec(Spec):
    """One Easy Read sentence for the people that someone in this role supports."""

    translated = frozenset({"sentence"})

    role: RoleKey
    theme: str
    sentence: Sentence
    picture: Annotated[str, Rule(f"Use one of {', '.join(PICTURES)}", choices=PICTURES)]


class EasySpec(Spec):
    """The Easy Read form. dont_know: the words beside the three answers."""

    translated = frozenset({"dont_know"})

    minutes: Minutes
    answers: Annotated[
        tuple[EasyAnswerSpec, ...], Rule("Give three answers, from the most to the least", min_length=3, max_length=3)
    ]
    dont_know: SeenWords
    lines: tuple[EasySentenceSpec, ...]


class FeedbackSpec(Spec):
    """A 360. Its lines are the framework's indicators in the third person, for the role of the person it is about.

    not_seen: the words for it. short_form: the themes of the short form. value_question, change_question: the two open
    questions. example_question: asked beside a line that was given the lowest point.
    """

    translated = frozenset({"title", "question", "not_seen", "value_question", "change_question", "example_question"})

    key: Words
    title: Title
    minutes: Minutes
    short_minutes: Minutes
    framework: Words
    framework_edition: Words
    question: Question
    scale: tuple[PointSpec, ...]
    not_seen: Words
    short_form: Annotated[tuple[str, ...], Rule("Name the themes of the short form", min_length=1)]
    value_question: Question
    change_question: Question
    example_question: Question
    easy: EasySpec


def check_spec(spec: FeedbackSpec) -> list[Problem]:
    """Return what must be corrected before this can be published."""
    more = (_check_short_form(spec), _check_easy_answers(spec), _check_easy_sentences(spec))
    return find_problems(spec, [*check_scale(spec.scale), *chain.from_iterable(more)])


def _check_short_form(spec: FeedbackSpec) -> Iterator[Problem]:
    for place, theme in enumerate(spec.short_form):
        if theme in spec.short_form[:place]:
            yield Problem(f"short_form.{place}", f"{theme} is named before. Name each theme once")


def _check_easy_answers(spec: FeedbackSpec) -> Iterator[Problem]:
    points = {point.value for point in spec.scale}
    for place, answer in enumerate(spec.easy.answers):
        if answer.counts_as not in points:
            yield Problem(f"easy.answers.{place}.counts_as", "Name a point of the scale")
    counts = [answer.counts_as for answer in spec.easy.answers]
    if len(counts) != len(set(counts)):
        yield Problem("easy.answers", "Let each answer count as another point of the scale")


def _check_easy_sentences(spec: FeedbackSpec) -> Iterator[Problem]:
    counts = Counter((line.role, line.theme) for line in spec.easy.lines)
    for place, line in enumerate(spec.easy.lines):
        if line.theme not in spec.short_form:
            words = "Use a theme of the short form, so that it is asked in every 360"
            yield Problem(f"easy.lines.{place}.theme", words)
        if counts[line.role, line.theme] > 1:
            yield Problem(f"easy.lines.{place}", f"{line.theme} has more than one sentence for this role. Keep one")
