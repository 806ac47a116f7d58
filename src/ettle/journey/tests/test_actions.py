"""Instruments are published once, answers are kept, results stay as they were."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ettle.framework.actions import put_framework
from ettle.instruments import actions as instrument_actions
from ettle.instruments.models import InstrumentVersion
from ettle.instruments.queries import current_version
from ettle.instruments.types.specs import PointSpec, UncountedSpec, check_spec
from ettle.journey import actions, queries
from ettle.journey.models import Answer, Assessment, Result
from ettle.journey.tests import factories
from ettle.kit.models import AuditLine
from ettle.kit.refusal import Refused
from ettle.people.actions import export_personal_data
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_the_same_content_is_published_once(now: datetime) -> None:
    first = factories.publish_version()

    assert instrument_actions.publish_instrument(factories.INSTRUMENT, by=None, now=now) == first
    assert InstrumentVersion.objects.count() == 1


def test_new_words_are_a_new_version_and_the_old_one_stays(now: datetime) -> None:
    first = factories.publish_version()

    second = instrument_actions.publish_instrument(
        factories.INSTRUMENT.replace(question="How often?"), by=None, now=now
    )

    first.refresh_from_db()
    assert (first.edition, second.edition) == (1, 2)
    assert first.question == "How often, in the last month?"
    assert current_version() == second


def test_a_scale_with_a_hole_is_refused(now: datetime) -> None:
    broken = factories.INSTRUMENT.replace(scale=(PointSpec(value=1, label="Rarely"), PointSpec(value=3, label="")))

    assert [problem.path for problem in check_spec(broken)] == ["scale", "scale.1.label"]
    with pytest.raises(Refused):
        instrument_actions.publish_instrument(broken, by=None, now=now)


def test_a_word_we_do_not_know_is_a_problem() -> None:
    broken = factories.INSTRUMENT.replace(uncounted=(UncountedSpec(key="maybe", label="Maybe"),))

    assert [problem.path for problem in check_spec(broken)] == ["uncounted.0.key"]


def test_beginning_twice_is_one_assessment(now: datetime) -> None:
    first = factories.begin_assessment(cast.isla())

    assert factories.begin_assessment(cast.isla(), now=now + timedelta(minutes=1)) == first
    assert AuditLine.objects.filter(act="began a self-assessment").count() == 1


def test_beginning_afresh_lays_the_open_one_aside(now: datetime) -> None:
    first = factories.begin_assessment(cast.isla())

    second = actions.restart(
        person=cast.isla(), version=first.version, role="supervisor", now=now + timedelta(minutes=1)
    )

    assert second != first
    assert queries.open_assessment(cast.isla()) == second
    with pytest.raises(Refused):
        actions.save_answer(first, line="vis.1.frontline", choice="4", now=now)


def test_the_latest_answer_counts_and_the_earlier_one_is_kept(now: datetime) -> None:
    assessment = factories.begin_assessment(cast.isla())
    line = assessment.sheet.statements()[0].key

    actions.save_answer(assessment, line=line, choice="2", now=now)
    actions.save_answer(assessment, line=line, choice="4", now=now)

    assert queries.current_answers(assessment) == {line: "4"}
    assert list(assessment.answers.values_list("score", flat=True)) == [2, 4]


def test_the_same_answer_again_adds_nothing(now: datetime) -> None:
    assessment = factories.begin_assessment(cast.isla())
    line = assessment.sheet.statements()[0].key

    for _ in range(3):
        actions.save_answer(assessment, line=line, choice="not-sure", now=now)

    assert Answer.objects.count() == 1


def test_skipping_a_line_takes_no_answer_away(now: datetime) -> None:
    assessment = factories.begin_assessment(cast.isla())
    line = assessment.sheet.statements()[0].key

    actions.save_answer(assessment, line=line, choice="2", now=now)
    actions.save_answer(assessment, line=line, choice="skipped", now=now)

    assert queries.current_answers(assessment) == {line: "2"}


@pytest.mark.parametrize(("line", "choice"), [("vis.1", "9"), ("vis.1", "0"), ("vis.1", "maybe"), ("nowhere.1", "3")])
def test_what_was_not_asked_is_refused(line: str, choice: str, now: datetime) -> None:
    assessment = factories.begin_assessment(cast.isla())
    lines = {asked.theme_key: asked.key for asked in assessment.sheet.statements()}

    with pytest.raises(Refused):
        actions.save_answer(assessment, line=lines.get(line, line), choice=choice, now=now)


def test_a_finished_assessment_takes_no_more_answers(now: datetime) -> None:
    result = factories.finish_assessment(cast.isla())

    with pytest.raises(Refused):
        actions.save_answer(result.assessment, line=result.assessment.sheet.statements()[0].key, choice="5", now=now)
    assert set(result.answers.values()) == {"3"}


def test_finishing_twice_is_one_result(now: datetime) -> None:
    result = factories.finish_assessment(cast.isla())

    assert actions.finish(result.assessment, now=now + timedelta(hours=1)) == result
    assert Result.objects.get().finished_at == now


def test_an_assessment_without_an_answer_cannot_be_finished(now: datetime) -> None:
    assessment = factories.begin_assessment(cast.isla())
    actions.save_answer(assessment, line=assessment.sheet.statements()[0].key, choice="skipped", now=now)

    with pytest.raises(Refused):
        actions.finish(assessment, now=now)


def test_a_result_keeps_the_wording_it_answered_when_the_framework_changes(now: datetime) -> None:
    result = factories.finish_assessment(cast.isla())

    put_framework(factories.framework_spec(edition="2027", choice="I always do"), by=None, now=now)

    found = queries.latest_result(cast.isla())
    assert found is not None
    assert found.assessment == result.assessment
    assert found.statements[0].statement.wording == "I do vis.1 as frontline"


def test_the_newest_result_and_the_open_assessment_are_found_in_one_query(
    now: datetime, django_assert_num_queries: object
) -> None:
    person = cast.isla()
    for days in (0, 100, 200):
        factories.finish_assessment(person, now=now + timedelta(days=days))
    still_open = factories.begin_assessment(person, now=now + timedelta(days=300))

    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture has no type to import
        status = queries.assessment_status(person)

    assert status.open == still_open
    assert status.result is not None
    assert status.result.finished_at == now + timedelta(days=200)


def test_one_person_has_one_open_assessment_at_most() -> None:
    factories.begin_assessment(cast.isla())
    factories.begin_assessment(cast.callum())

    assert Assessment.objects.open().count() == 2


def test_importance_is_kept_and_the_latest_counts(now: datetime) -> None:
    assessment = factories.begin_assessment(cast.isla())

    for matters, reason in ((1, ""), (3, "Because of last week"), (3, "Because of last week")):
        actions.save_importance(assessment, capability="emp", importance=matters, reason=reason, now=now)

    importance_answer = queries.current_importances(assessment)["emp"]
    assert (importance_answer.importance, importance_answer.reason) == (3, "Because of last week")
    assert assessment.importances.count() == 2


def test_the_download_has_the_words_of_statements_and_answers(now: datetime) -> None:
    person = cast.isla()
    factories.answer_statements(factories.begin_assessment(person))

    parts = {part["what"]: part["rows"] for part in export_personal_data(person, now=now)["parts"]}

    first = parts["answers"][0]
    assert first["in_words"]["line"].startswith("I do ")
    assert first["in_words"]["score"] == "About half the time"
