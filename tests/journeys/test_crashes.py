"""Web server and worker are killed a hundred times while people work: nothing is lost, nothing happens twice.

The people are robots that do the whole journey over plain HTTP. At the end the database is read beside the site and
compared with what the site had said was saved.
"""

# ruff: noqa: S608 - every query is put together from the words of this file

from __future__ import annotations

import math
import os
import random
import signal
import socket
import sqlite3
import statistics
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.robot import Assessor, Learner, Robot, Traffic
from tests.journeys.site import ROOT, Site

pytestmark = pytest.mark.crash

KILLS = {"web": 40, "worker": 60}
WRITES_BETWEEN_KILLS = (2, 11)
AHEAD = 4  # writes that may be under way when the next kill is due
LATEST_IN_FLIGHT = 0.06
LOOK_FOR_A_TASK_SECONDS = 0.25
SEED = int(os.environ.get("ETTLE_CRASH_SEED", "20240601"))
BADGES = ("first-steps", "management-and-leadership")
EXTRA = [f"learner-{number}@example.org" for number in range(1, 9)]
LEARNERS = ["isla@example.org", "callum@example.org", *EXTRA]

MORE_LEARNERS = f"""
from django.utils import timezone
from ettle.people import actions
from ettle.people.models import Organisation, OrganisationInvitation, User
now = timezone.now()
freya = User.objects.get(email="freya@example.org")
house = Organisation.objects.get(slug="rowan-house")
for number, email in enumerate({EXTRA!r}):
    person = actions.add_person(email=email, name=f"Learner {{number}}", now=now, by=None)
    actions.describe_self(person=person, name=person.name, roles=["frontline"],
                          time_zone="Europe/London", by=person, now=now)
actions.invite(organisation=house, addresses={EXTRA!r}, role="learner", by=freya, now=now)
for invitation in OrganisationInvitation.objects.filter(email__in={EXTRA!r}):
    actions.accept(invitation=invitation, person=User.objects.get(email=invitation.email), now=now)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("crash")
    site = Site(folder / "var").start()
    yield site
    site.stop()


class Killer:
    """Kills by a list that its seed settles: which process, after how many more writes, how long into a request."""

    def __init__(self, site: Site, traffic: Traffic) -> None:
        chance = random.Random(SEED)  # the same kills each time
        order = [what for what, times in KILLS.items() for _ in range(times)]
        chance.shuffle(order)
        self._plan = [
            (what, chance.randint(*WRITES_BETWEEN_KILLS), chance.uniform(0, LATEST_IN_FLIGHT)) for what in order
        ]
        self._site, self._traffic = site, traffic
        self.kills: Counter[str] = Counter()
        self.away: list[float] = []  # seconds from a kill of the web server until it answered again
        self.stop = threading.Event()

    def run(self) -> None:
        wanted = self._traffic.writes
        for what, writes, pause in self._plan:
            # Behind the plan, which happens while the web server is away, one write is enough.
            wanted += writes
            least = max(wanted, self._traffic.writes + 1)
            self._traffic.allow(least + AHEAD)
            while not self._traffic.wait_for_writes(least, 1):
                if self.stop.is_set():
                    return
            self._kill(what, pause)
        self._traffic.allow(math.inf)

    def _kill(self, what: str, pause: float) -> None:
        if what == "worker":
            self._wait_for_a_task()
        time.sleep(pause)
        while not self._site.kill(what) and not self.stop.is_set():
            time.sleep(0.05)  # being started again since the kill before
        self.kills[what] += 1
        if what == "web":
            struck = time.monotonic()
            self._site.wait_until_it_answers()
            self.away.append(time.monotonic() - struck)

    def _wait_for_a_task(self) -> None:
        """A worker that rests is hard to hurt: look for a moment when it has taken something up."""
        deadline = time.monotonic() + LOOK_FOR_A_TASK_SECONDS
        with closing(beside(self._site)) as database:
            before = taken_up(database)
            while time.monotonic() < deadline:
                if taken_up(database) != before:
                    return
                time.sleep(0.002)


def beside(site: Site) -> sqlite3.Connection:
    """The site's database, to be read only."""
    database = sqlite3.connect(f"file:{site.data / 'ettle.sqlite3'}?mode=ro", uri=True, timeout=20)
    database.execute("PRAGMA query_only=ON")
    return database


def taken_up(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT coalesce(sum(attempts), 0) FROM kit_waitingtask").fetchone()[0])


def test_a_hundred_kills_lose_nothing_and_double_nothing(site: Site, request: pytest.FixtureRequest) -> None:
    began = time.monotonic()
    traffic = Traffic()
    add_learners(site)
    learners = [Learner(site, email, traffic) for email in LEARNERS]
    assessor = Assessor(site, "bashir@example.org", traffic)
    for robot in (*learners, assessor):
        request.addfinalizer(robot.close)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Robot.sign_in, [*learners, assessor]))
    killer = work_and_kill(site, traffic, learners, assessor)
    loaded = time.monotonic()
    wait_for_the_worker(site)

    with closing(beside(site)) as database:
        told = {email: rows_of(database, email) for email in LEARNERS}
        tasks = database.execute("SELECT count(*) FROM kit_waitingtask WHERE attempts > 1").fetchone()[0]
        signed = database.execute("SELECT count(*) FROM badges_credential").fetchone()[0]
    print(
        f"\ncrash test (seed {SEED}): {killer.kills.total()} kills ({killer.kills['web']} web, "
        f"{killer.kills['worker']} worker), {traffic.requests} requests, {traffic.retries} cut off and sent again, "
        f"{sum(one.acknowledged for one in [*learners, assessor])} writes acknowledged, "
        f"{sum(len(one.saved) for one in learners)} of them answers, {tasks} tasks taken up again, "
        f"{signed} badges; web away {statistics.median(killer.away):.1f} s in the middle, {max(killer.away):.1f} s at "
        f"most; {loaded - began:.0f} s of load, {time.monotonic() - began:.0f} s in all"
    )
    assert dict(killer.kills) == KILLS
    assert traffic.faults == []
    for learner in learners:
        everything_is_there_once(learner, told[learner.email])
    with closing(beside(site)) as database:
        assert doubles(database) == []
        assert all_of(database, "SELECT function, last_error FROM kit_waitingtask WHERE given_up_at IS NOT NULL") == []
    the_signing_log_is_whole(site)


def add_learners(site: Site) -> None:
    words = ["manage", "shell", "--data", str(site.data), "-c", MORE_LEARNERS]
    subprocess.run([str(ROOT / "ettle"), *words], env=site.environment(), check=True, capture_output=True, timeout=60)


def work_and_kill(site: Site, traffic: Traffic, learners: list[Learner], assessor: Assessor) -> Killer:
    """Let everybody do the whole journey at once, with the killer among them; raise what any of them met."""
    fell: list[BaseException] = []

    def do(journey: Any, *told: Any) -> threading.Thread:
        def guarded() -> None:
            try:
                journey(*told)
            except BaseException as error:
                fell.append(error)

        thread = threading.Thread(target=guarded, daemon=True)
        thread.start()
        return thread

    killer = Killer(site, traffic)
    busy = [do(whole_journey, learner) for learner in learners]
    answering = do(assessor.answer, len(BADGES) * len(learners), busy)
    killing = do(killer.run)
    for thread in [*busy, answering]:
        thread.join()
    killer.stop.set()
    killing.join()
    site.wait_until_it_answers()
    if fell:
        raise fell[0]
    return killer


def whole_journey(learner: Learner) -> None:
    for slug in BADGES:
        learner.apply(slug)
    learner.play()


def wait_for_the_worker(site: Site, seconds: float = 60) -> None:
    """What a killed worker held is taken up when its lease has run out."""
    deadline = time.monotonic() + seconds
    unfinished = "SELECT count(*) FROM kit_waitingtask WHERE finished_at IS NULL AND given_up_at IS NULL"
    while time.monotonic() < deadline:
        with closing(beside(site)) as database:
            if database.execute(unfinished + " AND run_after < datetime('now', '+60 seconds')").fetchone()[0] == 0:
                return
        time.sleep(0.3)
    raise AssertionError("The worker did not finish what was promised")


def all_of(database: sqlite3.Connection, query: str, *told: Any) -> list[tuple[Any, ...]]:
    return database.execute(query, told).fetchall()


def rows_of(database: sqlite3.Connection, email: str) -> dict[str, list[tuple[Any, ...]]]:
    """What the database keeps of one learner."""
    (person,) = database.execute("SELECT id FROM people_user WHERE email = ?", (email,)).fetchone()
    played = (
        "FROM activities_response r JOIN activities_attempt t ON t.id = r.attempt_id "
        "JOIN activities_invitedactivity i ON i.id = t.invited_id "
        "JOIN activities_activityversion v ON v.id = i.activity_version_id "
        "JOIN activities_activity a ON a.id = v.activity_id "
        "JOIN activities_invitation n ON n.id = i.invitation_id WHERE n.learner_id = ? "
    )
    work = "JOIN evidence_application a ON a.id = application_id WHERE a.learner_id = ?"
    badges = "JOIN badges_badgeversion v ON v.id = version_id JOIN badges_badge b ON b.id = v.badge_id"
    return {
        "saves": all_of(database, f"SELECT replace(key, '-', ''), text FROM evidence_answer {work}", person),
        "sent": all_of(database, f"SELECT a.badge_id, round FROM evidence_submission {work}", person),
        "declared": all_of(database, f"SELECT a.badge_id FROM evidence_declaration {work}", person),
        "cards": all_of(database, f"SELECT r.step {played} AND a.kind = 'sort' AND r.act = 'chose'", person),
        "views": all_of(database, f"SELECT r.value {played} AND r.act = 'differs'", person),
        "reflections": all_of(database, f"SELECT r.value {played} AND r.act = 'reflected'", person),
        "steps back": all_of(database, f"SELECT r.step {played} AND r.act = 'back'", person),
        "awards": all_of(database, f"SELECT b.slug FROM badges_award {badges} WHERE learner_id = ?", person),
        "credentials": all_of(
            database,
            "SELECT b.slug FROM badges_credential c JOIN badges_award w ON w.id = c.award_id "
            f"{badges} WHERE w.learner_id = ? AND c.published_at IS NOT NULL",
            person,
        ),
    }


def everything_is_there_once(learner: Learner, kept: dict[str, list[tuple[Any, ...]]]) -> None:
    saved = [(key.replace("-", ""), text.strip()) for key, text in learner.saved]
    assert sorted((key, text.strip()) for key, text in kept["saves"]) == sorted(saved), learner.email
    assert sorted(round_ for _, round_ in kept["sent"]) == [1, 1], learner.email
    assert len(kept["declared"]) == len(BADGES), learner.email
    assert len(kept["cards"]) == len(set(kept["cards"])) == learner.cards > 0, learner.email
    assert sorted(kept["views"]) == sorted((view,) for view in learner.views), learner.email
    assert [text.strip() for (text,) in kept["reflections"]] == [text.strip() for text in learner.reflections]
    assert kept["steps back"] == [], learner.email
    assert sorted(kept["awards"]) == sorted(kept["credentials"]) == [(slug,) for slug in BADGES], learner.email


def doubles(database: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """Rows that are there twice though they stand for one act. The database's own rules are not trusted here."""
    once = {
        "evidence_answer": "application_id, key",
        "evidence_application": "learner_id, badge_id",
        "evidence_confirmation": "application_id, criterion_id",
        "evidence_submission": "application_id, round",
        "evidence_review": "submission_id",
        "evidence_decision": "review_id, criterion_id",
        "activities_invitation": "learner_id, version_id",
        "activities_attempt": "invited_id",
        "activities_completion": "learner_id, activity_id",
        "badges_award": "learner_id, version_id",
        "badges_credential": "award_id",
        "badges_holder": "issuer_id, person_id",
        "kit_answeredpost": "person_id, key",
    }
    found = []
    for table, columns in once.items():
        query = f"SELECT '{table}', {columns}, count(*) FROM {table} GROUP BY {columns} HAVING count(*) > 1"
        found += all_of(database, query)
    # What is told in the audit once for each act.
    told_once = (
        "began an application", "sent an application", "reviewed an application", "awarded a badge", "signed a badge",
        "invited a learner to activities", "began an activity", "completed an activity",
    )  # fmt: skip
    marks = ", ".join("?" * len(told_once))
    query = (
        f"SELECT act, subject_key, count(*) FROM kit_auditline WHERE act IN ({marks}) "
        "GROUP BY act, subject_kind, subject_key HAVING count(*) > 1"
    )
    return found + all_of(database, query, *told_once)


def the_signing_log_is_whole(site: Site) -> None:
    words = ["checkbadges", "--data", str(site.data)]
    done = subprocess.run(
        [str(ROOT / "ettle"), *words], env=site.environment(), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(LEARNERS) * len(BADGES)} badges checked, nothing wrong" in done.stdout


def test_a_killed_launcher_leaves_no_port_taken_and_starts_again(site: Site) -> None:
    site.kill_launcher()
    deadline = time.monotonic() + 15
    while not is_free(site.port):
        assert time.monotonic() < deadline, "the port stays taken after the launcher was killed"
        time.sleep(0.1)

    site.start()

    assert site.answers()
    assert site.stop() in {0, 130, -signal.SIGINT}
    assert is_free(site.port)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
