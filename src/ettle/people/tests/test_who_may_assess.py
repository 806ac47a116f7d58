"""Whose work an assessor may see."""

from __future__ import annotations

import pytest

from ettle.people import queries
from ettle.people.models import Membership, Organisation, User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_an_assessor_sees_the_learners_of_their_own_organisation_only() -> None:
    isla, ewan = cast.isla(), cast.ewan()

    theirs = queries.learners_assessed_by(cast.bashir())

    assert theirs.contains(isla)
    assert not theirs.contains(ewan)


def test_a_person_with_no_organisation_assesses_nobody() -> None:
    cast.isla()

    assert not queries.learners_assessed_by(cast.stranger()).exists()


def test_the_colleagues_of_an_assessor_assess_for_the_same_organisation() -> None:
    bashir, helen = cast.bashir(), assessor("helen@example.org", cast.rowan_house())
    cast.morag()
    assessor("site@example.org", None)

    assert list(queries.fellow_assessors(bashir)) == [helen]


def test_the_colleagues_of_an_assessor_for_the_whole_site_assess_for_it_too() -> None:
    cast.bashir()
    ines, otis = assessor("ines@example.org", None), assessor("otis@example.org", None)

    assert list(queries.fellow_assessors(ines)) == [otis]
    assert not queries.fellow_assessors(cast.stranger()).exists()


def assessor(email: str, organisation: Organisation | None) -> User:
    """Somebody who assesses for this organisation, or for the whole site."""
    person = User.objects.create_user(email, name=email)
    Membership.objects.create(
        person=person, organisation=organisation, role=Membership.Role.ASSESSOR, began_at=cast.NOW
    )
    return person
