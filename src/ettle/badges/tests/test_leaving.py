"""What leaving takes of badges, and that rows which protect each other go in the order in which they can."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ettle.badges.models import Award, Credential, Revocation
from ettle.badges.tests import badge_factory
from ettle.badges.verify import integrity_check, verification
from ettle.badges.verify.verdicts import Answer
from ettle.kit import personal_data
from ettle.kit.personal_data import Declaration
from ettle.kit.refusal import Refused
from ettle.people import actions
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db
CREDENTIALS = Declaration("badges.Credential", owner="award__learner")
ISSUANCES = Declaration("badges.Issuance", owner="award__learner")
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
    content = award.credential.jwt.encode()

    actions.leave(award.learner, now=NOW)

    assert Credential.objects.get().award == award
    assert verification.verify_content(content, now=badge_factory.EARNED).answer is Answer.VALID


def test_the_site_has_no_copy_and_no_name_of_a_person_who_left(client: Client) -> None:
    award = badge_factory.signed()

    actions.leave(award.learner, now=NOW)

    left = Credential.objects.select_related("issuance").get()
    assert (bytes(left.document), left.jwt, left.issuance.name, left.issuance.email) == (b"", "", "", "")
    page = client.get(reverse("badges:verified", args=[award.uuid])).content.decode()
    assert Answer.NOT_CHECKED.value in page
    assert "has deleted their account here" in page
    assert client.get(reverse("badges:credential", args=[award.uuid])).status_code == 410
    assert list(integrity_check.find_faults(NOW)) == []


def test_a_person_who_leaves_may_withdraw_their_badges(client: Client) -> None:
    award = badge_factory.signed()
    content = award.credential.jwt.encode()
    assert [choice.name for choice in actions.leaving_choices(award.learner)] == ["badges"]
    assert actions.leaving_choices(cast.callum()) == []

    actions.leave(award.learner, choices={"badges": "withdraw"}, now=NOW)

    assert verification.verify_content(content, now=NOW).answer is Answer.REVOKED
    page = client.get(reverse("badges:verified", args=[award.uuid])).content.decode()
    assert Answer.REVOKED.value in page


def test_without_the_sealing_key_nobody_leaves_with_half_withdrawn_badges(settings: Any) -> None:
    award = badge_factory.signed()
    settings.SEALING_KEY = "b3RoZXIta2V5LW9mLXRoaXJ0eS10d28tYnl0ZXMhISE="

    with pytest.raises(Refused, match="cannot sign anything"):
        actions.leave(award.learner, choices={"badges": "withdraw"}, now=NOW)

    assert User.objects.get(pk=award.learner_id).is_active
    assert not Revocation.objects.exists()


@pytest.mark.parametrize("declarations", [(CREDENTIALS, ISSUANCES, AWARDS), (AWARDS, ISSUANCES, CREDENTIALS)])
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
