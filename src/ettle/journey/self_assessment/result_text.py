"""A result in sentences. Each points to what the person marked; none says what kind of person they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format

from ettle.instruments.types import NOT_SURE, AnsweredStatement, CapabilityProfile, Prompt, PromptKind
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
    Verdict.SAME: "too close to say",
    Verdict.UNKNOWN: "we cannot say yet",
}
# What a prompt is called: when it stands out from the person's other capabilities by more than chance, and when not.
PROMPT_LABELS = {
    PromptKind.USE: ("A strength to use more", "You rated this highest"),
    PromptKind.GROW: ("Something to work on", "Where you could start"),
    PromptKind.ASK: ("Something to ask others about", "Something to ask others about"),
}


def answer_label(choice: str, version: InstrumentVersion) -> str:
    """An answer as the person read it: "Usually", "Not sure", "Left out"."""
    labels = {str(point.value): point.label for point in version.points()} | version.uncounted_labels()
    return labels.get(choice, LEFT_OUT)


def find_follow_up(answered: AnsweredStatement, version: InstrumentVersion) -> dict[str, Any] | None:
    """The quiet line that the instrument has for this answer: "words", "link" and "address"; None when it has none."""
    if answered.score is None:
        return None
    return next(
        (
            line
            for line in version.follow_ups
            if line["theme"] == answered.statement.theme_key and answered.score <= line["at_most"]
        ),
        None,
    )


def importance_label(value: int | None, version: InstrumentVersion) -> str:
    """How much it matters, as the person read it; "" when they did not say."""
    return {point.value: point.label for point in version.importance_points()}.get(value or 0, "")


def prompt_label(prompt: Prompt) -> str:
    """What a prompt is called. Only what differs by more than chance is a strength, or something to work on."""
    clear, unclear = PROMPT_LABELS[prompt.kind]
    return clear if prompt.is_clear else unclear


def summary_sentence(rows: Sequence[CapabilityProfile], prompts: Sequence[Prompt], version: InstrumentVersion) -> str:
    """The sentences that come before the drawing."""
    grow = next((prompt for prompt in prompts if prompt.kind is PromptKind.GROW), None)
    if grow is None:
        return _nothing_to_develop(rows, version)
    title = grow.capability.title
    matters = importance_label(grow.capability.importance, version).lower()
    because = f", and said it matters {matters}" if matters else ""
    if grow.is_clear:
        return f"You rated {title} lower than your other capabilities{because}. That may be the place to start."
    return (
        f"{title} leaves you the most room to develop{because.replace('said', 'you said')}. We cannot say that it is "
        "lower than the rest by more than chance, so start where it matters most to you."
    )


def _nothing_to_develop(rows: Sequence[CapabilityProfile], version: InstrumentVersion) -> str:
    means = [row.mean for row in rows if row.mean is not None]
    if not means:
        return "You rated too few statements for a chart. Your answers are below."
    if min(means) == max(point.value for point in version.points()):
        return "You rated every statement at the top of the scale. Someone who sees you work may add to that."
    return (
        "No capability stands out as the one to work on. Start with the one that matters most to you, or ask others "
        "how they see it."
    )


def prompt_words(prompt: Prompt, version: InstrumentVersion) -> list[str]:
    """What the person marked, and a question to take away."""
    marked = answer_label(prompt.statement.choice, version).lower()
    wording = prompt.statement.statement.wording.rstrip(".")
    matters = importance_label(prompt.capability.importance, version).lower()
    because = f" You said {prompt.capability.title} matters {matters} in your role." if matters else ""
    if prompt.kind is PromptKind.USE:
        return [f"You rated “{wording}” as {marked}.{because}", "Where could you use this for someone this week?"]
    if prompt.kind is PromptKind.GROW:
        return [f"You rated “{wording}” as {marked}.{because}", "What would one small step look like?"]
    return [
        _explain_question(prompt, wording, marked),
        "Ask someone who sees you work: when did you last see me do this?",
    ]


def _explain_question(prompt: Prompt, wording: str, marked: str) -> str:
    if prompt.statement.choice == NOT_SURE:
        return f"You were not sure about “{wording}”."
    if prompt.statement.score is None:
        return f"You gave no answer about “{wording}”."
    return f"You rated “{wording}” as {marked}. Others may see it differently."


def verdict_label(change: Change) -> str:
    """What became of one capability, in a word or two: "Changed: higher"."""
    return change.verdict.value.capitalize()


def interval_sentence(change: Change) -> str:
    """Which true changes fit the two answers, in points: "From 0.3 lower to 1.2 higher fits your answers."; else ""."""
    if change.interval is None:
        return ""
    low, high = (round(end, 1) for end in change.interval)
    if low >= 0 or high <= 0:
        nearer, further = sorted((abs(low), abs(high)))
        return f"Between {nearer} and {further} points {'higher' if high > 0 else 'lower'} fits your answers."
    return f"Anything from {-low} points lower to {high} points higher fits your answers."


def changes_sentence(compared: Comparison) -> str:
    """The one plain sentence before the drawing of what changed."""
    if not compared.is_same_role:
        return "You answered for another role then, so the statements were different. Here are both."
    if compared.is_unknown:
        return "We cannot say yet what has changed. Here are your answers, side by side."
    return f"Since then: {_count_sentence(compared, *Verdict)}."


def short_changes_sentence(compared: Comparison) -> str:
    """The same for a page that shows many things: "2 capabilities higher, 1 lower since March"."""
    when = _describe_day(operator_date(compared.before.finished_at), operator_date(compared.after.finished_at))
    if not compared.is_same_role:
        return f"Another role than in {when}: the two side by side"
    if compared.is_unknown:
        return f"We cannot say yet what has changed since {when}"
    sentence = _count_sentence(compared, Verdict.HIGHER, Verdict.LOWER)
    return f"{sentence} since {when}" if sentence else f"Changes since {when} are too close to say"


def _count_sentence(compared: Comparison, *kinds: Verdict) -> str:
    """ "1 capability higher, 5 too close to say"; the noun once."""
    counts = [(compared.verdict_counts[kind], VERDICT_WORDS[kind]) for kind in kinds if compared.verdict_counts[kind]]
    nouns = ["capability" if counts[0][0] == 1 else "capabilities", *[""] * len(counts)] if counts else []
    return ", ".join(
        " ".join(filter(None, (str(count), noun, words))) for (count, words), noun in zip(counts, nouns, strict=False)
    )


def _describe_day(before: date, after: date) -> str:
    """As much of an earlier day as tells it from the later one: "2 March", "March", "March 2024"."""
    if (before.year, before.month) == (after.year, after.month):
        return date_format(before, "j F")
    return date_format(before, "F" if after - before < ALMOST_A_YEAR else "F Y")
