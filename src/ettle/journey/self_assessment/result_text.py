"""A result in sentences. Each points to what the person marked; none says what kind of person they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format

from ettle.instruments.types import NOT_SURE, CapabilityProfile, Prompt, PromptKind
from ettle.journey.comparison.reliable_change import Change, Verdict
from ettle.kit.values.dates import operator_date

if TYPE_CHECKING:
    from ettle.instruments.models import InstrumentVersion
    from ettle.journey.comparison.result_pair import Comparison

LEFT_OUT = "Left out"
# Nearer than this, the name of a month says which year's it is.
ALMOST_A_YEAR = timedelta(days=330)
VERDICT_WORDS = {
    Verdict.HIGHER: "higher",
    Verdict.LOWER: "lower",
    Verdict.SAME: "with no reliable change",
    Verdict.UNKNOWN: "we cannot speak of yet",
}


def answer_label(choice: str, version: InstrumentVersion) -> str:
    """An answer as the person read it: "Usually", "Not sure", "Left out"."""
    labels = {str(point.value): point.label for point in version.points()} | version.uncounted_labels()
    return labels.get(choice, LEFT_OUT)


def importance_label(value: int | None, version: InstrumentVersion) -> str:
    """How much it matters, as the person read it; "" when they did not say."""
    return {point.value: point.label for point in version.importance_points()}.get(value or 0, "")


def summary_sentence(rows: Sequence[CapabilityProfile], prompts: Sequence[Prompt], version: InstrumentVersion) -> str:
    """The one plain sentence or two that come before the drawing."""
    grow = next((prompt.capability for prompt in prompts if prompt.kind is PromptKind.GROW), None)
    if grow is None:
        return _nothing_to_develop(rows)
    matters = importance_label(grow.importance, version).lower()
    others = [row.mean for row in rows if row.mean is not None and row.key != grow.key]
    if others and grow.mean is not None and grow.mean < min(others):
        ending = f", and said it matters {matters}" if matters else ""
        return f"You marked {grow.title} lower than the rest{ending}. That may be the place to start."
    because = f" You said it matters {matters}." if matters else ""
    return f"{grow.title} leaves you the most room to grow.{because} That may be the place to start."


def _nothing_to_develop(rows: Sequence[CapabilityProfile]) -> str:
    if all(row.mean is None for row in rows):
        return "You marked too few lines to draw a picture. What you did answer is kept below."
    return "You marked every line at the top of the scale. Somebody who sees you work may add to that picture."


def prompt_words(prompt: Prompt, version: InstrumentVersion) -> list[str]:
    """What the person marked, and a question to take away."""
    marked = answer_label(prompt.statement.choice, version).lower()
    wording = prompt.statement.statement.wording.rstrip(".")
    matters = importance_label(prompt.capability.importance, version).lower()
    because = f" You said {prompt.capability.title} matters {matters} in your role." if matters else ""
    if prompt.kind is PromptKind.USE:
        return [f"You marked “{wording}” as {marked}.{because}", "Where could you use this for somebody this week?"]
    if prompt.kind is PromptKind.GROW:
        return [f"You marked “{wording}” as {marked}.{because}", "What would one small step look like?"]
    return [
        _explain_question(prompt, wording, marked),
        "Ask somebody who sees you work: when did you last see me do this?",
    ]


def _explain_question(prompt: Prompt, wording: str, marked: str) -> str:
    if prompt.statement.choice == NOT_SURE:
        return f"You were not sure about “{wording}”."
    if prompt.statement.score is None:
        return f"You gave no answer about “{wording}”."
    return f"You marked “{wording}” as {marked}. Others may see it differently."


def verdict_label(change: Change) -> str:
    """What became of one line or capability, in a word or two: "Changed: higher"."""
    return change.verdict.value.capitalize()


def changes_sentence(compared: Comparison) -> str:
    """The one plain sentence before the drawing of what changed."""
    if not compared.is_same_role:
        return "You answered for another role then, so the lines were different. Here they stand side by side."
    if compared.is_unknown:
        return "We cannot say yet what has changed. Here is what you marked, side by side."
    return f"Since then: {_count_sentence(compared, *Verdict)}."


def short_changes_sentence(compared: Comparison) -> str:
    """The same for a page that shows many things: "2 lines higher, 1 line lower since March"."""
    when = _describe_day(operator_date(compared.before.finished_at), operator_date(compared.after.finished_at))
    if not compared.is_same_role:
        return f"Another role than in {when}: the two side by side"
    if compared.is_unknown:
        return f"We cannot say yet what has changed since {when}"
    sentence = _count_sentence(compared, Verdict.HIGHER, Verdict.LOWER) or _count_sentence(compared, Verdict.SAME)
    return f"{sentence} since {when}"


def _count_sentence(compared: Comparison, *kinds: Verdict) -> str:
    counts = ((compared.verdict_counts[kind], VERDICT_WORDS[kind]) for kind in kinds)
    return ", ".join(f"{many} {'line' if many == 1 else 'lines'} {words}" for many, words in counts if many)


def _describe_day(before: date, after: date) -> str:
    """As much of an earlier day as tells it from the later one: "2 March", "March", "March 2024"."""
    if (before.year, before.month) == (after.year, after.month):
        return date_format(before, "j F")
    return date_format(before, "F" if after - before < ALMOST_A_YEAR else "F Y")
