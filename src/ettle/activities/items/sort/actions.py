"""What a learner does in a sort: put cards into categories, and say where they see one differently."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.activities.actions.attempts import add_response, complete_activity, lock_responses
from ettle.activities.items.published_content import published_part
from ettle.activities.items.sort.attempt_progress import Act, SortProgress
from ettle.activities.items.sort.scoring import SORT_RULE, score_sort
from ettle.activities.items.sort.specs import SortSpec
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.activities.models import Attempt
    from ettle.people.models import User


@transaction.atomic
def place_card(attempt: Attempt, *, number: int, category: str, learner: User, now: datetime) -> None:
    """Put one card into a category. The first answer stands; the last card finishes the activity.

    Raises Refused for a card whose turn has not come and for a category there is not.
    """
    sort = published_part(SortSpec, attempt.invited.activity_version)
    under_way = SortProgress(sort, attempt, lock_responses(attempt, learner))
    placed = under_way.card(number)
    if placed is None or number > under_way.current:
        raise Refused(_("Answer the cards in order."))
    if placed.category is not None:
        return
    if not under_way.label(category):
        raise Refused(_("Choose one of the answers"), field="answer")
    score = score_sort({placed.card.key: category}, {placed.card.key: placed.card.right}) if sort.scored else None
    add_response(attempt, placed.card.key, Act.CHOSE, category, now=now, score=score, rule=SORT_RULE)
    if number == under_way.steps:
        complete_activity(attempt, learner=learner, now=now)


@transaction.atomic
def see_differently(attempt: Attempt, *, number: int, words: str, learner: User, now: datetime) -> None:
    """Keep what a person wrote beside our answer to a card they have placed. Nothing and no change write nothing."""
    sort = published_part(SortSpec, attempt.invited.activity_version)
    placed = SortProgress(sort, attempt, lock_responses(attempt, learner)).card(number)
    if placed is None or placed.category is None:
        raise Refused(_("Answer the card first."))
    if words != placed.differs:
        add_response(attempt, placed.card.key, Act.SAW_DIFFERENTLY, words, now=now)
