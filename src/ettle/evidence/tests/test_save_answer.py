"""Every save is stored once; two versions never overwrite each other."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from ettle.evidence import actions
from ettle.evidence.models import Answer
from ettle.evidence.tests import factories
from ettle.kit.refusal import Refused
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_each_save_is_a_revision_of_its_own() -> None:
    application = factories.begin_application()
    criterion = application.criteria[0]

    factories.save_answer(application, criterion, "one")
    factories.save_answer(application, criterion, "one two")

    assert list(application.answers.order_by("rev").values_list("rev", "text")) == [(1, "one"), (2, "one two")]


def test_a_save_that_is_sent_again_is_stored_once() -> None:
    application = factories.begin_application()
    key = uuid.uuid4()
    save: dict[str, Any] = {
        "criterion": application.criteria[0],
        "text": "one",
        "base": 0,
        "key": key,
        "by": cast.isla(),
        "now": NOW,
    }

    first = actions.save_answer(application, **save)
    factories.save_answer(application, application.criteria[0], "newer")

    assert actions.save_answer(application, **save) == first
    assert application.answers.count() == 2


def test_a_page_that_the_browser_restored_corrects_what_it_saved() -> None:
    application = factories.begin_application()
    key = uuid.uuid4()
    save: dict[str, Any] = {"criterion": application.criteria[0], "key": key, "by": cast.isla(), "now": NOW}

    for text in ("one", "two", "three", "three"):
        actions.save_answer(application, text=text, base=0, **save)

    assert list(application.answers.order_by("rev").values_list("text", flat=True)) == ["one", "two", "three"]


def test_a_restored_page_does_not_overwrite_what_another_page_saved() -> None:
    application = factories.begin_application()
    criterion = application.criteria[0]
    save: dict[str, Any] = {"criterion": criterion, "key": uuid.uuid4(), "by": cast.isla(), "now": NOW}
    actions.save_answer(application, text="one", base=0, **save)
    factories.save_answer(application, criterion, "from the phone", base=1)

    with pytest.raises(actions.Conflict):
        actions.save_answer(application, text="one, corrected", base=0, **save)


def test_a_text_written_on_an_older_revision_is_a_conflict() -> None:
    application = factories.begin_application()
    criterion = application.criteria[0]
    factories.save_answer(application, criterion, "from the phone")

    with pytest.raises(actions.Conflict) as raised:
        factories.save_answer(application, criterion, "from the desk", base=0)

    assert raised.value.current.text == "from the phone"


@pytest.mark.parametrize(("choice", "expected"), [("both", "theirs\n\nmine"), ("mine", "mine"), ("theirs", "theirs")])
def test_choosing_keeps_the_other_version_in_the_history(choice: Any, expected: str) -> None:
    application = factories.begin_application()
    criterion = application.criteria[0]
    factories.save_answer(application, criterion, "theirs")

    answer = actions.resolve_conflict(
        application,
        criterion=criterion,
        text="mine",
        choice=choice,
        base=1,
        key=uuid.uuid4(),
        by=cast.isla(),
        now=NOW,
    )

    assert answer.text == expected
    assert Answer.objects.current().get() == answer
    assert {"theirs", "mine"} <= set(application.answers.values_list("text", flat=True))


def test_characters_no_database_can_store_are_removed() -> None:
    application = factories.begin_application()
    criterion = application.criteria[0]

    factories.save_answer(application, criterion, "a\x00b\ud800c\r\nd")

    assert application.answers.get().text == "abc\nd"


def test_only_the_learner_saves() -> None:
    application = factories.begin_application()

    with pytest.raises(Refused):
        actions.save_answer(
            application,
            criterion=application.criteria[0],
            text="x",
            base=0,
            key=uuid.uuid4(),
            by=cast.callum(),
            now=NOW,
        )


def test_what_was_sent_cannot_be_changed() -> None:
    submission = factories.submit_application()

    with pytest.raises(Refused):
        factories.save_answer(submission.application, submission.application.criteria[0], "changed after")


def test_a_text_that_is_far_too_long_is_refused_in_words() -> None:
    application = factories.begin_application()

    with pytest.raises(Refused, match="too long"):
        factories.save_answer(application, application.criteria[0], "word " * 10_000)
