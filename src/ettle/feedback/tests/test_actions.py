"""A 360 from beginning to report: what is kept, what is refused, what is deleted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from ettle.feedback import actions, queries
from ettle.feedback.actions import ObserverAnswers, Person
from ettle.feedback.link_tokens import find_link, observer_token
from ettle.feedback.models import AnswerPool, Feedback, FeedbackReport, Observer
from ettle.feedback.observer_groups import Group
from ettle.feedback.tests import factories
from ettle.kit.models import AuditLine
from ettle.kit.refusal import Refused
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_a_360_needs_a_finished_self_assessment(now: datetime) -> None:
    factories.publish_version()

    with pytest.raises(Refused, match="Finish your self-assessment first"):
        actions.begin(person=cast.isla(), is_short=False, now=now)


def test_the_lines_are_in_the_third_person_for_the_role_of_the_person() -> None:
    feedback = factories.begin_feedback()

    assert len(feedback.lines.statements()) == 24
    assert feedback.lines.statements()[0].wording == "They do vis.1 as frontline"


def test_the_short_form_asks_the_first_two_themes_of_each_capability() -> None:
    assert [line.theme_key for line in factories.begin_feedback(is_short=True).lines.statements()] == list(
        factories.SHORT
    )


def test_only_one_360_is_open_at_a_time(now: datetime) -> None:
    feedback = factories.begin_feedback()

    assert actions.begin(person=cast.isla(), is_short=True, now=now) == feedback


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("isla@example.org", "your own address"),
        ("isla+x@example.org", "your own address"),
        ("PEERS0@example.org", "on your list already"),
    ],
)
def test_each_person_is_asked_once_and_never_oneself(email: str, words: str, now: datetime) -> None:
    feedback = factories.begin_feedback()
    factories.invite_observers(feedback, peers=1)

    with pytest.raises(Refused, match=words):
        actions.add_observers(feedback, group=Group.PEERS, people=[Person("", email)], have_agreed=False, now=now)


def test_people_supported_are_asked_only_when_they_have_agreed(now: datetime) -> None:
    feedback = factories.begin_feedback()
    someone = [Person("Ruth", "ruth@example.org")]

    with pytest.raises(Refused, match="Ask them first"):
        actions.add_observers(feedback, group=Group.SUPPORTED, people=someone, have_agreed=False, now=now)


def test_what_is_saved_on_one_page_stays_when_another_is_saved(now: datetime) -> None:
    link = factories.invite_observers(factories.begin_feedback(), peers=1)[0]

    actions.save(
        link, ObserverAnswers(answers={"vis.1.frontline": "1"}, examples={"vis.1.frontline": "At tea"}), now=now
    )
    actions.save(link, ObserverAnswers(answers={"vis.2.frontline": "5"}, value="Calm"), now=now)
    sheet = actions.save(link, ObserverAnswers(answers={"vis.3.frontline": "not-seen"}), now=now)

    assert sheet.answers == {"vis.1.frontline": "1", "vis.2.frontline": "5", "vis.3.frontline": "not-seen"}
    assert (sheet.examples, sheet.value) == ({"vis.1.frontline": "At tea"}, "Calm")
    changed = actions.save(link, ObserverAnswers(answers={"vis.1.frontline": "2", "vis.2.frontline": ""}), now=now)
    assert changed.answers == {"vis.1.frontline": "2", "vis.3.frontline": "not-seen"}
    assert changed.examples == {}


@pytest.mark.parametrize("answers", [{"vis.1.frontline": "6"}, {"vis.1.manager": "3"}])
def test_an_answer_that_was_never_offered_is_refused(answers: dict[str, str], now: datetime) -> None:
    link = factories.invite_observers(factories.begin_feedback(), peers=1)[0]

    with pytest.raises(Refused):
        actions.save(link, ObserverAnswers(answers=answers), now=now)


def test_an_empty_sheet_cannot_be_sent(now: datetime) -> None:
    link = factories.invite_observers(factories.begin_feedback(), peers=1)[0]
    actions.save(link, ObserverAnswers(answers={"vis.1.frontline": "not-seen"}), now=now)

    with pytest.raises(Refused, match="Answer at least one line"):
        actions.send_answers(link, now=now)


def test_counts_are_the_same_whoever_has_answered(now: datetime) -> None:
    feedback = factories.begin_feedback()
    links = factories.invite_observers(feedback, peers=3, manager=1)
    before = queries.count_groups(feedback)
    factories.answer_by_link(links[0])
    actions.decline(links[1])

    assert queries.count_groups(feedback) == before
    actions.take_back_invitation(links[1].observer, now=now)
    assert [(row.group.value, row.asked) for row in queries.count_groups(feedback) if row.asked] == [
        ("manager", 1),
        ("peers", 3),
    ]


def test_answers_may_be_changed_or_taken_back_until_the_report(now: datetime) -> None:
    feedback = factories.begin_feedback()
    links = factories.invite_observers(feedback, peers=5)
    for link in links:
        factories.answer_by_link(link, "4")
    actions.save(links[0], ObserverAnswers(answers={"vis.1.frontline": "2"}), now=now)
    actions.decline(links[1])

    report = actions.make_report(feedback, now=now)

    reading = queries.report_analysis(report)
    assert reading.statements[0].units["peers"].counts == (0, 1, 0, 3, 0)
    with pytest.raises(Refused, match="ended"):
        actions.save(links[0], ObserverAnswers(answers={"vis.1.frontline": "5"}), now=now)


def test_an_answer_may_be_changed_after_six_weeks_but_not_begun(now: datetime) -> None:
    feedback = factories.begin_feedback()
    first, second = factories.invite_observers(feedback, peers=2)
    factories.answer_by_link(first)
    late = now + timedelta(weeks=7)

    actions.save(first, ObserverAnswers(value="Later words"), now=late)
    with pytest.raises(Refused, match="expired"):
        actions.save(second, ObserverAnswers(value="Too late"), now=late)


@pytest.mark.parametrize(("invited", "taken_back", "answers", "is_ready"), [
    (5, 0, 3, False), (4, 0, 4, False), (5, 1, 4, False), (5, 0, 4, True), (6, 1, 4, True),
])  # fmt: skip
def test_a_report_needs_four_answers_of_five_invited_so_that_it_says_of_nobody_that_they_answered(
    invited: int, taken_back: int, answers: int, is_ready: bool, now: datetime
) -> None:
    feedback = factories.begin_feedback()
    links = factories.invite_observers(feedback, peers=invited)
    for link in links[:answers]:
        factories.answer_by_link(link)
    for link in links[invited - taken_back :]:
        actions.take_back_invitation(link.observer, now=now)

    assert queries.is_ready(feedback) is is_ready
    waiting = queries.waiting_feedback(feedback.person)
    assert waiting is not None
    assert (waiting.asked, waiting.is_ready) == (invited, is_ready)
    if is_ready:
        actions.make_report(feedback, now=now)
    else:
        with pytest.raises(Refused, match="cannot be made yet"):
            actions.make_report(feedback, now=now)


def test_with_another_key_answers_are_unreadable_in_words_and_nothing_else_stops(now: datetime, settings: Any) -> None:
    feedback = factories.begin_feedback()
    links = factories.invite_observers(feedback, peers=5)
    for link in links:
        factories.answer_by_link(link)
    settings.SECRET_KEY = "another-key-" * 6

    with pytest.raises(Refused, match="secret key is another one"):
        actions.make_report(feedback, now=now)
    assert not queries.is_ready(feedback)
    actions.forget("peers0@example.org")
    actions.end_without_report(feedback, by=None, now=now)
    assert Observer.objects.count() == 0


def test_making_the_report_deletes_who_was_asked_and_what_each_said(now: datetime) -> None:
    feedback = factories.begin_feedback()
    links = factories.invite_observers(feedback, peers=4, team=1)

    report = factories.make_report(feedback, links)

    assert AnswerPool.objects.count() == Observer.objects.count() == 0
    feedback.refresh_from_db()
    assert bytes(feedback.secret) == b""
    assert find_link(links[0].observer.pk, links[0].token) is None
    assert actions.make_report(feedback, now=now) == report
    assert report.content["asked"] == {"peers": 4, "team": 1}
    assert "back" not in report.content


def test_words_of_one_or_two_people_left_over_are_not_kept(now: datetime) -> None:
    feedback = factories.begin_feedback()
    report = factories.make_report(feedback, factories.invite_observers(feedback, peers=4, team=1))

    assert sorted(report.content["value"]) == ["Value 0", "Value 1", "Value 2", "Value 3"]
    assert report.content["states"] == {"peers": "APART"}, "nothing stored says whether the one of the team answered"


def test_a_360_that_is_ended_without_a_report_leaves_no_answer(now: datetime) -> None:
    feedback = factories.begin_feedback()
    factories.answer_by_link(factories.invite_observers(feedback, peers=2)[0])

    actions.end_without_report(feedback, by=None, now=now)

    assert AnswerPool.objects.count() == Observer.objects.count() == FeedbackReport.objects.count() == 0
    assert queries.open_feedback(cast.isla()) is None


def test_a_360_that_is_left_alone_for_half_a_year_ends_by_itself(now: datetime) -> None:
    feedback = factories.begin_feedback()
    factories.answer_by_link(factories.invite_observers(feedback, peers=2, now=now + timedelta(days=10))[0])

    actions.end_inactive.call(at=(now + timedelta(weeks=27)).isoformat())
    assert len(factories.answer_sheets()) == 1
    actions.end_inactive.call(at=(now + timedelta(weeks=28)).isoformat())

    assert AnswerPool.objects.count() == Observer.objects.count() == 0


def test_the_next_360_waits_three_months(now: datetime) -> None:
    feedback = factories.begin_feedback()
    factories.make_report(feedback, factories.invite_observers(feedback, peers=5))

    with pytest.raises(Refused, match="less than three months"):
        actions.begin(person=cast.isla(), is_short=False, now=now + timedelta(days=60))
    assert actions.begin(person=cast.isla(), is_short=False, now=now + timedelta(days=100)) != feedback


def test_nobody_is_asked_over_and_over(now: datetime) -> None:
    for _ in range(3):
        actions.end_without_report(factories.begin_feedback(), by=None, now=now)

    with pytest.raises(Refused, match="three within three months"):
        actions.begin(person=cast.isla(), is_short=False, now=now)


def test_no_audit_line_tells_that_somebody_answered() -> None:
    feedback = factories.begin_feedback()
    links = factories.invite_observers(feedback, peers=2)
    before = AuditLine.objects.count()

    factories.answer_by_link(links[0])
    actions.decline(links[1])

    assert AuditLine.objects.count() == before


def test_a_link_opens_only_what_it_was_made_for() -> None:
    feedback = factories.begin_feedback()
    first, other = factories.invite_observers(feedback, peers=2)

    assert find_link(first.observer.pk, other.token) is None
    assert find_link(first.observer.pk, first.token) == first
    Feedback.objects.update(secret=b"x" * 32)
    assert observer_token(Observer.objects.select_related("feedback").get(pk=first.observer.pk)) != first.token
