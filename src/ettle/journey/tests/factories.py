"""A small framework and the instrument over it, for tests of what people answer."""

from __future__ import annotations

from datetime import datetime

from ettle.framework.actions import put_framework
from ettle.framework.types.specs import FrameworkSpec, IndicatorSpec, ItemSpec
from ettle.instruments import actions as instrument_actions
from ettle.instruments.models import InstrumentVersion, Norm
from ettle.instruments.queries import current_version
from ettle.instruments.types.specs import FollowUpSpec, InstrumentSpec, PointSpec, UncountedSpec
from ettle.journey import actions
from ettle.journey.models import Assessment, Result
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

CAPABILITIES = {
    "vis": "Vision",
    "self": "Self-leadership",
    "mot": "Motivating and inspiring",
    "emp": "Empowering",
    "col": "Collaborating and influencing",
    "cre": "Creativity and innovation",
}

INSTRUMENT = InstrumentSpec(
    key="self-assessment",
    title="Where am I now?",
    minutes=8,
    framework="capabilities",
    framework_edition="2026",
    question="How often, in the last month?",
    scale=(
        PointSpec(value=1, label="Rarely"),
        PointSpec(value=2, label="Now and then"),
        PointSpec(value=3, label="About half the time"),
        PointSpec(value=4, label="Usually"),
        PointSpec(value=5, label="Almost always, even under pressure"),
    ),
    uncounted=(UncountedSpec(key="not-my-role", label="Not my role"), UncountedSpec(key="not-sure", label="Not sure")),
    importance_question="How much does this matter in your role now?",
    importance_scale=(
        PointSpec(value=1, label="Little"),
        PointSpec(value=2, label="Some"),
        PointSpec(value=3, label="A lot"),
    ),
    reason_question="What makes you say so?",
    follow_ups=(
        FollowUpSpec(theme="self.4", at_most=1, words="It can be hard.", link="Ways to raise it", address="/areas/a/"),
    ),
)


def framework_spec(*, edition: str = "2026", choice: str = "I do") -> FrameworkSpec:
    return FrameworkSpec(
        key="capabilities",
        use="main",
        edition=edition,
        title="Six capabilities",
        owner="Tests",
        items=tuple(
            ItemSpec(
                key=key,
                kind="capability",
                title=title,
                statement=f"{title} in a sentence.",
                items=tuple(_theme_spec(f"{key}.{number}", title, choice) for number in range(1, 5)),
            )
            for key, title in CAPABILITIES.items()
        ),
    )


def _theme_spec(key: str, title: str, choice: str) -> ItemSpec:
    return ItemSpec(
        key=key,
        kind="theme",
        title=f"Theme {key}",
        statement=f"Theme {key} of {title}.",
        indicators=tuple(
            IndicatorSpec(role=role, first_person=f"{choice} {key} as {role}", third_person=f"They do {key} as {role}")
            for role in cast.ROLES
        ),
    )


def publish_version(now: datetime = NOW) -> InstrumentVersion:
    """The framework and the instrument, as a pack would load them."""
    put_framework(framework_spec(), by=None, now=now)
    return instrument_actions.publish_instrument(INSTRUMENT, by=None, now=now)


def begin_assessment(person: User, *, now: datetime = NOW, role: str = "frontline") -> Assessment:
    version = current_version() or publish_version()
    return actions.begin(person=person, version=version, role=role, now=now)


def answer_statements(
    assessment: Assessment, *, choice: str = "3", now: datetime = NOW, **by_capability: str
) -> Assessment:
    """Every line answered: `said`, or what is given for its capability."""
    for line in assessment.sheet.statements():
        actions.save_answer(assessment, line=line.key, choice=by_capability.get(line.capability_key, choice), now=now)
    return assessment


def finish_assessment(person: User, *, now: datetime = NOW, role: str = "frontline", **by_capability: str) -> Result:
    return actions.finish(
        answer_statements(begin_assessment(person, now=now, role=role), now=now, **by_capability), now=now
    )


def create_norms(result: Result, *, sd: float = 0.8, retest: float | None = 0.6) -> None:
    """How 64 people answered what a result's set asks, twice within weeks, the same for every capability of it."""
    Norm.objects.bulk_create(
        Norm(imprint=imprint, people=64, sd=sd, pairs=64, retest=retest, measured_at=result.finished_at)
        for imprint in result.assessment.sheet.fingerprints().values()
    )
