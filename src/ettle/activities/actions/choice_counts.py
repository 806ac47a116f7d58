"""Count how people choose, and publish what may be published of it (decision 0070)."""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from ettle.activities.choice_figures.publication_rule import (
    ENDED,
    RULES,
    FigureRules,
    is_due,
    list_progress_values,
    publish_figures,
)
from ettle.activities.choice_figures.random_draws import draw_value
from ettle.activities.items.published_content import published_part
from ettle.activities.items.registry import find_item_type
from ettle.activities.models import ActivityVersion, Attempt, ChoiceFigures, CountingSecret, Response
from ettle.kit.tasks.task_queue import task
from ettle.people import queries as people

if TYPE_CHECKING:
    from ettle.activities.items.item_type import ItemType

EVERYONE = ""  # the role of figures that are about everyone
PROGRESS = "*"  # counted like an item; no item has this key
CHUNK = 2_000  # responses that are read at a time


@dataclass(frozen=True)
class CountedAttempt:
    """The first attempt of one person. roles: those whose figures it is counted in. The rest is as in `Attempt`."""

    person: str
    seed: int
    variant: str
    began_at: datetime
    roles: tuple[str, ...]


@dataclass
class _RoleCounts:
    """What was counted for one role. counts: item -> value -> people."""

    people: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


@task
def publish_choice_figures(*, at: str) -> None:
    """Publish the figures of every version whose time has come. Running it twice does no harm."""
    now = datetime.fromisoformat(at)
    roles: dict[int, list[str]] = defaultdict(list)
    for person, role in people.chosen_role_keys().iterator():
        roles[person].append(role)
    for version in ActivityVersion.objects.select_related("activity").order_by("pk"):
        publish_version_figures(version, roles, now=now)


def publish_version_figures(
    version: ActivityVersion, roles: Mapping[int, Sequence[str]], *, now: datetime, rules: FigureRules = RULES
) -> None:
    """Publish the figures of one version for each role whose time has come. roles: of each person, by primary key."""
    cutoff = now - rules.settles
    attempts = _read_first_attempts(version, roles, cutoff)
    due = _find_due_roles(version, attempts.values(), now=now, rules=rules)
    if not due:
        return
    counter = _VersionCounter(version, _get_secret(version), rules)
    counted: dict[str, _RoleCounts] = {role: _RoleCounts() for role in due}
    for attempt, responses in _read_responses(version, attempts, rules):
        values = counter.draw_values(attempt, responses)
        for role in due.intersection(attempt.roles):
            counted[role].people += 1
            for item, value in values.items():
                counted[role].counts[item][value] += 1
    with transaction.atomic():
        for role, counts in counted.items():
            _save_figures(version, role, counter.publish(counts), cutoff=cutoff, now=now)


def _read_first_attempts(
    version: ActivityVersion, roles: Mapping[int, Sequence[str]], cutoff: datetime
) -> dict[int, CountedAttempt]:
    """The attempts that count, by primary key: the first that a person began of the activity, in any edition."""
    same = Attempt.objects.filter(learner=OuterRef("learner"), activity_version__activity=version.activity_id)
    earlier = same.filter(
        Q(began_at__lt=OuterRef("began_at")) | Q(began_at=OuterRef("began_at"), pk__lt=OuterRef("pk"))
    )
    first = Attempt.objects.filter(~Exists(earlier), activity_version=version, began_at__lte=cutoff).order_by()
    rows = first.values_list("pk", "learner", "learner__uuid", "seed", "variant", "began_at").iterator()
    return {
        attempt: CountedAttempt(str(uuid), seed, variant, began_at, (EVERYONE, *roles.get(learner, ())))
        for attempt, learner, uuid, seed, variant, began_at in rows
    }


def _find_due_roles(
    version: ActivityVersion, attempts: Iterable[CountedAttempt], *, now: datetime, rules: FigureRules
) -> set[str]:
    began: dict[str, list[datetime]] = defaultdict(list)
    for attempt in attempts:
        for role in attempt.roles:
            began[role].append(attempt.began_at)
    published = {figures.role: figures for figures in ChoiceFigures.objects.filter(version=version)}
    return {
        role
        for role, times in began.items()
        if is_due(
            times,
            published_at=published[role].published_at if role in published else None,
            counted_until=published[role].counted_until if role in published else None,
            now=now,
            rules=rules,
        )
    }


def _read_responses(
    version: ActivityVersion, attempts: Mapping[int, CountedAttempt], rules: FigureRules
) -> Iterator[tuple[CountedAttempt, list[Response]]]:
    """Each attempt with what was answered until it counts. Reads every response once, in one query."""
    rows = Response.objects.filter(attempt__activity_version=version).order_by("attempt", "pk")
    rows = rows.only("attempt_id", "step", "act", "value", "at")
    without_answers = dict(attempts)
    for key, own in groupby(rows.iterator(chunk_size=CHUNK), key=attrgetter("attempt_id")):
        attempt = without_answers.pop(key, None)
        if attempt is not None:
            yield attempt, [response for response in own if response.at <= attempt.began_at + rules.settles]
    for attempt in without_answers.values():
        yield attempt, []


def _get_secret(version: ActivityVersion) -> bytes:
    row, _is_new = CountingSecret.objects.get_or_create(
        activity=version.activity, defaults={"secret": secrets.token_hex(32)}
    )
    return bytes.fromhex(row.secret)


class _VersionCounter:
    """What is counted of each person for one version, and what is made of the counts."""

    def __init__(self, version: ActivityVersion, secret: bytes, rules: FigureRules) -> None:
        self.version = version
        self.item_type: ItemType[Any] = find_item_type(version.activity.kind)
        self.part = published_part(self.item_type.spec, version)
        self.steps = self.item_type.count_steps(self.part)
        self.values = {item.key: item.values for item in self.item_type.list_choice_items(self.part)}
        self.secret = secret
        self.rules = rules

    def draw_values(self, attempt: CountedAttempt, responses: Sequence[Response]) -> dict[str, str]:
        """Item -> what is counted of a person, how far they came included."""
        person = attempt.person
        chosen = self.item_type.read_first_choices(self.part, responses)
        played = published_part(self.item_type.spec, self.version, attempt.variant)
        progress = self.item_type.read_progress(played, attempt.seed, responses)
        came = ENDED if progress.has_ended else str(progress.current - 1)
        drawn = {key: self._draw(person, key, chosen.get(key, ""), own) for key, own in self.values.items()}
        drawn[PROGRESS] = self._draw(person, PROGRESS, came, list_progress_values(self.steps))
        return drawn

    def _draw(self, person: str, item: str, value: str, values: Sequence[str]) -> str:
        known = value if value in values else values[0]
        return draw_value(
            self.secret, person=person, item=item, value=known, values=values, true_share=self.rules.true_share
        )

    def publish(self, counted: _RoleCounts) -> dict[str, Any]:
        progress = counted.counts[PROGRESS]
        figures = publish_figures(counted.people, counted.counts, self.values, progress, self.steps, self.rules)
        return asdict(figures)


def _save_figures(
    version: ActivityVersion, role: str, content: dict[str, Any], *, cutoff: datetime, now: datetime
) -> None:
    number = content.pop("people")
    ChoiceFigures.objects.update_or_create(
        version=version,
        role=role,
        defaults={"people": number, "content": content, "counted_until": cutoff, "published_at": now},
    )
