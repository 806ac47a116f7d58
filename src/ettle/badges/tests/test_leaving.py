"""What leaving takes of badges, and that rows which protect each other go in the order in which they can."""

from __future__ import annotations

import base64

import pytest

from ettle.badges.models import Award, Credential
from ettle.badges.tests import badge_factory
from ettle.kit import personal_data
from ettle.kit.personal_data import Declaration
from ettle.people import actions
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db
CREDENTIALS = Declaration("badges.Credential", owner="award__learner")
AWARDS = Declaration("badges.Award", owner="learner")


def declare(monkeypatch: pytest.MonkeyPatch, *declarations: Declaration) -> None:
    monkeypatch.setattr(personal_data, "all_declarations", lambda: declarations)


def test_a_signed_badge_can_be_taken_along_whole() -> None:
    award = badge_factory.signed()

    parts = {part["what"]: part["rows"] for part in actions.export_personal_data(award.learner, now=NOW)["parts"]}

    (row,) = parts["credentials"]
    assert base64.b64decode(row["document"]) == bytes(award.credential.document)


def test_a_badge_stays_when_its_holder_leaves() -> None:
    award = badge_factory.signed()

    actions.leave(award.learner, now=NOW)

    assert Credential.objects.get().award == award


@pytest.mark.parametrize("declarations", [(CREDENTIALS, AWARDS), (AWARDS, CREDENTIALS)])
def test_rows_that_others_protect_are_deleted_after_these(
    declarations: tuple[Declaration, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    learner = badge_factory.signed().learner
    declare(monkeypatch, *declarations)

    actions.leave(learner, now=NOW)

    assert (Award.objects.count(), Credential.objects.count()) == (0, 0)


def test_rows_that_can_never_be_deleted_are_an_error_and_nobody_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    learner = badge_factory.signed(cast.callum()).learner
    learner.groups.create(name="Readers")
    declare(monkeypatch, AWARDS)

    with pytest.raises(RuntimeError, match=r"pointed at by rows that stay: badges\.Award"):
        actions.leave(learner, now=NOW)

    assert Award.objects.count() == 1
    assert User.objects.get(pk=learner.pk).groups.exists()
