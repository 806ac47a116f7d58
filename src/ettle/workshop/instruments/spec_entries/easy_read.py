"""The Easy Read sentences of a role as lines of text: a theme, a picture, the sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.instruments.types.feedback_specs import EasySentenceSpec
from ettle.kit.values.problems import Problem

LONGEST = 6_000
HINT = _lazy(
    "Each on its own line: a theme, a picture, the sentence. For example: vis.1 sun This person knows what I like."
)
BROKEN = _lazy("Write a theme, a picture and a sentence, such as vis.1 sun This person knows what I like")


@dataclass(frozen=True)
class TypedSentence:
    """number: the line of its field, from 1. is_broken: it does not have three parts."""

    number: int
    spec: EasySentenceSpec
    is_broken: bool

    def to_problem(self, words: str) -> Problem:
        return Problem(
            f"easy-{self.spec.role}", _("Line %(number)s: %(words)s.") % {"number": self.number, "words": words}
        )


def format_sentences(sentences: Sequence[EasySentenceSpec], role: str) -> str:
    return "\n".join(
        f"{sentence.theme} {sentence.picture} {sentence.sentence}" for sentence in sentences if sentence.role == role
    )


def parse_sentences(role: str, text: str) -> Iterator[TypedSentence]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            theme, picture, sentence = [*line.strip().split(maxsplit=2), "", ""][:3]
            spec = EasySentenceSpec(role=role, theme=theme, sentence=sentence, picture=picture)
            yield TypedSentence(number, spec, is_broken=not sentence)


def restore_order(before: Sequence[EasySentenceSpec], now: Sequence[EasySentenceSpec]) -> tuple[EasySentenceSpec, ...]:
    """Return the sentences, in the order they had before if none was changed or moved within its role."""
    return tuple(before if _sort_by_role(before) == _sort_by_role(now) else now)


def _sort_by_role(sentences: Sequence[EasySentenceSpec]) -> list[EasySentenceSpec]:
    return sorted(sentences, key=lambda sentence: sentence.role)
