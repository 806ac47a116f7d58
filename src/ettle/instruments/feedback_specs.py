"""What observers are asked, as a pack hands it in, and what may be wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ettle.framework.specs import ROLES
from ettle.instruments.specs import LONGEST_QUESTION, LONGEST_TITLE, MINUTES, MOST_MINUTES, PointSpec
from ettle.kit.values.problems import Problem

# The drawings that an Easy Read sentence may have; each is a small file of ours.
PICTURES = ("asking", "ear", "hands", "home", "path", "shield", "star", "sun", "talk", "together", "try", "voice")


@dataclass(frozen=True)
class EasyAnswerSpec:
    """One of the three Easy Read answers. counts_as: the point of the scale that it stands for in the report."""

    label: str
    counts_as: int


@dataclass(frozen=True)
class EasySentenceSpec:
    """One Easy Read sentence for the people whom somebody in this role supports."""

    role: str
    theme: str
    sentence: str
    picture: str


@dataclass(frozen=True)
class EasySpec:
    """The Easy Read form. dont_know: the words beside the three answers."""

    minutes: int
    answers: tuple[EasyAnswerSpec, ...]
    dont_know: str
    lines: tuple[EasySentenceSpec, ...]


@dataclass(frozen=True)
class FeedbackSpec:
    """A 360. Its lines are the framework's indicators in the third person, for the role of the person it is about.

    not_seen: the words for it. short_form: the themes of the short form. value_question, change_question: the two open
    questions. example_question: asked beside a line that was given the lowest point.
    """

    key: str
    title: str
    minutes: int
    short_minutes: int
    framework: str
    framework_edition: str
    question: str
    scale: tuple[PointSpec, ...]
    not_seen: str
    short_form: tuple[str, ...]
    value_question: str
    change_question: str
    example_question: str
    easy: EasySpec


def check_spec(spec: FeedbackSpec) -> list[Problem]:
    """Return what must be mended before this can be published."""
    return [
        *_check_words(spec),
        *_check_minutes(spec),
        *_check_scale(spec),
        *_check_short_form(spec),
        *_check_easy_answers(spec),
        *_check_easy_sentences(spec),
    ]


def _check_words(spec: FeedbackSpec) -> Iterator[Problem]:
    for name in ("key", "title", "framework", "framework_edition", "not_seen"):
        if not getattr(spec, name).strip():
            yield Problem(name, "Write some words here")
    if len(spec.title) > LONGEST_TITLE:
        yield Problem("title", f"Keep the title to {LONGEST_TITLE} letters")
    for name in ("question", "value_question", "change_question", "example_question"):
        words = getattr(spec, name)
        if not words.strip() or len(words) > LONGEST_QUESTION:
            yield Problem(name, f"Write a question of at most {LONGEST_QUESTION} letters")
    if not spec.easy.dont_know.strip():
        yield Problem("easy.dont_know", "Write the words that people see")


def _check_minutes(spec: FeedbackSpec) -> Iterator[Problem]:
    told = {"minutes": spec.minutes, "short_minutes": spec.short_minutes, "easy.minutes": spec.easy.minutes}
    for name, minutes in told.items():
        if not 1 <= minutes <= MOST_MINUTES:
            yield Problem(name, MINUTES)


def _check_scale(spec: FeedbackSpec) -> Iterator[Problem]:
    if [point.value for point in spec.scale] != list(range(1, len(spec.scale) + 1)) or len(spec.scale) < 2:
        yield Problem("scale", "Number the points 1, 2, 3 and so on, at least two of them")
    for place, point in enumerate(spec.scale):
        if not point.label.strip():
            yield Problem(f"scale.{place}.label", "Every point needs a written anchor")


def _check_short_form(spec: FeedbackSpec) -> Iterator[Problem]:
    if not spec.short_form:
        yield Problem("short_form", "Name the themes of the short form")
    for place, theme in enumerate(spec.short_form):
        if theme in spec.short_form[:place]:
            yield Problem(f"short_form.{place}", f"{theme} is named before. Name each theme once")


def _check_easy_answers(spec: FeedbackSpec) -> Iterator[Problem]:
    if len(spec.easy.answers) != 3:
        yield Problem("easy.answers", "Give three answers, from the most to the least")
    for place, answer in enumerate(spec.easy.answers):
        if not answer.label.strip():
            yield Problem(f"easy.answers.{place}.label", "Write the words that people see")
        if answer.counts_as not in {point.value for point in spec.scale}:
            yield Problem(f"easy.answers.{place}.counts_as", "Name a point of the scale")
    stands_for = [answer.counts_as for answer in spec.easy.answers]
    if len(stands_for) != len(set(stands_for)):
        yield Problem("easy.answers", "Let each answer count as another point of the scale")


def _check_easy_sentences(spec: FeedbackSpec) -> Iterator[Problem]:
    told = Counter((line.role, line.theme) for line in spec.easy.lines)
    for place, line in enumerate(spec.easy.lines):
        path = f"easy.lines.{place}"
        if line.role not in ROLES:
            yield Problem(f"{path}.role", f"Use one of {', '.join(ROLES)}")
        if line.theme not in spec.short_form:
            yield Problem(f"{path}.theme", "Use a theme of the short form, so that it is asked in every 360")
        if line.picture not in PICTURES:
            yield Problem(f"{path}.picture", f"Use one of {', '.join(PICTURES)}")
        if not line.sentence.strip() or len(line.sentence) > LONGEST_QUESTION:
            yield Problem(f"{path}.sentence", f"Write a sentence of at most {LONGEST_QUESTION} letters")
        if told[line.role, line.theme] > 1:
            yield Problem(path, f"{line.theme} has more than one sentence for this role. Keep one")
