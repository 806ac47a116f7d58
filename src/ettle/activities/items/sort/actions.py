"""What a learner does in a sort: put cards into categories, and say where they see one differently."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.activities.items.published_content import play_part
from ettle.activities.items.sort.attempt_progress import Act, SortProgress
from ettle.activities.items.sort.scoring import SORT_RULE, score_sort
from ettle.activities.items.sort.specs import SortSpec
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.activities.items.play import Play


@transaction.atomic
def place_card(play: Play, *, number: int, category: str, now: datetime) -> None:
    """Put one card into a category. The first answer stands; the last card that is drawn finishes the activity.

    Raises Refused for a card whose turn has not come and for a category there is not.
    """
    sort = play_part(SortSpec, play)
    under_way = SortProgress(sort, play.seed, play.lock())
    placed = under_way.card(number)
    if placed is None or number > under_way.current:
        raise Refused(_("Answer the cards in order."))
    if placed.category is not None:
        return
    if not under_way.label(category):
        raise Refused(_("Choose one of the answers"), field="answer")
    score = score_sort({placed.card.key: category}, {placed.card.key: placed.card.right}) if sort.scored else None
    play.add_response(placed.card.key, Act.CHOSE, category, now=now, score=score, rule=SORT_RULE)
    if number == under_way.needed:
        play.finish(now=now)


@transaction.atomic
def see_differently(play: Play, *, number: int, words: str, now: datetime) -> None:
    """Keep what a person wrote beside our answer to a card they have placed. Nothing and no change write nothing."""
    sort = play_part(SortSpec, play)
    placed = SortProgress(sort, play.seed, play.lock()).card(number)
    if placed is None or placed.category is None:
        raise Refused(_("Answer the card first."))
    if words != placed.differs:
        play.add_words(placed.card.key, Act.SAW_DIFFERENTLY, words, now=now)
