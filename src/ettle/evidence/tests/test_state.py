"""The status of an application, for any sequence of rounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ettle.evidence.application.state import ApplicationStatus, Round, State

criteria = st.frozensets(st.integers(1, 6), min_size=1)


@st.composite
def statuses(draw: st.DrawFn) -> ApplicationStatus:
    """Any status the actions can produce: each round decides only unmet criteria; only the last may be unreviewed."""
    assessed = draw(criteria)
    unmet: frozenset[int] = assessed
    rounds: list[Round] = []
    for _round in range(draw(st.integers(0, 5))):
        if not unmet:
            break
        decisions: dict[int, bool] = {criterion: draw(st.booleans()) for criterion in sorted(unmet)}
        unmet -= frozenset(decision for decision, is_met in decisions.items() if is_met)
        rounds.append(Round(is_opened=draw(st.booleans()), decisions=decisions))
    has_sent_again: bool = draw(st.booleans())
    if unmet and has_sent_again:
        rounds.append(Round(is_opened=draw(st.booleans())))
    return ApplicationStatus(assessed=assessed, rounds=rounds, is_started=draw(st.booleans()))


@given(statuses())
def test_it_is_met_exactly_when_every_criterion_was_met_once(status: ApplicationStatus) -> None:
    decided = {
        criterion for round_ in status.rounds for criterion, is_met in (round_.decisions or {}).items() if is_met
    }

    assert (status.state == State.MET) == (bool(status.rounds) and decided == status.assessed)


@given(statuses())
def test_what_is_met_stays_met_and_is_never_open_to_change(status: ApplicationStatus) -> None:
    met: frozenset[int] = frozenset()
    for length in range(len(status.rounds) + 1):
        earlier = ApplicationStatus(assessed=status.assessed, rounds=status.rounds[:length])
        assert met <= earlier.met
        assert not earlier.met & earlier.open_to_change
        met = earlier.met


@given(statuses())
def test_the_learner_may_send_or_waits_or_is_done(status: ApplicationStatus) -> None:
    assert [status.can_send, status.is_waiting, status.is_all_met].count(True) == 1
    assert bool(status.open_to_change) == status.can_send


@given(statuses())
def test_an_ended_application_is_closed_for_good(status: ApplicationStatus) -> None:
    ended = ApplicationStatus(assessed=status.assessed, rounds=status.rounds, is_ended=True)

    assert not ended.can_send
    assert not ended.is_waiting
    assert not ended.open_to_change


@given(statuses())
def test_earned_comes_before_every_other_state(status: ApplicationStatus) -> None:
    earned = ApplicationStatus(assessed=status.assessed, rounds=status.rounds, is_earned=True)

    assert earned.state == State.EARNED


def test_the_state_follows_the_rounds() -> None:
    assessed = frozenset({1, 2})
    sent, opened = Round(), Round(is_opened=True)
    answered = Round(decisions={1: True, 2: False})

    def state(*rounds: Round, is_started: bool = True) -> State:
        return ApplicationStatus(assessed=assessed, rounds=rounds, is_started=is_started).state

    assert state(is_started=False) == State.NOT_STARTED
    assert state() == State.STARTED
    assert state(sent) == State.SENT
    assert state(opened) == State.WITH_AN_ASSESSOR
    assert state(answered) == State.NOT_YET
    assert state(answered, sent) == State.SENT
    assert state(answered, Round(decisions={2: True})) == State.MET
