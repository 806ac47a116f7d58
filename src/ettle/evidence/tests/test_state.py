"""Where an application stands, for any sequence of rounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ettle.evidence.application.state import ApplicationStatus, Round, State

criteria = st.frozensets(st.integers(1, 6), min_size=1)


@st.composite
def standings(draw: st.DrawFn) -> ApplicationStatus:
    """Any story the actions can tell: each round asks only what is unmet; only the last may be unanswered."""
    asked = draw(criteria)
    unmet: frozenset[int] = asked
    rounds: list[Round] = []
    for _round in range(draw(st.integers(0, 5))):
        if not unmet:
            break
        decisions: dict[int, bool] = {one: draw(st.booleans()) for one in sorted(unmet)}
        unmet -= frozenset(decision for decision, is_met in decisions.items() if is_met)
        rounds.append(Round(is_opened=draw(st.booleans()), decisions=decisions))
    has_sent_again: bool = draw(st.booleans())
    if unmet and has_sent_again:
        rounds.append(Round(is_opened=draw(st.booleans())))
    return ApplicationStatus(asked=asked, rounds=rounds, is_started=draw(st.booleans()))


@given(standings())
def test_it_is_met_exactly_when_every_criterion_was_met_once(standing: ApplicationStatus) -> None:
    decided = {one for round_ in standing.rounds for one, is_met in (round_.decisions or {}).items() if is_met}

    assert (standing.state == State.MET) == (bool(standing.rounds) and decided == standing.asked)


@given(standings())
def test_what_is_met_stays_met_and_is_never_open_to_change(standing: ApplicationStatus) -> None:
    met: frozenset[int] = frozenset()
    for length in range(len(standing.rounds) + 1):
        earlier = ApplicationStatus(asked=standing.asked, rounds=standing.rounds[:length])
        assert met <= earlier.met
        assert not earlier.met & earlier.open_to_change
        met = earlier.met


@given(standings())
def test_the_learner_may_send_or_waits_or_is_done(standing: ApplicationStatus) -> None:
    assert [standing.can_send, standing.is_waiting, standing.is_all_met].count(True) == 1
    assert bool(standing.open_to_change) == standing.can_send


@given(standings())
def test_an_ended_application_is_closed_for_good(standing: ApplicationStatus) -> None:
    ended = ApplicationStatus(asked=standing.asked, rounds=standing.rounds, is_ended=True)

    assert not ended.can_send
    assert not ended.is_waiting
    assert not ended.open_to_change


@given(standings())
def test_earned_is_said_before_all_else(standing: ApplicationStatus) -> None:
    earned = ApplicationStatus(asked=standing.asked, rounds=standing.rounds, is_earned=True)

    assert earned.state == State.EARNED


def test_the_words_follow_the_story() -> None:
    asked = frozenset({1, 2})
    sent, opened = Round(), Round(is_opened=True)
    answered = Round(decisions={1: True, 2: False})

    def state(*rounds: Round, is_started: bool = True) -> State:
        return ApplicationStatus(asked=asked, rounds=rounds, is_started=is_started).state

    assert state(is_started=False) == State.NOT_STARTED
    assert state() == State.STARTED
    assert state(sent) == State.SENT
    assert state(opened) == State.WITH_AN_ASSESSOR
    assert state(answered) == State.NOT_YET
    assert state(answered, sent) == State.SENT
    assert state(answered, Round(decisions={2: True})) == State.MET
