"""Read a person's learning. Every query filters by the person, so that nobody else's is ever returned."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet, Subquery

from ettle.badges import queries as badges
from ettle.badges.queries import RecordSignature
from ettle.cpl.models import (
    CplProfile,
    Learning,
    LearningQuerySet,
    Scheme,
    Verification,
    VerificationAnswer,
    VerificationQuerySet,
)
from ettle.cpl.types import LearningYear, Part, Topic, numbered_year, year_around
from ettle.cpl.types.specs import GroupSpec, SchemeSpec
from ettle.evidence import queries as evidence
from ettle.framework import queries as framework
from ettle.framework.types import PersonalLink
from ettle.kit.database.prepared_queries import prepared_query
from ettle.kit.input.spec_texts import show_texts

if TYPE_CHECKING:
    from ettle.people.models import User

# A year that an address may name, so that no date is out of the range of dates.
FIRST_YEAR, LAST_YEAR = 2000, 2200
MOST_IN_A_YEAR = 300
CODE_LENGTH = 16


@dataclass(frozen=True)
class PersonalScheme:
    """What is asked of one person. spec and topics: empty on a site without a scheme. groups: those they are in."""

    spec: SchemeSpec | None
    topics: tuple[Topic, ...]
    registered_on: date | None
    groups: frozenset[str]

    def year(self, today: date, number: str = "") -> LearningYear:
        """Return the year that begins in this calendar year, else that of today."""
        if number.isdecimal() and len(number) == 4 and FIRST_YEAR <= int(number) <= LAST_YEAR:
            return numbered_year(int(number), registered_on=self.registered_on)
        return year_around(today, registered_on=self.registered_on)

    def titles(self) -> dict[str, str]:
        """Key -> title, of topics and of their parts."""
        found = {topic.key: topic.title for topic in self.topics}
        return found | {part.key: part.title for topic in self.topics for part in topic.parts}

    @property
    def offered_groups(self) -> tuple[GroupSpec, ...]:
        return self.spec.groups if self.spec else ()

    @property
    def asks_registration_date(self) -> bool:
        return self.spec is not None and self.spec.asks_registration_date


@dataclass(frozen=True)
class PartProgress:
    part: Part
    is_covered: bool


@dataclass(frozen=True)
class TopicProgress:
    """How far a topic is in a year. many: pieces of learning that count for it."""

    topic: Topic
    many: int
    parts: tuple[PartProgress, ...]

    @property
    def missing_parts(self) -> list[str]:
        return [progress.part.title for progress in self.parts if not progress.is_covered]

    @property
    def is_covered(self) -> bool:
        return self.many > 0 and not self.missing_parts

    @property
    def share(self) -> float:
        """From 0 to 1: the topic itself and each part are a step."""
        steps = [self.many > 0, *(progress.is_covered for progress in self.parts)]
        return sum(steps) / len(steps)


def find_scheme() -> SchemeSpec | None:
    """What learning is recorded under on this site; None without a scheme."""
    row = Scheme.objects.order_by("pk").first()
    return SchemeSpec.from_stored(row.content) if row else None


def personal_scheme(person: User) -> PersonalScheme:
    """What is asked of this person. Two queries: what they said of themself comes with the scheme."""
    rows = _scheme_rows(person)
    if not rows:
        return PersonalScheme(spec=None, topics=(), registered_on=None, groups=frozenset())
    content, registered_on, named_groups = rows[0]
    spec, groups = show_texts(SchemeSpec.from_stored(content)), frozenset[str](named_groups or ())
    return PersonalScheme(spec, _list_topics(spec, groups), registered_on, groups)


@prepared_query
def _scheme_rows(person: User) -> QuerySet[Scheme, tuple[Any, ...]]:
    """The site's scheme, with what the person said of themself; no row on a site without one."""
    profile = CplProfile.objects.filter(person=person)
    asked = Scheme.objects.order_by("pk").annotate(
        registered_on=Subquery(profile.values("registered_on")), groups=Subquery(profile.values("groups"))
    )
    return asked.values_list("content", "registered_on", "groups")[:1]


def _list_topics(spec: SchemeSpec, groups: Collection[str]) -> tuple[Topic, ...]:
    """In the order of the scheme; an element that the framework lost is left out."""
    elements = {key: texts for key, *texts in framework.element_texts(framework=spec.framework)}
    return tuple(
        Topic(
            key=topic.item,
            title=elements[topic.item][0],
            statement=elements[topic.item][1],
            parts=tuple(Part(f"{topic.item}/{part.key}", part.title) for part in topic.includes),
            only_for=topic.only_for,
        )
        for topic in spec.topics
        if topic.item in elements and (not topic.only_for or topic.only_for in groups)
    )


def learning_in(person: User, year: LearningYear) -> LearningQuerySet:
    """What a person counts in a year, newest first."""
    return Learning.objects.of(person).in_year(year)[:MOST_IN_A_YEAR]


def find_learning(person: User, number: uuid.UUID) -> Learning | None:
    """One piece of a person's own learning; None when it does not exist or is someone else's."""
    return Learning.objects.of(person).filter(uuid=number).first()


def counted_sources(person: User) -> set[tuple[str, str]]:
    """(source, source key) of everything that this person counts already, in any year."""
    return set(Learning.objects.of(person).exclude(source_key="").values_list("source", "source_key"))


@dataclass(frozen=True)
class LinkedAnswer:
    """An answer of an application that the person says shows some topics. topics: their keys, in order.

    key: as a piece of learning names it. accounts: see `PersonalLink`; the log entries it was copied from, its badge.
    """

    key: str
    title: str
    path: str
    happened_on: date
    topics: tuple[str, ...]
    accounts: frozenset[str]


def linked_answers(person: User, scheme: PersonalScheme, year: LearningYear) -> list[LinkedAnswer]:
    """The person's answers of a year by the topics that they say each shows."""
    if scheme.spec is None:
        return []
    links: dict[str, list[PersonalLink]] = {}
    for link in evidence.personal_links(person, (scheme.spec.framework,)):
        if link.on and year.includes(link.on):
            links.setdefault(link.path, []).append(link)
    asked = [topic.key for topic in scheme.topics]
    return [
        LinkedAnswer(
            key=next(name for name in sorted(found[0].accounts) if name.startswith("answer:")).removeprefix("answer:"),
            title=found[0].words,
            path=path,
            happened_on=found[0].on or year.last,
            topics=tuple(key for key in asked if key in {link.key for link in found}),
            accounts=found[0].accounts,
        )
        for path, found in links.items()
    ]


def count_accounts(learning: Iterable[Learning], answers: Iterable[LinkedAnswer]) -> int:
    """How many accounts these are. An answer is one with the log entries whose words it has, and its badge rests on it,
    so that neither counts beside it."""
    answers = list(answers)
    badges_behind = {name for answer in answers for name in answer.accounts if name.startswith("badge:")}
    names = [{piece.account} for piece in learning if piece.account not in badges_behind]
    names += [{name for name in answer.accounts if name not in badges_behind} for answer in answers]
    groups: list[set[str]] = []
    for accounts in names:
        apart = [group for group in groups if not group & accounts]
        groups = [*apart, accounts.union(*(group for group in groups if group & accounts))]
    return len(groups)


def topic_progress(
    topics: Sequence[Topic], learning: Sequence[Learning], answers: Sequence[LinkedAnswer] = ()
) -> list[TopicProgress]:
    """How far each topic is with this learning, and with the answers that were linked to topics; each account once."""
    covered = frozenset[str]().union(*(piece.counts_for for piece in learning))
    return [
        TopicProgress(
            topic,
            count_accounts(
                [piece for piece in learning if topic.key in piece.counts_for],
                [answer for answer in answers if topic.key in answer.topics],
            ),
            tuple(PartProgress(part, part.key in covered) for part in topic.parts),
        )
        for topic in topics
    ]


def verifications_of(person: User) -> VerificationQuerySet:
    """What a person showed to their employer, the latest first."""
    return Verification.objects.of(person)


def find_answer_by_code(code: str) -> VerificationAnswer | None:
    """The signed record with this code, however it is typed; None when there is none any more."""
    letters = "".join(code.upper().split()).replace("-", "")
    if len(letters) != CODE_LENGTH:
        return None
    groups = [letters[start : start + 4] for start in range(0, CODE_LENGTH, 4)]
    return VerificationAnswer.objects.filter(code="-".join(groups)).first()


def is_intact(answer: VerificationAnswer) -> bool:
    """Whether the stored record is what the site signed."""
    return badges.is_signed_record(answer.record.encode(), RecordSignature(answer.signature, answer.key))
