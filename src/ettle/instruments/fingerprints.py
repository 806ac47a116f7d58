"""When two questions are the same question: pure functions of the words people read.

An imprint stands for one line, or one capability, as it was asked: for which role, beside which question, with which
points, in which words. Answers under the same imprint may be compared and counted together, whatever version they were
given in. Capitals, punctuation and spaces make no other question; a word does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from ettle.instruments.types import Point, Statement
from ettle.kit.values.hashes import hash_content

# Punctuation, spaces and control characters.
BETWEEN_WORDS = frozenset("PZC")


@lru_cache(maxsize=4_096)
def normalise_text(text: str) -> str:
    """The words of a text alone, to compare; a text without a word stays as it is."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    parted = "".join(" " if unicodedata.category(letter)[0] in BETWEEN_WORDS else letter for letter in plain)
    return " ".join(parted.split()) or text


def context_fingerprint(*, role: str, question: str, points: Iterable[Point]) -> str:
    """What all lines of a sheet stand on: whom it asks, the question beside each, the points with their anchors."""
    return hash_content(
        [role, normalise_text(question), [[point.value, normalise_text(point.label)] for point in points]]
    )


@lru_cache(maxsize=256)
def all_fingerprints(lines: tuple[Statement, ...], stands_on: str) -> Mapping[str, str]:
    """Line or capability key -> its imprint. Kept: a sheet is asked of many people, and stays as it is."""
    imprints = statement_fingerprints(lines, stands_on)
    return imprints | {key: imprint for key, (imprint, _) in capability_fingerprints(lines, imprints).items()}


def statement_fingerprints(lines: Iterable[Statement], stands_on: str) -> dict[str, str]:
    """Line key -> its imprint."""
    return {
        line.key: hash_content([stands_on, line.capability_key, line.key, normalise_text(line.wording)])
        for line in lines
    }


def capability_fingerprints(
    lines: Iterable[Statement], imprints: Mapping[str, str]
) -> dict[str, tuple[str, list[str]]]:
    """Capability key -> its imprint, and those of its lines, in whatever order they are asked."""
    grouped: dict[str, list[str]] = {}
    for line in lines:
        grouped.setdefault(line.capability_key, []).append(imprints[line.key])
    return {key: (capability_fingerprint(key, own), own) for key, own in grouped.items()}


def capability_fingerprint(key: str, imprints: Sequence[str]) -> str:
    return hash_content([key, sorted(imprints)])
