"""Whether a badge fits a learner now: a self-check against its criteria, and badges that may fit better."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ettle.badges import queries as badges
from ettle.people import queries as people

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion, Criterion
    from ettle.people.models import User

MOST_SHOWN = 2


@dataclass(frozen=True)
class FitCheck:
    """criteria: those to write about. ticked: positions that a learner could write about; None before they asked."""

    criteria: Sequence[Criterion]
    ticked: frozenset[int] | None

    @property
    def is_answered(self) -> bool:
        return self.ticked is not None

    @property
    def answer(self) -> str:
        """What the ticks say, in words; empty before the learner has asked."""
        if self.ticked is None:
            return ""
        number = len(self.criteria)
        have = sum(criterion.position in self.ticked for criterion in self.criteria)
        if have == number:
            return _("It fits: you have something to write about for each criterion.")
        if have:
            words = ngettext(
                "You have something for %(have)s of %(number)s criterion. Start with that. The rest can wait until it "
                "has happened: what you write is saved.",
                "You have something for %(have)s of %(number)s criteria. Start with that. The rest can wait until it "
                "has happened: what you write is saved.",
                number,
            )
            return words % {"have": have, "number": number}
        return _("Nothing comes to mind yet. You can still start, or choose another badge first.")


def check_fit(criteria: Sequence[Criterion], asked: Collection[str] | None) -> FitCheck:
    """asked: the positions that were ticked on the page, as text; None when the page was only opened."""
    written = [criterion for criterion in criteria if criterion.kind == "text"]
    if asked is None:
        return FitCheck(written, None)
    return FitCheck(written, frozenset(criterion.position for criterion in written if str(criterion.position) in asked))


def find_better_badges(learner: User, version: BadgeVersion, now: datetime) -> list[BadgeVersion]:
    """Badges about some of the same things that this learner could send now, and that are meant for their role.

    Those that share most with this one come first, then the shorter ones; two at most.
    """
    roles = {role.key for role in people.learning_roles(learner)}
    about = {item.key for item in version.alignments.all()}
    others = [
        (len(about & {item.key for item in other.alignments.all()}), other)
        for other in badges.versions_for(learner, now).prefetch_related("alignments")
        if other.badge_id != version.badge_id
        and not other.is_earned
        and other.first_badge is None
        and (not other.roles or roles & set(other.roles))
    ]
    fitting = sorted((pair for pair in others if pair[0]), key=lambda pair: (-pair[0], pair[1].minutes))
    return [other for _shared, other in fitting[:MOST_SHOWN]]
