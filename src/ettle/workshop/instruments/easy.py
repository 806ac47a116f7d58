"""The Easy Read sentences of one role as lines of text, and back: a theme, a picture, the sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ettle.instruments.feedback_specs import EasyLineSpec
from ettle.kit.problems import Problem

LONGEST = 6_000
HINT = "One to a line: a theme, a picture, the sentence. For example: vis.1 sun This person knows what I like."
BROKEN = "Write a theme, a picture and a sentence, such as vis.1 sun This person knows what I like"


@dataclass(frozen=True)
class Written:
    """One line as it was typed. number: which line of its field, from 1. is_broken: not even of three parts."""

    number: int
    spec: EasyLineSpec
    is_broken: bool

    def problem(self, words: str) -> Problem:
        return Problem(f"easy-{self.spec.role}", f"Line {self.number}: {words}.")


def told(lines: Sequence[EasyLineSpec], role: str) -> str:
    return "\n".join(f"{line.theme} {line.picture} {line.sentence}" for line in lines if line.role == role)


def written(role: str, text: str) -> Iterator[Written]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            theme, picture, sentence = [*line.strip().split(maxsplit=2), "", ""][:3]
            yield Written(number, EasyLineSpec(role, theme, sentence, picture), is_broken=not sentence)


def kept(before: Sequence[EasyLineSpec], now: Sequence[EasyLineSpec]) -> tuple[EasyLineSpec, ...]:
    """The lines; in the order they had when none was changed or moved within its role."""
    return tuple(before if _by_role(before) == _by_role(now) else now)


def _by_role(lines: Sequence[EasyLineSpec]) -> list[EasyLineSpec]:
    return sorted(lines, key=lambda line: line.role)
