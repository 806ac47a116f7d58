"""How pages show a badge: what it took, what it is aligned to, who it names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ettle.badges import queries
from ettle.badges.definition.endorsement_words import describe_endorsement
from ettle.badges.models import Award, Badge, BadgeVersion, Criterion, Prerequisite
from ettle.badges.types import BadgeEndorsement
from ettle.kit.pages.brand import current_brand
from ettle.kit.room import offered

if TYPE_CHECKING:
    from ettle.framework.models import Item

Order = BadgeVersion.Order
ORDER_TEXTS = {
    Order.EVIDENCE_THEN_ACTIVITY: _("You write and an assessor reads it. Then you are invited to an activity."),
    Order.ACTIVITY_THEN_EVIDENCE: _("You do an activity. Then you write, and an assessor reads it."),
    Order.EVIDENCE_ONLY: _("You write, and a person reads it. There is no activity."),
}
REVIEW_TEXTS = {
    Order.EVIDENCE_THEN_ACTIVITY: _("reviewed by a person, and then an activity"),
    Order.ACTIVITY_THEN_EVIDENCE: _("reviewed by a person, after an activity"),
    Order.EVIDENCE_ONLY: _("reviewed by a person"),
}


@dataclass(frozen=True)
class PrerequisiteBadge:
    """A badge to earn before, by its current name."""

    prerequisite: Prerequisite
    badge: Badge
    name: str


@dataclass(frozen=True)
class BadgeDetails:
    """A badge version with everything its pages show."""

    version: BadgeVersion
    criteria: tuple[Criterion, ...]
    prerequisites: tuple[PrerequisiteBadge, ...]
    alignments: tuple[Item, ...]

    @property
    def is_assessed(self) -> bool:
        """Whether an assessor decides on any part of it."""
        return any(criterion.is_assessed for criterion in self.criteria)

    @property
    def order_description(self) -> str:
        if not self.is_assessed:
            return self._unassessed_description
        return str(ORDER_TEXTS[BadgeVersion.Order(self.version.order)])

    @property
    def requirements_summary(self) -> str:
        count = len(self.criteria)
        if not self.is_assessed:
            words = ngettext("%(count)s criterion, each part done", "%(count)s criteria, each part done", count)
            return words % {"count": count}
        review = REVIEW_TEXTS[BadgeVersion.Order(self.version.order)]
        words = ngettext("%(count)s criterion, %(review)s", "%(count)s criteria, %(review)s", count)
        return words % {"count": count, "review": review}

    @property
    def endorsement_words(self) -> str:
        return describe_endorsement(self.version)

    @property
    def _unassessed_description(self) -> str:
        words = _("You get the badge as soon as every part is done. No assessor decides on it.")
        if not self.version.sample_percent:
            return str(words)
        sample = _("Afterwards an assessor reads what some people sent: about %(percent)s in 100.")
        return f"{words} {sample % {'percent': self.version.sample_percent}}"


def describe_readers(version: BadgeVersion) -> str:
    """Who reads, or may read, what a learner sent for this badge."""
    risk = _(
        "If an assessor fears that someone is at risk, or that it is a matter of conduct, "
        "they must tell a lead of your organisation or an administrator, who then reads it."
    )
    if any(criterion.is_assessed for criterion in version.criteria.all()):
        return " ".join((str(_("You and your assessor can read what you sent.")), str(risk)))
    if not version.sample_percent:
        return str(_("Only you can read what you sent."))
    words = _("You can read what you sent. An assessor also reads what some people sent: about %(percent)s in 100.")
    return f"{words % {'percent': version.sample_percent}} {risk}"


def load_badge_details(version: BadgeVersion) -> BadgeDetails:
    return BadgeDetails(
        version=version,
        criteria=tuple(version.criteria.order_by("position")),
        prerequisites=_prerequisite_badges(version),
        alignments=tuple(version.alignments.select_related("framework").order_by("framework", "position")),
    )


def _prerequisite_badges(version: BadgeVersion) -> tuple[PrerequisiteBadge, ...]:
    rows = list(version.prerequisites.select_related("badge").order_by("-is_required", "badge__number"))
    if not rows:
        return ()
    names = dict(queries.current_versions().values_list("badge", "name"))
    return tuple(PrerequisiteBadge(row, row.badge, names.get(row.badge_id, "")) for row in rows)


def find_endorsement(award: Award, now: datetime) -> BadgeEndorsement | None:
    """What the room of applications says of an award's endorsement ("badges.endorsement"); None for nothing."""
    return next(filter(None, (find(award, now) for find in offered("badges.endorsement"))), None)


def describe_appeal() -> str:
    """Who a holder asks to look again at the withdrawal or suspension of a badge, in words."""
    contact = current_brand().contact
    if contact.email:
        words = _("If you think that this is wrong, write to %(email)s. Say which badge it is, and why.")
        return words % {"email": contact.email}
    if contact.phone:
        return _("If you think that this is wrong, call %(phone)s.") % {"phone": contact.phone}
    return str(_("If you think that this is wrong, tell the people who run this site."))
