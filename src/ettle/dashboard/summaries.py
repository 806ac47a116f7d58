"""The supervision summary to download. Only what was chosen is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.badges import queries as badges
from ettle.evidence import queries as evidence
from ettle.journey import queries as journey
from ettle.kit.files.printable_documents import DocumentSection, PrintableDocument
from ettle.kit.values.dates import operator_date

if TYPE_CHECKING:
    from ettle.badges.models import Award
    from ettle.evidence.queries import LogEntry
    from ettle.journey.models import Goal
    from ettle.journey.queries import AssessmentResult
    from ettle.people.models import User

# The newest entries that are offered to choose from.
MOST_ENTRIES = 100
SUPERVISION_FOOTER = _lazy("Chosen and shared by the person whose summary this is.")


@dataclass(frozen=True)
class Choice:
    """One part that may go into a summary. value: as the form sends it."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class SummaryMaterial:
    """Everything of one person that may go into a summary."""

    person: User
    result: AssessmentResult | None
    changes: str
    goals: Sequence[Goal]
    awards: Sequence[Award]
    entries: Sequence[LogEntry]

    @classmethod
    def of_person(cls, person: User) -> SummaryMaterial:
        """Read from every room once."""
        status = journey.assessment_status(person)
        return cls(
            person=person,
            result=status.result,
            changes=journey.changes_sentence(status.comparison) if status.comparison else "",
            goals=[goal for goal in journey.list_all_goals(person) if goal.is_open()],
            awards=[award for award in badges.award_summaries(person) if award.is_signed and not award.is_revoked],
            entries=evidence.log_entries(person, most=MOST_ENTRIES),
        )

    def choice_groups(self) -> list[tuple[str, list[Choice]]]:
        """The choices under their headings; headings without choices are left out."""
        profile = (
            [Choice("profile", _("What I rated highest and where I could start"), _format_day(self.result.finished_at))]
            if self.result
            else []
        )
        changed = [Choice("changes", _("What has changed"), self.changes)] if self.changes else []
        groups = [
            (_("Where I am now"), profile + changed),
            (
                _("What I want to achieve"),
                [Choice(f"goal:{goal.uuid}", goal.outcome, goal.step) for goal in self.goals],
            ),
            (_("From my learning log"), self.entry_choices(self.entries)),
            (_("Badges I earned"), self.badge_choices(self.awards)),
        ]
        return [(heading, choices) for heading, choices in groups if choices]

    @staticmethod
    def entry_choices(entries: Iterable[LogEntry]) -> list[Choice]:
        return [
            Choice(
                f"entry:{entry.uuid}",
                entry.title,
                " · ".join(filter(None, [_format_date(entry.happened_on), entry.about])),
            )
            for entry in entries
        ]

    @staticmethod
    def badge_choices(awards: Iterable[Award]) -> list[Choice]:
        return [Choice(f"badge:{award.uuid}", award.version.name, _format_day(award.awarded_at)) for award in awards]


def build_supervision_summary(
    material: SummaryMaterial, chosen: frozenset[str], *, talk: str, now: datetime
) -> PrintableDocument:
    """A document for two people: what to talk about comes first, space for what was agreed last."""
    goals = [goal for goal in material.goals if f"goal:{goal.uuid}" in chosen]
    parts = [
        *([DocumentSection(_("What I would like to talk about"), (talk,))] if talk else []),
        *_profile_parts(material, chosen),
        *(_goal_part(goal) for goal in goals),
        *(_entry_part(entry) for entry in _chosen_entries(material, chosen)),
        *_badge_parts(material, chosen),
        DocumentSection(_("What we agreed"), ("\u00a0", "_" * 70, "_" * 70, "_" * 70)),
    ]
    return PrintableDocument(
        _("For supervision"), (material.person.name, _format_day(now)), tuple(parts), str(SUPERVISION_FOOTER)
    )


def _chosen_entries(material: SummaryMaterial, chosen: frozenset[str]) -> list[LogEntry]:
    return [entry for entry in material.entries if f"entry:{entry.uuid}" in chosen]


def _profile_parts(material: SummaryMaterial, chosen: frozenset[str]) -> Iterator[DocumentSection]:
    result = material.result
    if result is None or not {"profile", "changes"} & chosen:
        return
    points = [
        f"{journey.prompt_label(prompt)}: {prompt.capability.title}. {prompt.statement.statement.wording}"
        for prompt in (result.prompts if "profile" in chosen else ())
    ]
    texts = (material.changes,) if "changes" in chosen and material.changes else ()
    yield DocumentSection(
        _("Where I am now (%(day)s)") % {"day": _format_day(result.finished_at)}, texts, tuple(points)
    )


def _describe_step(goal: Goal) -> str:
    if not goal.by_on:
        return goal.step
    return _("%(step)s (by %(day)s)") % {"step": goal.step, "day": _format_date(goal.by_on)}


def _goal_part(goal: Goal) -> DocumentSection:
    fields = [
        (_("What I do differently"), goal.behaviour),
        ("When", goal.cue),
        (
            _("Next small step"),
            _describe_step(goal) if goal.has_step() else "",
        ),
        (_("How I will know"), goal.sign),
    ]
    points = tuple(f"{label}: {text}" for label, text in fields if text)
    return DocumentSection(_("My goal: %(outcome)s") % {"outcome": goal.outcome}, points=points)


def _entry_part(entry: LogEntry) -> DocumentSection:
    about = (entry.about,) if entry.about else ()
    return DocumentSection(
        f"{_format_date(entry.happened_on)}: {entry.title}",
        (*about, *(f"{label}: {text}" for label, text in entry.parts)),
    )


def _badge_parts(material: SummaryMaterial, chosen: frozenset[str]) -> Iterator[DocumentSection]:
    awards = [award for award in material.awards if f"badge:{award.uuid}" in chosen]
    if awards:
        points = tuple(f"{award.version.name}, {_format_day(award.awarded_at)}" for award in awards)
        yield DocumentSection(_("Badges I earned"), points=points)


@lru_cache(maxsize=1024)
def _format_date(day: date) -> str:
    """A day in words. Cached, because Django takes longer for a hundred of these than for the rest of the page."""
    return date_format(day, "j F Y")


def _format_day(moment: datetime) -> str:
    return _format_date(operator_date(moment))
