"""Whatever people do, whenever somebody looks: nothing to read before the report, and always the same after it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ettle.feedback import actions, queries
from ettle.feedback.actions import ObserverAnswers
from ettle.feedback.link_tokens import ObserverLink
from ettle.feedback.models import Feedback, FeedbackReport
from ettle.feedback.report import report_document
from ettle.feedback.tests import factories
from ettle.kit.files.printable_documents import render_text
from ettle.kit.refusal import Refused
from ettle.people.tests.cast import NOW

ACTS = st.lists(
    st.tuples(st.sampled_from(["answer", "change", "decline", "report", "back", "forget"]), st.integers(0, 5)),
    max_size=16,
)
NUMBERS = count()


def _answer(link: ObserverLink) -> None:
    factories.answer_by_link(link, "5", value="Words that were sent")


def _change(link: ObserverLink) -> None:
    actions.save(
        link,
        ObserverAnswers(answers=factories.same_answers(link.feedback, "1"), value="Words that were changed"),
        now=NOW,
    )


def _report(link: ObserverLink) -> None:
    actions.make_report(link.feedback, now=NOW)


def _take_back(link: ObserverLink) -> None:
    actions.take_back_invitation(link.observer, now=NOW)


def _forget(link: ObserverLink) -> None:
    actions.forget(link.observer.email)


DO: dict[str, Callable[[ObserverLink], object]] = {
    "answer": _answer,
    "change": _change,
    "decline": actions.decline,
    "report": _report,
    "back": _take_back,
    "forget": _forget,
}


def seen(feedback: Feedback) -> str:
    """Everything with answers in it that its person can read at this moment."""
    report = FeedbackReport.objects.filter(feedback=feedback).first()
    if report is None:
        return ""
    points, day = report.feedback.version.points(), report.made_at.date()
    return render_text(report_document.report_to_document(queries.report_analysis(report), points, name="", day=day))


@pytest.mark.django_db
@given(ACTS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_there_is_one_view_and_no_second_that_differs_by_one_person(acts: list[tuple[str, int]]) -> None:
    person = factories.create_known_person(f"across{next(NUMBERS)}@example.org", name="Somebody")
    feedback = factories.begin_feedback(person, is_short=True)
    links = factories.invite_observers(feedback, manager=1, peers=3, team=2)
    views = []

    for act, place in [("answer", 0), ("answer", 1), ("answer", 2), *acts, ("answer", 3), ("report", 0), ("answer", 4)]:
        try:
            DO[act](links[place])
        except Refused:
            pass
        except links[place].observer.DoesNotExist:
            pytest.fail("a closed 360 must refuse, not break")
        views.append(seen(feedback))

    published_views = [view for view in views if view]
    assert len(set(published_views)) <= 1
    assert views == [""] * (len(views) - len(published_views)) + published_views
