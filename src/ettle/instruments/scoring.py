"""From answers to a profile and three prompts: pure functions of the lines, the answers and nothing else.

There is no overall score, no rank and no comparison with anybody, and nothing here makes one possible by accident:
capabilities are the widest thing that has a mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ettle.instruments.types import NOT_SURE, AnsweredLine, CapabilityProfile, Kind, Line, Prompt


def profile(
    lines: Sequence[Line], answers: Mapping[str, str], importances: Mapping[str, int | None]
) -> list[CapabilityProfile]:
    """Return one row per capability, in the order of the lines."""
    grouped: dict[str, list[Line]] = {}
    for line in lines:
        grouped.setdefault(line.capability_key, []).append(line)
    return [
        CapabilityProfile(
            key=key,
            title=own[0].capability,
            lines=tuple(AnsweredLine(line, answers.get(line.key, "")) for line in own),
            importance=importances.get(key),
        )
        for key, own in grouped.items()
    ]


def prompts(rows: Sequence[CapabilityProfile], top: int) -> list[Prompt]:
    """Choose at most three prompts, each about another capability, in the order of Kind.

    top: the highest point of the scale. A prompt without ground is left out: no strength or growth from a capability
    without a mean, nothing to grow where every line has the highest point. Ties fall to the earlier row.
    """
    chosen: list[Prompt] = []
    left = list(rows)
    for choose in (_to_use, lambda rows: _to_grow(rows, top), _to_ask):
        prompt = choose(left)
        if prompt is not None:
            chosen.append(prompt)
            left = [row for row in left if row.key != prompt.capability.key]
    return chosen


def _to_use(rows: Sequence[CapabilityProfile]) -> Prompt | None:
    """The highest mean; between equals, what matters more."""
    known = [(row.mean, row) for row in rows if row.mean is not None]
    if not known:
        return None
    _, row = max(known, key=lambda pair: (pair[0], pair[1].weight))
    return Prompt(Kind.USE, row, max(_scored(row), key=_score))


def _to_grow(rows: Sequence[CapabilityProfile], top: int) -> Prompt | None:
    """The widest gap to the top of the scale, counted more where it matters more."""
    gaps = [((top - row.mean) * row.weight, row) for row in rows if row.mean is not None and row.mean < top]
    if not gaps:
        return None
    _, row = max(gaps, key=lambda pair: pair[0])
    return Prompt(Kind.GROW, row, min(_scored(row), key=_score))


def _to_ask(rows: Sequence[CapabilityProfile]) -> Prompt | None:
    """Where the person was least sure: most lines "not sure", then fewest points given, then what matters more."""
    thought_of = [row for row in rows if row.scores or row.not_sure]
    if not thought_of:
        return None
    row = max(thought_of, key=lambda row: (row.not_sure, len(row.lines) - len(row.scores), row.weight))
    return Prompt(Kind.ASK, row, _line_to_ask(row))


def _line_to_ask(row: CapabilityProfile) -> AnsweredLine:
    """The first line they were not sure of, then one without a point, then the one they marked highest.

    The highest, because that is where others may see something the person cannot.
    """
    unsure = [answered for answered in row.lines if answered.said == NOT_SURE]
    without = [answered for answered in row.lines if answered.score is None]
    return next(iter(unsure or without), None) or max(_scored(row), key=_score)


def _scored(row: CapabilityProfile) -> list[AnsweredLine]:
    return [answered for answered in row.lines if answered.score is not None]


def _score(answered: AnsweredLine) -> int:
    return answered.score or 0
