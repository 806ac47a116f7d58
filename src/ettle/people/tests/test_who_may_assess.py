"""Whose work an assessor may see."""

from __future__ import annotations

import pytest

from ettle.people import queries
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
