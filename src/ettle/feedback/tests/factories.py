"""A 360 and its observers, for tests: Isla asks, people answer through their links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ettle.feedback import actions
from ettle.feedback.actions import ObserverAnswers, Person
from ettle.feedback.answer_pool import AnswerSheet, read_pool
from ettle.feedback.link_tokens import ObserverLink, observer_token
from ettle.feedback.models import Feedback, FeedbackReport, Observer
from ettle.feedback.observer_groups import Group
from ettle.instruments import actions as instrument_actions
from ettle.instruments.models import FeedbackVersion
from ettle.instruments.types.feedback_specs import EasyAnswerSpec, EasySentenceSpec, EasySpec, FeedbackSpec
from ettle.journey.tests import factories
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

SHORT = tuple(f"{capability}.{number}" for capability in factories.CAPABILITIES for number in (1, 2))

SPEC = FeedbackSpec(
    key="feedback-360",
    title="How others see it",
    minutes=10,
    short_minutes=5,
    framework="capabilities",
    framework_edition="2026",
    question="How often do you see this?",
    scale=factories.INSTRUMENT.scale,
    not_seen="I have not seen this",
    short_form=SHORT,
    value_question="What do you value?",
    change_question="What one change would help?",
    example_question="Can you give an example?",
    easy=EasySpec(
        minutes=5,
        answers=(
            EasyAnswerSpec(label="Yes", counts_as=4),
            EasyAnswerSpec(label="Sometimes", counts_as=3),
            EasyAnswerSpec(label="No", counts_as=2),
        ),
        dont_know="I do not know",
        lines=tuple(
            EasySentenceSpec(
                role=role, theme=f"{capability}.1", sentence=f"Sentence about {capability}.", picture="sun"
            )
            for role in cast.ROLES
            for capability in factories.CAPABILITIES
        ),
    ),
)


def publish_version(now: datetime = NOW) -> FeedbackVersion:
    """The framework, the self-assessment and the 360, as a pack would load them."""
    factories.publish_version(now)
    return instrument_actions.publish_feedback(SPEC, by=None, now=now)


def create_known_person(email: str, *, name: str) -> User:
    """Somebody whose account is old enough to invite people."""
    person = User.objects.create_user(email, name=name)
    User.objects.filter(pk=person.pk).update(joined_at=NOW - timedelta(days=30))
    person.refresh_from_db()
    return person


def begin_feedback(person: User | None = None, *, is_short: bool = False, now: datetime = NOW) -> Feedback:
    """An open 360 of somebody who has finished a self-assessment."""
    publish_version(now)
    subject = person or cast.isla()
    factories.finish_assessment(subject, now=now)
    return actions.begin(person=subject, is_short=is_short, now=now)


def invite_observers(feedback: Feedback, *, now: datetime = NOW, **groups: int) -> list[ObserverLink]:
    """So many people of each group are asked; their links in the order of the groups."""
    for group, number in groups.items():
        people = [Person(f"{group} {place}", f"{group}{place}@example.org") for place in range(number)]
        actions.add_observers(feedback, group=Group(group), people=people, have_agreed=True, now=now)
    actions.send_invitations(feedback, now=now)
    ledger = feedback.observers.select_related("feedback__lines__version", "feedback__person").order_by("email")
    return sorted(
        (ObserverLink(observer, observer_token(observer)) for observer in ledger),
        key=lambda link: list(groups).index(link.observer.group),
    )


def same_answers(feedback: Feedback, choice: str = "4") -> dict[str, str]:
    return {line.key: choice for line in feedback.lines.statements()}


def answer_by_link(
    link: ObserverLink, choice: str = "4", *, now: datetime = NOW, value: str = "", change: str = ""
) -> None:
    actions.save(
        link, ObserverAnswers(answers=same_answers(link.feedback, choice), value=value, change=change), now=now
    )
    actions.send_answers(link, now=now)


def make_report(feedback: Feedback, links: Sequence[ObserverLink], *, now: datetime = NOW) -> FeedbackReport:
    """Everybody answers, each with comments, and the report is made."""
    for place, link in enumerate(links):
        answer_by_link(link, str(place % 5 + 1), now=now, value=f"Value {place}", change=f"Change {place}")
    return actions.make_report(feedback, now=now)


def answer_sheets() -> list[AnswerSheet]:
    """Every sheet of every open 360, as only the site's key lets it be read."""
    return [sheet for feedback in Feedback.objects.open() for sheet in read_pool(feedback).sheets.values()]


def create_observer(feedback: Feedback, group: str = "peers") -> Observer:
    return feedback.observers.filter(group=group)[0]
