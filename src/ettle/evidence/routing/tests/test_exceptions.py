"""What the rule of owners leaves out: an endorser of the work. And what stays with its owner all the same."""

from __future__ import annotations

import pytest

from ettle.evidence.endorsement.address_hashes import hash_address
from ettle.evidence.models import AssessorProfile, Endorsement
from ettle.evidence.review import work_queue
from ettle.evidence.routing import actions as routing
from ettle.evidence.routing.tests.test_owners import make_assessor, owner
from ettle.evidence.tests import factories
from ettle.kit.refusal import Refused
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_what_an_assessor_owns_stays_in_their_queue_when_they_take_on_less() -> None:
    submission, bashir = factories.submit_application(), cast.bashir()
    routing.assign_owner(submission, now=NOW)
    AssessorProfile.objects.create(assessor=bashir, badges=["first-steps"])

    assert work_queue.next_to_review(bashir, NOW) == submission.uuid


def test_who_is_asked_to_endorse_work_neither_owns_nor_decides_on_it() -> None:
    bashir, ada = cast.bashir(), make_assessor("Ada", cast.rowan_house())
    application = factories.begin_application()
    Endorsement.objects.create(
        application=application, address_hash=hash_address("Bashir@example.org"), shown={}, asked_at=NOW, answer_by=NOW
    )

    submission = factories.submit_application(application)

    assert owner(submission) == ada
    with pytest.raises(Refused, match="cannot assess it too"):
        factories.draft_decisions(submission, bashir, "met", "met")
