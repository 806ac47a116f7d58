"""From answers to a profile and three prompts: pure functions of the lines, the answers and nothing else.

There is no overall score, no rank and no comparison with anybody, and nothing here makes one possible by accident:
capabilities are the widest thing that has a mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ettle.instruments.types import NOT_SURE, AnsweredStatement, CapabilityProfile, Prompt, PromptKind, Statement


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


def choose_prompts(rows: Sequence[CapabilityProfile], top: int) -> list[Prompt]:
    """Choose at most three prompts, each about another capability, in the order of Kind.

    top: the highest point of the scale. A prompt without ground is left out: no strength or growth from a capability
    without a mean, nothing to grow where every line has the highest point. Ties fall to the earlier row.
    """
    chosen: list[Prompt] = []
    left = list(rows)
    for choose in (_strength_prompt, lambda rows: _development_prompt(rows, top), _question_prompt):
        prompt = choose(left)
        if prompt is not None:
            chosen.append(prompt)
            left = [row for row in left if row.key != prompt.capability.key]
    return chosen


def _strength_prompt(rows: Sequence[CapabilityProfile]) -> Prompt | None:
    """The highest mean; between equals, what matters more."""
    known = [(row.mean, row) for row in rows if row.mean is not None]
    if not known:
        return None
    _, row = max(known, key=lambda pair: (pair[0], pair[1].weight))
    return Prompt(PromptKind.USE, row, max(_scored_statements(row), key=_score_or_zero))


def _development_prompt(rows: Sequence[CapabilityProfile], top: int) -> Prompt | None:
    """The widest gap to the top of the scale, counted more where it matters more."""
    gaps = [((top - row.mean) * row.weight, row) for row in rows if row.mean is not None and row.mean < top]
    if not gaps:
        return None
    _, row = max(gaps, key=lambda pair: pair[0])
    return Prompt(PromptKind.GROW, row, min(_scored_statements(row), key=_score_or_zero))


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
