"""What the rule of owners leaves out: an endorser of the work. And what stays with its owner all the same."""

from __future__ import annotations

from itertools import product

import pytest

from ettle.evidence.endorsement.address_hashes import hash_address
from ettle.evidence.models import AssessorProfile, Endorsement, Submission
from ettle.evidence.review import work_queue
from ettle.evidence.routing.tests.test_owners import make_assessor, owner
from ettle.evidence.tests import factories
from ettle.kit.refusal import Refused
from ettle.people.queries import assessor_scope, learning_roles
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("profile", "is_offered"),
    [
        ({"badges": ["management-and-leadership"]}, True),
        ({"badges": ["first-steps"]}, False),
        ({"roles": ["frontline", "citizen"]}, True),
        ({"roles": ["manager"]}, False),
        ({"languages": ["en-gb"]}, True),
        ({"languages": ["gd"]}, False),
    ],
)
def test_the_queue_of_the_pool_offers_only_what_an_assessor_takes_on(
    profile: dict[str, list[str]], is_offered: bool
) -> None:
    cast.dougal()
    pool = make_assessor("Pool")
    AssessorProfile.objects.create(assessor=pool, **profile)

    submission = factories.submit_application()

    offered = work_queue.queue_rows(pool, assessor_scope(pool), NOW.date(), start=0, end=9)
    assert [row["uuid"] for row in offered] == [submission.uuid] * is_offered
    assert (work_queue.next_to_review(pool, NOW) == submission.uuid) is is_offered


def test_what_an_assessor_owns_stays_in_their_queue_when_they_take_on_less() -> None:
    pool = make_assessor("Pool")
    submission = factories.submit_application()
    assert owner(submission) == pool

    AssessorProfile.objects.create(assessor=pool, badges=["first-steps"])

    assert work_queue.next_to_review(pool, NOW) == submission.uuid


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


@pytest.mark.parametrize("spoken", ["", "en-gb", "gd"])
@pytest.mark.parametrize("learns_in", [(), ("frontline",), ("frontline", "manager"), ("not-offered-now",)])
def test_the_queue_asks_the_database_what_the_choice_of_an_owner_asks_the_profile(
    spoken: str, learns_in: tuple[str, ...]
) -> None:
    """The rule stands in `AssessorProfile.takes`, and as a condition for many submissions at once."""
    pool = make_assessor("Pool")
    submission = factories.submit_application()
    learner = submission.application.learner
    learner.language = spoken
    learner.save(update_fields=["language"])
    learner.chosen_roles.all().delete()
    for role in learns_in:
        learner.chosen_roles.create(role=role, chosen_at=NOW)
    slug = submission.application.version.badge.slug
    roles = frozenset(role.key for role in learning_roles(learner))

    for badges, taken_roles, languages in product(
        [[], [slug], ["first-steps"]], [[], ["frontline"], ["citizen"]], [[], ["en-gb"], ["gd"]]
    ):
        AssessorProfile.objects.update_or_create(
            assessor=pool, defaults={"badges": badges, "roles": taken_roles, "languages": languages}
        )
        profile = AssessorProfile.objects.get(assessor=pool)
        condition = work_queue._taken_on(pool, assessor_scope(pool)).build_condition()

        assert Submission.objects.filter(condition).exists() is profile.takes(slug, roles, spoken or "en-gb")
