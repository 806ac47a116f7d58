"""A copy of the whole disk, at any moment and without the site's keys, links nobody to an answer better than guessing.

`./ettle drill anonymity` does this with 200 360s.
"""

from __future__ import annotations

import math
import os
import random
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ettle.feedback import actions
from ettle.feedback.actions import Person
from ettle.feedback.link_tokens import answer_sheet_key
from ettle.feedback.observer_groups import Group
from ettle.feedback.tests import attack, factories, postgresql_files, seeded_360
from ettle.feedback.tests.attack import POOL, Disk, Target
from ettle.feedback.tests.sqlite_files import Copy, roll_forward
from ettle.kit.models import WaitingTask
from ettle.kit.tasks import task_queue
from ettle.people.models import User
from ettle.people.tests import cast

IS_DRILL = "ETTLE_DRILL_360S" in os.environ
COUNT = int(os.environ.get("ETTLE_DRILL_360S", "20"))
FEWEST, PATIENCE_SECONDS = 6, 15  # of every day's tests
# The report's order is random each time: a limit that luck passes once in a hundred thousand runs.
MOST_SIGMA = 4.3

WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)


@pytest.mark.django_db
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_an_observer_writes_the_pool_and_nothing_else(client: Client, is_signed_in: bool) -> None:
    (link,) = factories.invite_observers(factories.begin_feedback(), supported=1)
    if is_signed_in:
        client.force_login(cast.callum())

    with CaptureQueriesContext(connection) as queries:
        for name, number in (
            ("observer", None), ("observer-lines", 1), ("observer-words", None), ("observer-easy", None),
            ("observer-easy-line", 1), ("observer-easy-words", None), ("observer-check", None), ("observer-sent", None),
            ("observer-no", None), ("observer-no-mail", None), ("observer-key", None),
        ):  # fmt: skip
            address = reverse(f"feedback:{name}", args=[link.observer.pk, link.token, *([number] if number else [])])
            client.get(address)
            client.post(address, {"answer": "4", "value": "Words", "said": "4", "helped": "yes"})

    written = {found[1] for query in queries if (found := WRITES.match(query["sql"]))}
    assert written == {"feedback_answerpool"}


@pytest.fixture
def disk(tmp_path: Path, settings: Any) -> Path:
    """A folder for what the site writes beside its database."""
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = (
        "django.core.mail.backends.filebased.EmailBackend",
        str(tmp_path / "outbox"),
    )
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "outbox").mkdir()
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_no_copy_of_the_disk_links_an_observer_to_an_answer_better_than_guessing(
    disk: Path, now: datetime, record_property: Callable[[str, object], None]
) -> None:
    measured, began = Measure(), monotonic()
    for number in range(COUNT):
        if number >= FEWEST and not IS_DRILL and monotonic() - began > PATIENCE_SECONDS:
            break
        moment = now + timedelta(days=200 * number)
        _empty(disk)
        with seeded_360.logging_to(disk / "site.log"):
            played = seeded_360.play(number, moment)
            backup = seeded_360.read_backup(disk)
            assert [word for word in played.comments.values() if word.encode() in backup] == []
            _check_open(seeded_360.copy_disk(disk), played)
            moment += timedelta(days=100)
            actions.make_report(played.feedback, now=moment)
            just_closed = seeded_360.copy_disk(disk)
            with time_machine.travel(moment, tick=False):
                task_queue.run_due(moment)
            closed = seeded_360.copy_disk(disk)
            closed.files["backup"] = seeded_360.read_backup(disk)
        _check_scrubbed(closed, played)
        for target in played.targets():
            for name, copied in (("just closed", just_closed), ("closed", closed)):
                measured.add(name, copied, target, is_trial=number % 2 == 0)
        measured.played += 1
        if IS_DRILL and measured.played % 20 == 0:
            sys.stdout.write(measured.describe())
            sys.stdout.flush()

    for figure, value in measured.numbers().items():
        record_property(figure, value)
    assert measured.direct == 0
    assert measured.sigma() < MOST_SIGMA, measured.describe()


class Measure:
    """Hits of every rule. The best one is chosen on half of the 360s and measured on the other half."""

    def __init__(self) -> None:
        self.direct = self.links = self.groups = self.played = 0
        self._trials: Counter[str] = Counter()
        self._hits: Counter[str] = Counter()

    def add(self, moment: str, disk: Disk, target: Target, *, is_trial: bool) -> None:
        self.direct += len(attack.direct_links(disk, target))
        if not is_trial and moment == "closed":
            self.links += len(target.people)
            self.groups += 1
        hits = self._trials if is_trial else self._hits
        for rule, guess in attack.guesses(disk, target):
            hits[f"{moment}: {rule}"] += sum(guess.get(who) == comment for who, comment in target.comments.items())

    def best(self) -> tuple[str, int]:
        rule = self._trials.most_common(1)[0][0]
        return rule, self._hits[rule]

    def sigma(self) -> float:
        """How far the best rule is above chance: of a group's pairs one is right on average, with a variance of one."""
        return (self.best()[1] - self.groups) / math.sqrt(self.groups)

    def numbers(self) -> dict[str, float]:
        """Return what the drill reports."""
        return {
            "seeded 360s": self.played,
            "comments in one commit with one person": self.direct,
            "pairs of a person and a comment": self.links,
            "pairs that the best rule gets right": self.best()[1],
            "pairs right by guessing within the group": self.groups,
            "best rule above chance, standard deviations": self.sigma(),
        }

    def describe(self) -> str:
        rule, hits = self.best()
        low, high = _interval(hits, self.links)
        return (
            f"\n{self.played} seeded 360s, {len(self._trials)} rules; nothing of an open 360 is readable on the disk.\n"
            f"Comments that stand in one commit with one person: {self.direct}\n"
            f"The best rule on half of them ({rule}), on the other half: {hits} of {self.links} pairs right, "
            f"{hits / self.links:.1%} (95 %: {low:.1%} to {high:.1%})\n"
            f"By guessing within the group: {self.groups} of {self.links}, {self.groups / self.links:.1%}"
        )


def _interval(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson's formula."""
    z = 1.96
    share, weight = hits / of, 1 + z * z / of
    middle, half = share + z * z / (2 * of), z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - half) / weight, (middle + half) / weight


def _check_open(disk: Disk, played: seeded_360.Played) -> None:
    """While it is open nothing that was answered can be read, and no commit of the pool has anything else."""
    assert [word for word in played.comments.values() if disk.find(word)] == []
    own = [commit for commit in disk.commits if POOL in commit.changed and "feedback_feedback" not in commit.changed]
    assert len(own) > len(played.comments)
    assert [sorted(commit.changed) for commit in own if len(commit.changed) > 1] == []
    tokens = seeded_360.links_in(disk)
    assert tokens, "the emails have the links"
    assert [token for token in tokens if disk.find(answer_sheet_key(token))] == []
    assert not any(link.token in disk.files["logs/site.log"].decode() for link in played.links)
    assert not any(str(link.observer.pk) in disk.files["logs/site.log"].decode() for link in played.links)


def _check_scrubbed(disk: Disk, played: seeded_360.Played) -> None:
    """After the report and the task, no row of the ledger is in the database, its log or a backup."""
    for name in ("database", "write-ahead log", "backup"):
        assert [link.observer.pk for link in played.links if link.observer.pk.hex.encode() in disk.files[name]] == []


def _empty(disk: Path) -> None:
    """Begin each 360 with an empty log, so that it is read from its first commit."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in [*(disk / "outbox").iterdir(), *disk.glob("*.log")]:
        path.unlink()


@pytest.mark.django_db(transaction=True)
@pytest.mark.locks
def test_no_row_of_the_ledger_is_written_with_an_answer_and_dead_rows_tell_nothing(disk: Path, now: datetime) -> None:
    """On both databases, in their files. On PostgreSQL: dead rows, transaction numbers and the write-ahead log."""
    is_postgresql = connection.vendor == "postgresql"
    if is_postgresql:
        with connection.cursor() as cursor:  # tests that were rolled back leave dead rows, all with one number
            cursor.execute(f"VACUUM FULL {POOL}, feedback_observer")
    start = postgresql_files.current_position() if is_postgresql else ""
    played = seeded_360.play(3, now)
    files = postgresql_files.read_files() if is_postgresql else seeded_360.copy_disk(disk).files

    assert [word for word in played.comments.values() if any(word.encode() in file for file in files.values())] == []
    stored = [content for name, content in files.items() if not name.startswith("outbox/")]
    assert [link.token for link in played.links if any(link.token.encode() in content for content in stored)] == []
    if is_postgresql:
        _check_transactions(start, len(played.comments))
    moment = now + timedelta(days=100)
    actions.make_report(played.feedback, now=moment)
    with time_machine.travel(moment, tick=False):
        task_queue.run_due(moment)
    names = [link.observer.name for link in played.links if not User.objects.filter(name=link.observer.name).exists()]
    if is_postgresql:
        tables = {name: content for name, content in postgresql_files.read_files().items() if name.startswith("base/")}
        assert [name for name in names if any(name.encode() in content for content in tables.values())] == []


def _check_transactions(start: str, fewest: int) -> None:
    pool, ledger = (list(postgresql_files.read_versions(table)) for table in (POOL, "feedback_observer"))
    by_answers = {version.written_by for version in pool} | {version.ended_by for version in pool} - {0}
    assert not by_answers & {number for version in ledger for number in (version.written_by, version.ended_by)}
    own, feedback = (postgresql_files.file_numbers(table) for table in (POOL, "feedback_feedback"))
    answers = [
        relations
        for relations in postgresql_files.relations_by_transaction(start).values()
        if relations & own and not relations & feedback
    ]
    assert len(answers) > fewest
    assert [relations - own for relations in answers if relations - own] == []


def test_the_attack_finds_everyone_where_a_person_and_a_sheet_change_in_one_commit(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    people = {
        f"{number:032x}": [f"{number:032x}", f"person{number}@example.org", f"token{number}"] for number in range(8)
    }
    comments = {who: f"word{place}" for place, who in enumerate(people)}
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;"
            "CREATE TABLE ledger (id text primary key, email text, has_answered bool);"
            "CREATE TABLE sheets (id integer primary key, words text)"
        )
        for who, (_, email, _) in people.items():
            database.execute("INSERT INTO ledger VALUES (?, ?, 0)", [who, email])
        for place, who in enumerate(people):
            database.execute("BEGIN")
            database.execute("UPDATE ledger SET has_answered = 1 WHERE id = ?", [who])
            database.execute("INSERT INTO sheets VALUES (?, ?)", [(place * 37) % 101, comments[who]])
            database.execute("COMMIT")
        database.execute("DELETE FROM sheets")
        database.execute("DELETE FROM ledger")
        states = list(roll_forward(Copy.take(path), tmp_path))

    assert attack.direct_links(Disk(states), Target(people, comments)) == comments


@pytest.mark.django_db(transaction=True)
def test_no_name_of_an_observer_is_left_in_free_space_after_closing(disk: Path, now: datetime) -> None:
    """Names of many lengths, added and removed in a fixed disorder in several 360s, so that SQLite moves rows about."""
    order = random.Random(7)
    words: list[str] = []
    people = [factories.create_known_person(f"p{number}@example.org", name=f"P {number}") for number in range(4)]
    running = [factories.begin_feedback(person) for person in people]
    secrets = [bytes(feedback.secret) for feedback in running]
    for _ in range(12):
        for feedback in running:
            added = [f"zq{len(words) + number:04}vexil" for number in range(order.randint(1, 6))]
            words += added
            listed = [Person(word + " y" * order.randint(0, 40), f"{word}@example.org") for word in added]
            actions.add_observers(feedback, group=Group.PEERS, people=listed, have_agreed=True, now=now)
            for observer in feedback.observers.all()[: order.randint(0, 5)]:
                actions.remove_observer(observer)

    for feedback in running:
        actions.end_without_report(feedback, by=None, now=now)
    task_queue.run_due(now)
    rewrites = WaitingTask.objects.filter(key__in=[f"rewrite/360/{feedback.pk}" for feedback in running])
    assert rewrites.unfinished().count() == len(running)
    task_queue.run_due(now + timedelta(minutes=1))

    files = seeded_360.copy_disk(disk).files
    content = files["database"] + files["write-ahead log"]
    assert rewrites.unfinished().count() == 0
    assert [word for word in words if word.encode() in content] == []
    assert not any(secret in content for secret in secrets if secret)
