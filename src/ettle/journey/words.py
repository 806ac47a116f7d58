"""A result in sentences. Each points to what the person marked; none says what kind of person they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ettle.journey.change import Change, Verdict
from ettle.journey.scoring import NOT_SURE, CapabilityProfile, Kind, Prompt

if TYPE_CHECKING:
    from ettle.journey.comparing import Comparison
    from ettle.journey.models import InstrumentVersion

LEFT_OUT = "Left out"


def anchor(said: str, version: InstrumentVersion) -> str:
    """An answer as the person read it: "Usually", "Not sure", "Left out"."""
    labels = {str(point.value): point.label for point in version.points()} | version.uncounted_labels()
    return labels.get(said, LEFT_OUT)


def importance(value: int | None, version: InstrumentVersion) -> str:
    """How much it matters, as the person read it; "" when they did not say."""
    return {point.value: point.label for point in version.importance_points()}.get(value or 0, "")


def sentence(rows: Sequence[CapabilityProfile], prompts: Sequence[Prompt], version: InstrumentVersion) -> str:
    """The one plain sentence or two that come before the drawing."""
    grow = next((prompt.capability for prompt in prompts if prompt.kind is Kind.GROW), None)
    if grow is None:
        return _nothing_to_grow(rows)
    matters = importance(grow.importance, version).lower()
    others = [row.mean for row in rows if row.mean is not None and row.key != grow.key]
    if others and grow.mean is not None and grow.mean < min(others):
        said = f", and said it matters {matters}" if matters else ""
        return f"You marked {grow.title} lower than the rest{said}. That may be the place to start."
    because = f" You said it matters {matters}." if matters else ""
    return f"{grow.title} leaves you the most room to grow.{because} That may be the place to start."


def _nothing_to_grow(rows: Sequence[CapabilityProfile]) -> str:
    if all(row.mean is None for row in rows):
        return "You marked too few lines to draw a picture. What you did answer is kept below."
    return "You marked every line at the top of the scale. Somebody who sees you work may add to that picture."


def prompt_words(prompt: Prompt, version: InstrumentVersion) -> list[str]:
    """What the person marked, and a question to take away."""
    marked = anchor(prompt.line.said, version).lower()
    wording = prompt.line.line.wording.rstrip(".")
    matters = importance(prompt.capability.importance, version).lower()
    because = f" You said {prompt.capability.title} matters {matters} in your role." if matters else ""
    if prompt.kind is Kind.USE:
        return [f"You marked “{wording}” as {marked}.{because}", "Where could you use this for somebody this week?"]
    if prompt.kind is Kind.GROW:
        return [f"You marked “{wording}” as {marked}.{because}", "What would one small step look like?"]
    return [_why_ask(prompt, wording, marked), "Ask somebody who sees you work: when did you last see me do this?"]


def _why_ask(prompt: Prompt, wording: str, marked: str) -> str:
    if prompt.line.said == NOT_SURE:
        return f"You were not sure about “{wording}”."
    if prompt.line.score is None:
        return f"You gave no answer about “{wording}”."
    return f"You marked “{wording}” as {marked}. Others may see it differently."


def verdict(change: Change) -> str:
    """What became of one line or capability, in a word or two: "Changed: higher"."""
    return change.verdict.value.capitalize()


def changes(compared: Comparison) -> str:
    """The one plain sentence before the drawing of what changed."""
    counted = compared.counted
    if not compared.is_same_role:
        return "You answered for another role then, so the lines were different. Here they stand side by side."
    if counted[Verdict.UNKNOWN] == sum(counted.values()):
        return "We cannot say yet what has changed. Here is what you marked, side by side."
    told = [
        f"{counted[kind]} {'line' if counted[kind] == 1 else 'lines'} {said}"
        for kind, said in (
            (Verdict.HIGHER, "higher"),
            (Verdict.LOWER, "lower"),
            (Verdict.SAME, "with no reliable change"),
            (Verdict.UNKNOWN, "we cannot speak of yet"),
        )
        if counted[kind]
    ]
    return "Since then: " + ", ".join(told) + "."
