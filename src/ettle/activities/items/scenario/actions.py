"""What a learner does in a scenario: choose, go back and choose again, reflect at the end."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.activities.items.published_content import play_part
from ettle.activities.items.scenario import engine
from ettle.activities.items.scenario.attempt_progress import REFLECTION, Act, ScenarioProgress
from ettle.activities.items.scenario.specs import ScenarioSpec
from ettle.kit.refusal import Refused
from ettle.kit.values.written_text import count_words

if TYPE_CHECKING:
    from ettle.activities.items.play import Play

FINISHED = _lazy("You have finished this activity. You can do it again from its first page.")


@transaction.atomic
def choose(play: Play, *, number: int, option: str, now: datetime, called: str = "") -> None:
    """Make the choice at a step. Another choice at an earlier step goes back first, and that is recorded.

    called: what the person calls the choice before it; "" when they do not say.
    Raises Refused for a step that is not reached and for an option there is not.
    """
    under_way = _lock_progress(play)
    if not 1 <= number <= under_way.current or (number == under_way.current and under_way.has_ended):
        raise Refused(_("Make the choices in order."))
    chosen = under_way.chosen(number)
    is_same = chosen is not None and chosen.option.key == option
    if under_way.has_reflected and not is_same:
        raise Refused(FINISHED)
    if is_same:
        _add_name(play, under_way, number - 1, called, now=now)
        return
    state = under_way.before(number)
    try:
        engine.take_step(under_way.spec, state, option)
    except engine.UnknownChoice as unknown:
        raise Refused(_("Choose one of the answers"), field="answer") from unknown
    _step_back(play, under_way, number, now=now)
    _add_name(play, under_way, number - 1, called, now=now)
    play.add_response(state.at, Act.CHOSE, option, now=now)


@transaction.atomic
def name_last_choice(play: Play, *, called: str, now: datetime) -> None:
    """Record what a person calls the choice that led to the ending. Raises Refused before an ending is reached."""
    under_way = _lock_progress(play)
    if not under_way.has_ended:
        raise Refused(_("Reach an ending first."))
    _add_name(play, under_way, len(under_way.choices), called, now=now)


def _add_name(play: Play, under_way: ScenarioProgress, number: int, called: str, *, now: datetime) -> None:
    """Never scored. Nothing is recorded where nothing was said, where it was said before, and after the end."""
    chosen = under_way.chosen(number)
    if chosen is not None and called and called != chosen.called and not under_way.has_reflected:
        play.add_response(chosen.node.key, Act.CALLED, called, now=now)


@transaction.atomic
def go_back(play: Play, *, number: int, now: datetime) -> None:
    """Undo the choices from a step on, so that another may be made there. Nothing is erased: it is recorded."""
    under_way = _lock_progress(play)
    if under_way.has_reflected:
        raise Refused(FINISHED)
    if number < 1:
        raise Refused(_("Go back to a choice you have made."))
    _step_back(play, under_way, number, now=now)


def _step_back(play: Play, under_way: ScenarioProgress, number: int, *, now: datetime) -> None:
    for place in range(len(under_way.choices), number - 1, -1):
        play.add_response(under_way.before(place).at, Act.WENT_BACK, "", now=now)


@transaction.atomic
def reflect(play: Play, *, words: str, now: datetime) -> None:
    """Close a scenario with the learner's own words, which completes it. The first reflection stands.

    Raises Refused before an ending is reached and without words. How many words are asked for is no minimum.
    """
    under_way = _lock_progress(play)
    if under_way.has_reflected:
        return
    if not under_way.has_ended:
        raise Refused(_("Reach an ending first."))
    if not count_words(words):
        raise Refused(_("Write what you will take from this. A few words are enough"), field="words")
    play.add_words(REFLECTION, Act.REFLECTED, words, now=now)
    play.finish(now=now)


def _lock_progress(play: Play) -> ScenarioProgress:
    return ScenarioProgress(play_part(ScenarioSpec, play), play.lock())
