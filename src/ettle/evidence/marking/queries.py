"""Read the figures about marking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from ettle.badges.queries import current_versions, version_criteria
from ettle.evidence.models import (
    AgreementFigure,
    Calibration,
    DriftFigure,
    MarkedCriterion,
    MarkingRule,
    Outcome,
    SecondMarking,
    Withdrawal,
)

if TYPE_CHECKING:
    from ettle.badges.models import Badge, BadgeVersion, Criterion
    from ettle.people.models import User

# Of the figures about agreement: how assessors decide today matters, and the figures cost the same after ten years.
AGREEMENT_PERIOD = timedelta(days=365)
COUNTED_DAYS = timedelta(days=90)
FEWEST_WITHDRAWN = 5  # people who chose a reason, or it is not shown


@dataclass(frozen=True)
class Example:
    """One example answer. outcome: what it is an example of. name: its name in the form, by its text."""

    criterion: Criterion
    text: str
    outcome: str

    @property
    def digest(self) -> str:
        return sha256(self.text.encode()).hexdigest()

    @property
    def name(self) -> str:
        return f"example-{self.criterion.position}-{self.digest[:8]}"


def rule_for_all() -> MarkingRule:
    """The rule for badges that have none of their own."""
    return MarkingRule.objects.filter(badge=None).first() or MarkingRule()


def rule_of_badge(badge: Badge) -> MarkingRule | None:
    """The rule of its own of a badge, if it has one."""
    return MarkingRule.objects.filter(badge=badge).first()


@dataclass(frozen=True)
class BadgeRule:
    """A badge on the page of the figures. percent, first_marks: None where it follows the rule for all."""

    slug: str
    number: str
    name: str
    percent: int | None
    first_marks: int | None


def list_badge_rules() -> list[BadgeRule]:
    """Every badge that can be applied for, by number, with its own rule. Two queries."""
    own = {rule.badge_id: rule for rule in MarkingRule.objects.exclude(badge=None)}
    return [_badge_rule(version, own.get(version.badge_id)) for version in current_versions()]


def _badge_rule(version: BadgeVersion, rule: MarkingRule | None) -> BadgeRule:
    percent, first_marks = (round(rule.share * 100), rule.first_marks) if rule else (None, None)
    return BadgeRule(version.badge.slug, version.badge.number, version.name, percent, first_marks)


def needs_practice(assessor: User, version: BadgeVersion) -> bool:
    """Whether this assessor has examples of the badge to decide on before their first review of it."""
    is_done = Calibration.objects.filter(assessor=assessor, badge=version.badge_id).exists()
    return not is_done and bool(list_examples(version))


def find_practice(assessor: User, version: BadgeVersion) -> Calibration | None:
    return Calibration.objects.filter(assessor=assessor, badge=version.badge_id).first()


def list_examples(version: BadgeVersion) -> list[Example]:
    """The example answers of a badge version, in an order that tells nothing, the same each time."""
    examples = [
        Example(criterion, str(text), outcome)
        for criterion in version_criteria(version)
        for outcome, text in (
            (Outcome.MET, criterion.met_example),
            (Outcome.NOT_YET, criterion.not_yet_example),
        )
        if criterion.is_assessed and text
    ]
    return sorted(examples, key=lambda example: (example.criterion.position, example.digest))


def agreement_figures() -> QuerySet[AgreementFigure]:
    """By badge and criterion."""
    figures = AgreementFigure.objects.select_related("criterion__version__badge")
    return figures.order_by("criterion__version__badge__number", "criterion__version", "criterion__position")


def drift_figures() -> QuerySet[DriftFigure]:
    """Every assessor with first marks in the last 90 days, by name."""
    return DriftFigure.objects.select_related("assessor").order_by("assessor__name", "pk")


def second_marking_counts(now: datetime) -> dict[str, Any]:
    """How many second markings wait, and how those ended that ended in the last year."""
    results = {result.name.lower(): Count("pk", filter=Q(result=result)) for result in SecondMarking.Result if result}
    is_open = Q(asked_at__isnull=False, settled_at=None)
    shown = SecondMarking.objects.filter(is_open | Q(settled_at__gt=now - AGREEMENT_PERIOD))
    return shown.aggregate(waiting=Count("pk", filter=is_open), **results)


def marked_twice(now: datetime) -> QuerySet[MarkedCriterion]:
    """What the assessors decided on work whose second marking ended in the last year."""
    return MarkedCriterion.objects.filter(
        mark__settled_at__isnull=False, mark__submission__second_marking__settled_at__gt=now - AGREEMENT_PERIOD
    )


def withdrawal_counts(now: datetime) -> list[tuple[str, int]]:
    """(reason, how many) of the applications that were withdrawn in 90 days, for reasons that enough people chose."""
    lately = Withdrawal.objects.filter(withdrawn_at__gt=now - COUNTED_DAYS).values_list("reason")
    counts: dict[str, int] = dict(lately.annotate(many=Count("pk")).order_by())
    reasons = [(str(label), counts.get(value, 0)) for value, label in Withdrawal.Reason.choices]
    return [(label, many) for label, many in reasons if many >= FEWEST_WITHDRAWN]
