"""What a learner declared stays in the words and the language that they read."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from ettle.evidence import actions
from ettle.evidence.application import declarations
from ettle.evidence.models import Declaration, DeclarationWording
from ettle.evidence.tests import factories
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


def declare(**more: Any) -> Declaration:
    application = factories.begin_application()
    return actions.declare(application, ai_use="spelling", ai_words="", by=cast.isla(), now=NOW, **more)


def change_words(monkeypatch: pytest.MonkeyPatch, statement: str) -> None:
    """As a new version of the site would."""
    old = declarations.current_wording

    def new_wording(*, is_assessed: bool) -> declarations.Wording:
        wording = old(is_assessed=is_assessed)
        return declarations.Wording(
            wording.language, is_assessed, wording.statements | {"mine": statement}, wording.question, wording.answers
        )

    for place in ("ettle.evidence.actions.answers", "ettle.evidence.forms"):
        monkeypatch.setattr(f"{place}.current_wording", new_wording)


def test_the_same_words_are_stored_once_and_new_words_are_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = declare(), declare()
    change_words(monkeypatch, "I wrote this")
    third = declare()

    assert first.wording == second.wording
    assert (first.wording.number, third.wording.number) == (1, 2)
    assert first.statements[0] == "This is my own work"
    assert third.statements[0] == "I wrote this"


def test_the_form_shows_the_words_that_are_stored(client: CheckedClient) -> None:
    client.force_login(cast.isla())
    application = factories.write_answers(factories.begin_application())
    shown = client.get(reverse("evidence:check", args=[application.uuid])).content.decode()

    wording = DeclarationWording.objects.get()

    for words in (*wording.statements.values(), wording.question, *wording.answers.values()):
        assert words in shown
    assert wording.digest in shown


def test_an_assessor_reads_the_words_of_then_in_their_language(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with translation.override("pl"):
        submission = factories.submit_application()
    DeclarationWording.objects.update(statements={"mine": "To moja praca"}, language="pl")
    change_words(monkeypatch, "I wrote this")
    client.force_login(cast.bashir())

    shown = client.get(reverse("evidence:review", args=[submission.uuid])).content.decode()

    assert "To moja praca" in shown
    assert 'lang="pl"' in shown
    assert "I wrote this" not in shown


def test_words_that_changed_since_the_page_was_opened_are_asked_for_again(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(cast.isla())
    application = factories.write_answers(factories.begin_application())
    address = reverse("evidence:check", args=[application.uuid])
    old = declarations.current_wording(is_assessed=True).digest
    change_words(monkeypatch, "I wrote this")
    fields = factories.DECLARED | {"looked": "on", "once": str(uuid.uuid4())}

    for sent in (fields | {"wording": old}, fields):  # a form that says nothing of what was read is no way around it
        refused = client.post(address, sent | {"ai_use": "other", "ai_words": "For the title"})
        shown = refused.content.decode()
        assert refused.status_code == 422
        assert "The words of the declarations have changed. Read them again, then send." in shown
        assert "For the title" in shown
        assert old not in shown  # the page has the new words, and their digest
    assert not application.submissions.exists()
    new = DeclarationWording.objects.count()
    assert new == 1
