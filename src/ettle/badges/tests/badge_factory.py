"""Badges for tests: one with a criterion of each kind, aligned to a theme, and an award of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ettle.badges import actions
from ettle.badges.models import Award, BadgeVersion, SigningKey
from ettle.badges.types.specs import BadgeSpec, CriterionSpec, MaterialSpec, PlaceSpec
from ettle.framework import actions as framework
from ettle.framework.types.specs import FrameworkSpec, ItemSpec
from ettle.kit.tasks import task_queue
from ettle.people.tests import cast

if TYPE_CHECKING:
    from ettle.people.models import User

EARNED = datetime(2026, 10, 12, 14, 30, tzinfo=UTC)

STANDARD: dict[str, Any] = {
    "shows_met": "It names an act.",
    "not_yet_when": "It tells only what others did.",
    "met_example": "I asked her what she wanted first.",
    "not_yet_example": "We always ask people.",
}

ACCOUNT = "On 3 May I sat with Jean at Ferryhill House until her son came."

SPEC = BadgeSpec(
    number="ET-900",
    slug="asking-first",
    name="Asking first",
    summary="You asked before you helped.",
    why="People keep control of their own day.",
    minutes=45,
    criteria=(
        CriterionSpec(title="Who sees it", question="Read who can see what you write.", kind="confirm"),
        CriterionSpec(
            title="Practice",
            question="Find three things to change.",
            kind="practice",
            material=MaterialSpec(
                text=ACCOUNT,
                places=(
                    PlaceSpec(text="Jean", why="A real name", better="a woman I support"),
                    PlaceSpec(text="3 May", why="An exact day", better="one day in spring"),
                    PlaceSpec(text="Ferryhill House", why="A service by name", better="a care home"),
                ),
            ),
        ),
        CriterionSpec(title="What you did", question="What did you do?", about_words=25, **STANDARD),
    ),
    alignments=("capabilities:vis.2",),
)


FRAMEWORK = FrameworkSpec(
    key="capabilities",
    use="main",
    edition="1",
    title="Six capabilities",
    owner="Ettle",
    is_ours=True,
    items=(
        ItemSpec(key="vis.2", kind="theme", title="Sharing it", statement="Sharing what could be better with others."),
    ),
)


def version(**changes: object) -> BadgeVersion:
    framework.put_framework(FRAMEWORK, by=None, now=cast.NOW)
    return actions.publish(SPEC.replace(**changes), by=None, now=cast.NOW)


def awarded(learner: User | None = None) -> Award:
    """An award whose signing is enqueued and not done yet."""
    return actions.award(learner=learner or cast.isla(), version=version(), by=None, now=EARNED)


def run_signing() -> None:
    """Sign what waits. Tasks run at the time of the machine, tests in 2026: the keys are older than all of it."""
    task_queue.run_due()
    SigningKey.objects.update(created_at=cast.NOW)


def signed(learner: User | None = None) -> Award:
    """An award that was signed by the worker."""
    award = awarded(learner)
    run_signing()
    return Award.objects.with_related().get(pk=award.pk)
