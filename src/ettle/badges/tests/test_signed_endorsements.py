"""Endorsements in a badge are those that may be published, and a badge is issued again only when it may be."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from defusedxml import minidom

from ettle.badges import actions
from ettle.badges.award import reissue, signed_endorsements, signing
from ettle.badges.credential import canonicalisation, jsonld_contexts, recipients
from ettle.badges.credential.pictures import svg_image
from ettle.badges.keys import key_encryption
from ettle.badges.models import Award, Issuance
from ettle.badges.tests import badge_factory
from ettle.badges.types import EndorsementStatement
from ettle.badges.verify import verification
from ettle.badges.verify.verdicts import Answer
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.people.models import User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
NOW = badge_factory.EARNED
WORDS = "She asked Jean before she helped."
RUTH = EndorsementStatement(UUID(int=7), "Ruth Bell", "Manager", "Line manager", WORDS, answered_at=NOW)


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[EndorsementStatement]:
    """The endorsements that may be published just now; a test changes the list."""
    statements: list[EndorsementStatement] = []
    monkeypatch.setattr(signed_endorsements, "statements_of", lambda _: list(statements))
    return statements


def reloaded(award: Award) -> Award:
    return Award.objects.with_related().get(pk=award.pk)


def renewed(award: Award, *, minutes: int) -> Award:
    """The award after its endorsements may have changed, and the worker has looked."""
    actions.renew(learner=cast.isla(), version=award.version, now=NOW + timedelta(minutes=minutes))
    task_queue.run_due()
    return reloaded(award)


def endorsements_of(award: Award) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(bytes(award.credential.document)).get("endorsement", [])
    return found


def test_an_endorsement_comes_stays_and_goes_with_what_may_be_published(published: list[EndorsementStatement]) -> None:
    award = badge_factory.signed()

    published.append(RUTH)
    award = renewed(award, minutes=1)
    (endorsement,) = endorsements_of(award)
    assert endorsement["credentialSubject"]["endorsementComment"] == WORDS
    assert endorsement["credentialSubject"]["id"].startswith(award.credential.identifier)
    assert "did not check who they are" in endorsement["description"]
    verdict = verification.verify_content(award.credential.jwt.encode(), now=NOW)
    assert verdict.answer is Answer.VALID
    assert [found.comment for found in verdict.endorsements] == [WORDS]

    assert renewed(award, minutes=2).credentials.count() == 2, "nothing has changed"

    published.clear()
    award = renewed(award, minutes=3)
    assert endorsements_of(award) == []
    assert award.credentials.count() == 3


def make_withdrawn(award: Award) -> str:
    actions.revoke(award, reason="It was a mistake.", by=cast.dougal(), now=NOW)
    return "withdrawn"


def make_suspended(award: Award) -> str:
    actions.suspend(award, reason="We look into it.", by=cast.dougal(), now=NOW)
    return "suspended"


@pytest.mark.parametrize("make_unusable", [make_withdrawn, make_suspended])
def test_a_badge_that_may_not_be_relied_on_is_not_issued_again(
    make_unusable: Callable[[Award], str], published: list[EndorsementStatement]
) -> None:
    award = badge_factory.signed()
    why = make_unusable(award)
    User.objects.filter(pk=award.learner_id).update(name="Isla Macrae")
    published.append(RUTH)

    with pytest.raises(Refused, match=why):
        actions.request_reissue(award, note="", by=cast.isla(), now=NOW)
    assert renewed(award, minutes=1).credentials.count() == 1


def test_a_badge_that_is_being_made_is_not_issued_again() -> None:
    award = badge_factory.awarded()

    with pytest.raises(Refused, match="being made"):
        actions.request_reissue(award, note="", by=cast.isla(), now=NOW)
    with pytest.raises(ValueError, match="issued by its task"):
        reissue.reissue_award(award, Issuance.Reason.NAME, changes={}, now=NOW)


def test_without_the_sealing_key_a_change_is_refused_and_nothing_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    award = badge_factory.signed()

    def refuse(*_: object) -> None:
        raise key_encryption.CannotUnseal("no key")

    monkeypatch.setattr(signing, "replace_credential", refuse)

    with pytest.raises(Refused, match="cannot sign"):
        actions.hide_name(award, by=cast.isla(), now=NOW)
    assert award.issuances.count() == 1


def test_someone_without_a_name_has_an_address_alone_in_the_badge() -> None:
    person = cast.isla()
    User.objects.filter(pk=person.pk).update(name="")

    award = badge_factory.signed()

    document = json.loads(bytes(award.credential.document))
    assert [row["identityType"] for row in document["credentialSubject"]["identifier"]] == ["emailAddress"]
    assert recipients.signed_name(document) == ""


def test_a_document_without_a_context_has_no_canonical_form() -> None:
    with pytest.raises(jsonld_contexts.UnknownContext):
        canonicalisation.canonical_nquads({"id": "urn:x"})


def test_a_drawing_has_one_credential_whatever_the_credential_contains() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
    tricky = json.dumps({"words": "]]> & <b>"})

    baked = svg_image.bake_credential(svg_image.bake_credential(drawing, "{}").decode(), tricky)

    document: Any = minidom.parseString(baked.decode())
    (element,) = document.getElementsByTagNameNS(svg_image.NAMESPACE, svg_image.ELEMENT)
    assert "".join(node.data for node in element.childNodes) == tricky


@pytest.mark.parametrize("drawing", ["<svg", "<html/>", '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "<svg/>"])
def test_what_is_no_drawing_is_refused(drawing: str) -> None:
    with pytest.raises(svg_image.InvalidSvg):
        svg_image.bake_credential(drawing, "{}")
