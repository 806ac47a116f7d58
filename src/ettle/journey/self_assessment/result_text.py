"""A result in sentences. Each points to what the person marked; none says what kind of person they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ettle.instruments.types import NOT_SURE, AnsweredStatement, CapabilityProfile, Prompt, PromptKind
from ettle.journey.comparison.reliable_change import Change, Verdict
from ettle.kit.translations.pack_texts import PackText
from ettle.kit.values.dates import operator_date

if TYPE_CHECKING:
    from ettle.instruments.models import InstrumentVersion
    from ettle.journey.comparison.result_pair import Comparison

LEFT_OUT = _("Left out")
# Nearer than this, the name of a month says which year's it is.
ALMOST_A_YEAR = timedelta(days=330)
# What a prompt is called: when it stands out from the person's other capabilities by more than chance, and when not.
PROMPT_LABELS = {
    PromptKind.USE: (_("A strength to use more"), _("You rated this highest")),
    PromptKind.GROW: (_("Something to work on"), _("Where you could start")),
    PromptKind.ASK: (_("Something to ask others about"), _("Something to ask others about")),
}


def answer_label(choice: str, version: InstrumentVersion) -> str:
    """An answer as the person read it: "Usually", "Not sure", "Left out"."""
    labels = {str(point.value): point.label for point in version.points()} | version.uncounted_labels()
    return str(labels.get(choice) or LEFT_OUT)


def find_follow_up(answered: AnsweredStatement, version: InstrumentVersion) -> dict[str, Any] | None:
    """The quiet line that the instrument has for this answer: "words", "link" and "address"; None when it has none."""
    if answered.score is None:
        return None
    theme, score = answered.statement.theme_key, answered.score
    lines = (line for line in version.follow_ups if line["theme"] == theme and score <= line["at_most"])
    found = next(lines, None)
    return found and {**found, **{name: PackText(found[name]) for name in ("words", "link")}}


def importance_label(value: int | None, version: InstrumentVersion) -> str:
    """How much it matters, as the person read it; "" when they did not say."""
    return str({point.value: point.label for point in version.importance_points()}.get(value or 0, ""))


def profile_sentence(row: CapabilityProfile, version: InstrumentVersion) -> str:
    """A row of the profile in words: "Vision: between rarely and sometimes. You said it matters: a lot."."""
    words = {"title": row.title, "often": _describe_mean(row, version)}
    often = gettext("%(title)s: %(often)s.") % words
    matters = importance_label(row.importance, version).lower()
    return f"{often} {gettext('You said it matters: %(matters)s.') % {'matters': matters}}" if matters else often


def _describe_mean(row: CapabilityProfile, version: InstrumentVersion) -> str:
    """The point of the scale where a mean lies, or the two around it. A label is used up to its first comma."""
    if row.mean is None:
        return gettext("not enough answers")
    mean = float(row.mean)
    labels = [(point.value, str(point.label).partition(",")[0].lower()) for point in version.points()]
    lower = [label for value, label in labels if value <= mean][-1]
    higher = next(label for value, label in labels if value >= mean)
    if lower == higher:
        return lower
    return gettext("between %(lower)s and %(higher)s") % {"lower": lower, "higher": higher}


def prompt_label(prompt: Prompt) -> str:
    """What a prompt is called. Only what differs by more than chance is a strength, or something to work on."""
    clear, unclear = PROMPT_LABELS[prompt.kind]
    return str(clear if prompt.is_clear else unclear)


def summary_sentence(rows: Sequence[CapabilityProfile], prompts: Sequence[Prompt], version: InstrumentVersion) -> str:
    """The sentences that come before the drawing."""
    grow = next((prompt for prompt in prompts if prompt.kind is PromptKind.GROW), None)
    if grow is None:
        return _nothing_to_develop(rows, version)
    matters = importance_label(grow.capability.importance, version).lower()
    words = {"title": grow.capability.title, "matters": matters}
    if grow.is_clear and matters:
        return (
            gettext(
                "You rated %(title)s lower than your other capabilities, and said it matters %(matters)s. That may be "
                "the place to start."
            )
            % words
        )
    if grow.is_clear:
        return (
            gettext("You rated %(title)s lower than your other capabilities. That may be the place to start.") % words
        )
    if matters:
        return (
            gettext(
                "You could start with %(title)s: you said it matters %(matters)s. The difference from your other "
                "capabilities is small, so start where it matters most to you."
            )
            % words
        )
    return (
        gettext(
            "You could start with %(title)s. The difference from your other capabilities is small, so start where it "
            "matters most to you."
        )
        % words
    )


def _nothing_to_develop(rows: Sequence[CapabilityProfile], version: InstrumentVersion) -> str:
    means = [row.mean for row in rows if row.mean is not None]
    if not means:
        return gettext("You rated too few statements for a chart. Your answers are below.")
    if min(means) == max(point.value for point in version.points()):
        return gettext("You rated every statement at the top of the scale. Someone who sees you work may add to that.")
    return gettext(
        "No capability stands out as the one to work on. Start with the one that matters most to you, or ask others "
        "how they see it."
    )


def prompt_words(prompt: Prompt, version: InstrumentVersion) -> list[str]:
    """What the person marked, and a question to take away."""
    marked = answer_label(prompt.statement.choice, version).lower()
    wording = str(prompt.statement.statement.wording).rstrip(".")
    matters = importance_label(prompt.capability.importance, version).lower()
    if prompt.kind is PromptKind.ASK:
        return [
            _explain_question(prompt, wording, marked),
            gettext("Ask someone who sees you work: when did you last see me do this?"),
        ]
    sentences = [gettext("You rated ‘%(wording)s’ as %(marked)s.") % {"wording": wording, "marked": marked}]
    if matters:
        words = {"title": prompt.capability.title, "matters": matters}
        sentences.append(gettext("You said %(title)s matters %(matters)s in your role.") % words)
    if prompt.kind is PromptKind.USE:
        return [" ".join(sentences), gettext("Where could you use this for someone this week?")]
    return [" ".join(sentences), gettext("What would one small step look like?")]


def _explain_question(prompt: Prompt, wording: str, marked: str) -> str:
    words = {"wording": wording, "marked": marked}
    if prompt.statement.choice == NOT_SURE:
        return gettext("You were not sure about ‘%(wording)s’.") % words
    if prompt.statement.score is None:
        return gettext("You gave no answer about ‘%(wording)s’.") % words
    return gettext("You rated ‘%(wording)s’ as %(marked)s. Others may see it differently.") % words


def verdict_label(change: Change) -> str:
    """What became of one capability, in a word or two: "Changed: higher"."""
    return gettext(change.verdict.value).capitalize()


def interval_sentence(change: Change) -> str:
    """Which true changes fit the two answers, in points: "From 0.3 lower to 1.2 higher fits your answers."; else ""."""
    if change.interval is None:
        return ""
    low, high = (round(end, 1) for end in change.interval)
    if low >= 0 or high <= 0:
        nearer, further = sorted((abs(low), abs(high)))
        words = {"nearer": number_format(nearer), "further": number_format(further)}
        if high > 0:
            return gettext("Between %(nearer)s and %(further)s points higher fits your answers.") % words
        return gettext("Between %(nearer)s and %(further)s points lower fits your answers.") % words
    words = {"low": number_format(-low), "high": number_format(high)}
    return gettext("Anything from %(low)s points lower to %(high)s points higher fits your answers.") % words


def changes_sentence(compared: Comparison) -> str:
    """The one plain sentence before the drawing of what changed."""
    if not compared.is_same_role:
        return gettext("You answered for another role then, so the statements were different. Here are both.")
    if compared.is_unknown:
        return gettext("We cannot say yet what has changed. Here are your answers, side by side.")
    return gettext("Since then: %(counts)s.") % {"counts": _describe_counts(compared, *Verdict)}


def short_changes_sentence(compared: Comparison) -> str:
    """The same for a page that shows many things: "Since March: 2 capabilities higher, 1 capability lower"."""
    when = _describe_day(operator_date(compared.before.finished_at), operator_date(compared.after.finished_at))
    if not compared.is_same_role:
        return gettext("Another role than in %(when)s: the two side by side") % {"when": when}
    if compared.is_unknown:
        return gettext("We cannot say yet what has changed since %(when)s") % {"when": when}
    counts = _describe_counts(compared, Verdict.HIGHER, Verdict.LOWER)
    if not counts:
        return gettext("Changes since %(when)s are too close to say") % {"when": when}
    return gettext("Since %(when)s: %(counts)s") % {"when": when, "counts": counts}


def _describe_counts(compared: Comparison, *kinds: Verdict) -> str:
    """ "1 capability higher, 5 capabilities too close to say"."""
    counts = ((kind, compared.verdict_counts[kind]) for kind in kinds)
    return ", ".join(_describe_count(kind, count) for kind, count in counts if count)


def _describe_count(kind: Verdict, count: int) -> str:
    if kind is Verdict.HIGHER:
        words = ngettext("%(count)s capability higher", "%(count)s capabilities higher", count)
    elif kind is Verdict.LOWER:
        words = ngettext("%(count)s capability lower", "%(count)s capabilities lower", count)
    elif kind is Verdict.SAME:
        words = ngettext("%(count)s capability too close to say", "%(count)s capabilities too close to say", count)
    else:
        words = ngettext(
            "we cannot say yet for %(count)s capability", "we cannot say yet for %(count)s capabilities", count
        )
    return words % {"count": count}


def _describe_day(before: date, after: date) -> str:
    """As much of an earlier day as tells it from the later one: "2 March", "March", "March 2024"."""
    if (before.year, before.month) == (after.year, after.month):
        return date_format(before, "MONTH_DAY_FORMAT")
    return date_format(before, "F" if after - before < ALMOST_A_YEAR else "F Y")
