"""The badges of the starter pack can be worked through on these pages."""

from __future__ import annotations

import pytest

from ettle.badges.queries import version_by_slug, version_criteria
from ettle.evidence.application import practice
from ettle.evidence.forms import AnswerForm, PracticeForm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_pack")]


def test_the_practice_of_first_steps_can_be_done_within_its_limit() -> None:
    version = version_by_slug("first-steps")
    assert version is not None
    criterion = next(part for part in version_criteria(version) if part.kind == "practice")

    task = practice.read_practice(criterion.material)
    ticked = [number for number, sentence in enumerate(task.sentences) if sentence.places][: task.find + 1]

    assert sum(len(sentence.places) for sentence in task.sentences) == len(criterion.material["places"])
    assert task.is_done(ticked)
    assert PracticeForm({"ticked": ticked}, task=task, criterion=criterion).is_valid()


def test_every_question_is_the_label_of_its_answer() -> None:
    version = version_by_slug("management-and-leadership")
    assert version is not None

    for criterion in version_criteria(version):
        assert AnswerForm(criterion=criterion).fields["text"].label == criterion.question
