"""When two questions are the same question."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ettle.instruments import fingerprints
from ettle.instruments.types import Point, Statement

LINES = [
    Statement(f"vis.{number}", f"I ask number {number}", f"vis.{number}", "A", "vis", "Vision") for number in range(3)
]
POINTS = [Point(1, "Rarely"), Point(2, "Usually")]
WORDS = st.lists(st.text("abcdeéñßक", min_size=1), min_size=1, max_size=6)
BETWEEN = st.sampled_from([" ", ", ", "  ", " – ", "; ", "\u00a0", ". "])


def imprints(lines: list[Statement], *, question: str = "How often?", points: list[Point] = POINTS) -> dict[str, str]:
    found = fingerprints.statement_fingerprints(
        lines, fingerprints.context_fingerprint(role="frontline", question=question, points=points)
    )
    return found | {key: imprint for key, (imprint, _) in fingerprints.capability_fingerprints(lines, found).items()}


@given(WORDS, BETWEEN, WORDS)
def test_a_line_is_the_same_while_its_words_are(words: list[str], between: str, other: list[str]) -> None:
    plain = fingerprints.normalise_text(" ".join(words))

    assert fingerprints.normalise_text(between.join(words).capitalize() + ".") == plain
    folded = [[word.casefold() for word in wording] for wording in (words, other)]
    assert (fingerprints.normalise_text(" ".join(other)) == plain) == (folded[0] == folded[1])


@pytest.mark.parametrize(
    ("before", "after"), [("+", "++"), ("–", "…"), ("I do not ask", "I do ask"), ("कि", "का"), ("1", "2"), ("re", "ré")]
)
def test_other_words_are_another_question(before: str, after: str) -> None:
    assert fingerprints.normalise_text(before) != fingerprints.normalise_text(after)


def test_a_reworded_line_changes_its_own_mark_and_that_of_its_capability() -> None:
    reworded = [LINES[0], replace(LINES[1], wording="I ask someone else"), LINES[2]]

    before, after = imprints(LINES), imprints(reworded)

    assert {key for key in before if before[key] != after[key]} == {"vis.1", "vis"}
    assert imprints([*reversed(LINES)])["vis"] == before["vis"]
    assert imprints(LINES[:2])["vis"] != before["vis"]


def test_another_question_or_another_point_changes_every_mark() -> None:
    before = imprints(LINES)

    for other in (
        imprints(LINES, question="How often, in the last year?"),
        imprints(LINES, points=[*POINTS, Point(3, "Always")]),
        imprints(LINES, points=[Point(1, "Usually"), Point(2, "Rarely")]),
    ):
        assert not set(before.values()) & set(other.values())
    assert imprints(LINES, question="how often", points=[Point(1, "rarely"), Point(2, "Usually.")]) == before
