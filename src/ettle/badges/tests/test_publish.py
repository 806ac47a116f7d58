"""Publishing: the same content changes nothing, other content is a new edition, and faults are explained in words."""

from __future__ import annotations

from typing import Any

import pytest

from ettle.badges import actions, queries
from ettle.badges.award import signing
from ettle.badges.credential import badge_documents
from ettle.badges.credential.form import lint
from ettle.badges.keys import key_pairs
from ettle.badges.models import BadgeVersion, Holder, SigningKey
from ettle.badges.tests import badge_factory
from ettle.badges.types import specs
from ettle.badges.types.specs import CriterionSpec, PrerequisiteSpec
from ettle.kit.refusal import Refused
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def answer_without(field: str) -> CriterionSpec:
    """An answer in words of whose standard one part is missing."""
    return CriterionSpec(title="A", question="B", **{**badge_factory.STANDARD, field: " "})


def test_the_same_content_is_the_same_version() -> None:
    assert badge_factory.version() == badge_factory.version()
    assert BadgeVersion.objects.count() == 1


def test_other_content_is_a_new_edition_and_the_old_one_stays() -> None:
    first = badge_factory.version()

    second = badge_factory.version(name="Asking before helping")

    assert second.edition == 2
    assert list(queries.current_versions()) == [second]
    assert queries.version_by_slug("asking-first") == second
    first.refresh_from_db()
    assert first.name == "Asking first"
    assert [criterion.position for criterion in queries.version_criteria(second)] == [1, 2, 3]


def test_the_made_up_account_stores_the_positions_of_its_places() -> None:
    material = queries.version_criteria(badge_factory.version())[1].material

    assert material["find"] == 3
    assert [material["text"][place["start"] : place["end"]] for place in material["places"]] == [
        "3 May",
        "Jean",
        "Ferryhill House",
    ]


def test_an_address_that_signed_badges_name_stays() -> None:
    badge_factory.version()

    with pytest.raises(Refused, match="It cannot change"):
        badge_factory.version(slug="another")


def test_a_prerequisite_must_exist() -> None:
    with pytest.raises(Refused, match="Publish ET-001 first"):
        badge_factory.version(prerequisites=(PrerequisiteSpec(badge="ET-001"),))


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"name": "Asking\x0bfirst"}, "name"),
        ({"summary": " "}, "summary"),
        ({"order": "any"}, "order"),
        ({"minutes": 0}, "minutes"),
        ({"roles": ("The boss",)}, "roles.0"),
        ({"criteria": ()}, "criteria"),
        ({"alignments": ("vis.2",)}, "alignments.0"),
        ({"alignments": ("capabilities:vis.2", "capabilities:vis.2")}, "alignments"),
        ({"prerequisites": (PrerequisiteSpec(badge="ET-900"),)}, "prerequisites"),
        ({"criteria": (CriterionSpec(title="A", question="B", about_words=9, max_words=3),)}, "criteria.0.about_words"),
        *(({"criteria": (answer_without(field),)}, f"criteria.0.{field}") for field in badge_factory.STANDARD),
        ({"criteria": (CriterionSpec(title="A", question="B", kind="activity"),)}, "criteria.0.activity"),
        ({"criteria": (CriterionSpec(title="A", question="B", kind="confirm", activity="a"),)}, "criteria.0.activity"),
        (
            {"criteria": (CriterionSpec(title="A", question="B", kind="confirm", automatic=True),)},
            "criteria.0.automatic",
        ),
        ({"sample_percent": 5}, "sample_percent"),
        ({"sample_percent": 101}, "sample_percent"),
        ({"endorsement": "required"}, "endorsement_days"),
        ({"endorsement": "invited", "endorsement_days": 90}, "endorsement_days"),
        ({"endorsement": "required", "endorsement_days": 3}, "endorsement_days"),
        ({"endorsement": "required", "endorsement_days": 90, "endorsement_by": ("friend",)}, "endorsement_by.0"),
        ({"criteria": (CriterionSpec(title="A", question="B", kind="practice"),)}, "criteria.0.material"),
    ],
)
def test_each_fault_is_reported_at_its_path(changes: dict[str, Any], path: str) -> None:
    spec = badge_factory.SPEC.replace(**changes)

    assert path in [problem.path for problem in specs.check_badge(spec)]
    with pytest.raises(Refused):
        actions.publish(spec, by=None, now=cast.NOW)


def test_a_person_has_a_badge_until_it_is_withdrawn() -> None:
    award = badge_factory.signed()
    assert queries.has_badge(cast.isla(), award.version.badge)
    assert not queries.has_badge(cast.callum(), award.version.badge)

    actions.revoke(award, reason="Copied.", by=cast.dougal(), now=badge_factory.EARNED)

    assert not queries.has_badge(cast.isla(), award.version.badge)


def test_nobody_but_an_administrator_withdraws_and_nobody_their_own() -> None:
    award = badge_factory.signed()
    own = badge_factory.signed(cast.dougal())

    for refused, by in ((award, cast.bashir()), (award, cast.freya()), (own, cast.dougal())):
        with pytest.raises(Refused):
            actions.revoke(refused, reason="Copied.", by=by, now=badge_factory.EARNED)


def test_a_retired_key_stays_listed_and_the_next_badge_uses_a_new_one() -> None:
    first = badge_factory.signed()
    SigningKey.objects.update(retired_at=badge_factory.EARNED)

    second = badge_factory.signed(cast.callum())

    listed = badge_documents.build_issuer_keys(first.issuer, first.issuer.keys.all())["assertionMethod"]
    assert second.credential.key != first.credential.key
    assert first.credential.key.identifier in listed
    assert second.credential.key.identifier in listed


def test_a_badge_that_was_withdrawn_before_it_was_signed_is_never_signed() -> None:
    award = badge_factory.awarded()
    actions.revoke(award, reason="A mistake.", by=cast.dougal(), now=badge_factory.EARNED)

    assert signing.issue_credential(str(award.uuid), now=badge_factory.EARNED) is None


def _unsigned() -> dict[str, Any]:
    award = badge_factory.signed()
    signed, holder = award.credential, Holder.objects.get()
    return badge_documents.build_award_credential(signed.issuance, holder, signed.status_list, signed.status_index)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"@context": ["https://www.w3.org/ns/credentials/v2"]}, "contexts"),
        ({"type": ["OpenBadgeCredential"]}, "types"),
        ({"validFrom": "2026-10-12T14:30:00"}, "zone"),
        ({"validUntil": "2020-01-01T00:00:00Z"}, "end before it begins"),
        ({"issuanceDate": "2026-10-12T14:30:00Z"}, "does not belong"),
        ({"endorsementJwt": ["a.b.c"]}, "does not belong"),
        ({"name": "Asking\x0bfirst"}, "control characters"),
        ({"credentialStatus": []}, "exactly one status"),
        ({"issuer": {"id": "relative", "type": ["Profile"], "name": "A"}}, "does not give the same document back"),
    ],
)
def test_what_is_not_fit_is_not_signed(changes: dict[str, Any], fault: str) -> None:
    document = _unsigned()
    lint.check_credential(document)

    with pytest.raises(lint.UnsignableDocument, match=fault):
        lint.check_credential({**document, **changes})


def test_a_private_key_is_never_stored_in_the_clear() -> None:
    award = badge_factory.signed()

    sealed = bytes(award.credential.key.sealed_private)
    raw = key_pairs.unseal_ed25519(award.credential.key).private_bytes_raw()

    assert raw not in sealed
