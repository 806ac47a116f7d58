"""From answers to a profile and three prompts: pure functions of the statements, the answers and norms.

There is no overall score, no rank and no comparison with anyone, and nothing here makes one possible by accident:
capabilities are the widest thing that has a mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ettle.instruments.mean_differences import find_standing_out
from ettle.instruments.types import (
    NOT_SURE,
    AnsweredStatement,
    CapabilityProfile,
    NormStatistics,
    Prompt,
    PromptKind,
    Statement,
)


def build_profile(
    lines: Sequence[Statement], answers: Mapping[str, str], importances: Mapping[str, int | None]
) -> list[CapabilityProfile]:
    """Return one row per capability, in the order of the lines."""
    grouped: dict[str, list[Statement]] = {}
    for line in lines:
        grouped.setdefault(line.capability_key, []).append(line)
    return [
        CapabilityProfile(
            key=key,
            title=own[0].capability,
            statements=tuple(AnsweredStatement(line, answers.get(line.key, "")) for line in own),
            importance=importances.get(key),
        )
        for key, own in grouped.items()
    ]


def choose_prompts(
    rows: Sequence[CapabilityProfile], norms: Mapping[str, NormStatistics], *, points: range
) -> list[Prompt]:
    """Choose at most three prompts, each about another capability, in the order of PromptKind.

    points: the scale. A prompt without a reason is left out: nothing is rated highest where two are equal, nothing is
    to be worked on where several have the same claim or every statement has the highest point. `is_clear` says whether
    the difference from the person's other capabilities is beyond chance (mean_differences.py).
    """
    chosen: list[Prompt] = []
    left = list(rows)
    standing = find_standing_out(rows, norms, widest=points[-1] - points[0]) or {}
    for choose in (_strength_prompt, lambda rows: _development_prompt(rows, points[-1]), _question_prompt):
        prompt = choose(left)
        if prompt is not None:
            side = standing.get(prompt.capability.key, 0)
            is_clear = side == {PromptKind.USE: 1, PromptKind.GROW: -1}.get(prompt.kind)
            chosen.append(replace(prompt, is_clear=is_clear))
            left = [row for row in left if row.key != prompt.capability.key]
    return chosen


def _strength_prompt(rows: Sequence[CapabilityProfile]) -> Prompt | None:
    """The one with the highest mean."""
    row = _only_largest([(float(row.mean), row) for row in rows if row.mean is not None])
    return None if row is None else Prompt(PromptKind.USE, row, max(_scored_statements(row), key=_score_or_zero))


def _development_prompt(rows: Sequence[CapabilityProfile], top: int) -> Prompt | None:
    """The one with the widest gap to the top of the scale, counted more where it matters more."""
    gaps = [(float(top - row.mean) * row.weight, row) for row in rows if row.mean is not None and row.mean < top]
    row = _only_largest(gaps)
    return None if row is None else Prompt(PromptKind.GROW, row, min(_scored_statements(row), key=_score_or_zero))


def _only_largest(ranked: Sequence[tuple[float, CapabilityProfile]]) -> CapabilityProfile | None:
    """The row with the largest figure; None where there is none, or two share it."""
    largest = max((figure for figure, _ in ranked), default=None)
    rows = [row for figure, row in ranked if figure == largest]
    return rows[0] if len(rows) == 1 else None


def _question_prompt(rows: Sequence[CapabilityProfile]) -> Prompt | None:
    """Where the person was least sure: most lines "not sure", then fewest points given, then what matters more."""
    thought_of = [row for row in rows if row.scores or row.not_sure_count]
    if not thought_of:
        return None
    row = max(thought_of, key=lambda row: (row.not_sure_count, len(row.statements) - len(row.scores), row.weight))
    return Prompt(PromptKind.ASK, row, _statement_to_ask(row))


def _statement_to_ask(row: CapabilityProfile) -> AnsweredStatement:
    """The first line they were not sure of, then one without a point, then the one they marked highest.

    The highest, because that is where others may see something the person cannot.
    """
    unsure = [answered for answered in row.statements if answered.choice == NOT_SURE]
    without = [answered for answered in row.statements if answered.score is None]
    return next(iter(unsure or without), None) or max(_scored_statements(row), key=_score_or_zero)


def _scored_statements(row: CapabilityProfile) -> list[AnsweredStatement]:
    return [answered for answered in row.statements if answered.score is not None]


def _score_or_zero(answered: AnsweredStatement) -> int:
    return answered.score or 0
