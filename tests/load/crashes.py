"""People write, send, decide and play while the site's processes are killed; then everything is counted."""

from __future__ import annotations

import queue
import subprocess
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median

from benchmarks.figures import Figure
from tests.journeys.site import ROOT, Site
from tests.load.database import SiteDatabase
from tests.load.findings import Findings, examine_journeys
from tests.load.kills import WRITES_BETWEEN_KILLS, Killer
from tests.load.preparation import add_people
from tests.load.robot import Robot, Traffic
from tests.load.robot_people import BADGES, Assessor, Learner

ASSESSOR = "bashir@example.org"
LEARNERS_AT_ONCE = 5  # with the assessor they are six writers
KILLS_FOR_A_LEARNER = 4  # a learner does enough for more kills than these
# The fewest that the site acknowledges to one learner: both badges, each answer in several saves.
SAVES_OF_A_LEARNER, DECISIONS_OF_A_LEARNER = 25, 5
QUEUE_SECONDS = 180  # what a killed worker had taken up is taken up again when its lease has run out
UNFINISHED = "SELECT count(*) FROM kit_waitingtask WHERE finished_at IS NULL AND given_up_at IS NULL AND run_after < ?"
GIVEN_UP = "SELECT function, last_error FROM kit_waitingtask WHERE given_up_at IS NOT NULL"


@dataclass(frozen=True)
class Least:
    """What must have been acknowledged before a run may end. saves: of answers and log entries."""

    saves: int = 0
    decisions: int = 0


NOTHING_MORE = Least()


@dataclass
class CrashRun:
    """What happened. errors: what stopped a robot. planned: how many kills. seconds: under load.

    least: how many saves and decisions were wanted. given_up: tasks that failed for good.
    """

    killer: Killer
    traffic: Traffic
    learners: list[Learner]
    assessor: Assessor
    errors: list[BaseException]
    planned: int
    least: Least
    seconds: float = 0
    tasks_taken_up_again: int = 0
    findings: Findings = field(default_factory=Findings)
    given_up: list[str] = field(default_factory=list)

    @property
    def robots(self) -> Sequence[Robot]:
        return [*self.learners, self.assessor]

    @property
    def saves(self) -> int:
        return sum(map(_count_texts, self.learners))

    @property
    def has_enough(self) -> bool:
        return self.saves >= self.least.saves and len(self.assessor.decisions) >= self.least.decisions

    def list_figures(self) -> list[Figure]:
        """Return what was measured; a promise has its budget."""
        kills = self.killer.kills
        kinds = ", ".join(f"{count} of {kind}" for kind, count in kills.items())
        figures = [
            Figure("kills", kills.total(), "", _at_least(self.planned), kinds),
            Figure("writers", LEARNERS_AT_ONCE + 1, "", "", f"{len(self.learners)} learners one after another"),
            Figure("writes acknowledged", sum(robot.acknowledged for robot in self.robots), ""),
            Figure("answers and log entries among them", self.saves, "", _at_least(self.least.saves)),
            Figure("applications sent", sum(learner.sent for learner in self.learners), ""),
            Figure("cards sorted", sum(learner.cards for learner in self.learners), ""),
            Figure("views and reflections", sum(map(_count_views, self.learners)), ""),
            Figure("decisions", len(self.assessor.decisions), "", _at_least(self.least.decisions)),
            Figure("badges", len(self.learners) * len(BADGES), ""),
            Figure("requests cut off and sent again", self.traffic.retries, ""),
            Figure("tasks taken up again", self.tasks_taken_up_again, ""),
            _count_figure("lost", self.findings.lost),
            _count_figure("doubled", self.findings.doubled),
            _count_figure("refused but there", self.findings.refused_but_there),
            _count_figure("errors", [*self.traffic.faults, *map(_describe_error, self.errors)]),
            _count_figure("tasks given up", self.given_up),
        ]
        for kind, seconds in sorted(self.killer.ready.items()):
            figures.append(Figure(f"ready again after {kind} was killed: p50", median(seconds), "s"))
            figures.append(Figure(f"ready again after {kind} was killed: most", max(seconds), "s", "10 s"))
        return [*figures, Figure("under load", self.seconds, "s")]


def _at_least(count: int) -> str:
    return f"at least {count}" if count else ""


def _count_texts(learner: Learner) -> int:
    return len(learner.answers) + len(learner.entries)


def _count_views(learner: Learner) -> int:
    return len(learner.views) + len(learner.reflections)


def _describe_error(error: BaseException) -> str:
    """Return the error with the line that it arose in: what stops a robot is mostly a page that has changed."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{error!r} at {place.filename}:{place.lineno}: {place.line}"


def _count_figure(name: str, found: Sequence[str]) -> Figure:
    return Figure(name, len(found), "", "0", "; ".join(found[:3]))


def run_crashes(
    site: Site,
    kills: Mapping[str, int],
    *,
    seed: int,
    between: tuple[int, int] = WRITES_BETWEEN_KILLS,
    least: Least = NOTHING_MORE,
) -> CrashRun:
    """Let six people work on a fresh site until all kills are done and they have finished; examine the database.

    between: the fewest and the most writes from one kill to the next. least: they also work until this is done.
    """
    traffic = Traffic()
    sessions = add_people(site, _count_learners(sum(kills.values()), least))
    assessor = Assessor(site, ASSESSOR, traffic, sessions.pop(ASSESSOR))
    waiting: queue.SimpleQueue[Learner] = queue.SimpleQueue()
    for email, session in sessions.items():
        waiting.put(Learner(site, email, traffic, session))
    killer = Killer(site, traffic, kills, seed=seed, between=between)
    run = CrashRun(killer, traffic, [], assessor, [], sum(kills.values()), least)
    began = time.monotonic()
    try:
        _work_and_kill(run, waiting)
    finally:
        for robot in run.robots:
            robot.close()
    site.wait_until_it_answers()
    run.seconds = time.monotonic() - began
    if not run.errors:
        wait_for_worker(site)
    with SiteDatabase.open(site) as database:
        run.findings = examine_journeys(database, run.learners, assessor)
        run.given_up = [f"{function}: {error[-200:]}" for function, error in database.rows(GIVEN_UP)]
        run.tasks_taken_up_again = database.count("SELECT count(*) FROM kit_waitingtask WHERE attempts > 1")
    return run


def _count_learners(kills: int, least: Least) -> int:
    """How many people to prepare: more than are needed, because those at work do not wait for each other."""
    needed = max(kills // KILLS_FOR_A_LEARNER, least.saves // SAVES_OF_A_LEARNER)
    return LEARNERS_AT_ONCE + max(needed, least.decisions // DECISIONS_OF_A_LEARNER)


def _work_and_kill(run: CrashRun, waiting: queue.SimpleQueue[Learner]) -> None:
    """Run learners, assessor and killer in threads of their own, and wait for all of them."""

    def start(work: Callable[[], None]) -> threading.Thread:
        def run_guarded() -> None:
            try:
                work()
            except BaseException as error:
                run.errors.append(error)
                run.killer.stop.set()

        thread = threading.Thread(target=run_guarded, daemon=True)
        thread.start()
        return thread

    def learn() -> None:
        with suppress(queue.Empty):
            while not (run.killer.is_done.is_set() and run.learners and run.has_enough) and not run.errors:
                learner = waiting.get_nowait()
                run.learners.append(learner)
                learner.do_everything()

    busy = [start(learn) for _ in range(LEARNERS_AT_ONCE)]
    answering = start(lambda: run.assessor.answer_until(lambda: not any(thread.is_alive() for thread in busy)))
    killing = start(run.killer.run)
    for thread in [*busy, answering]:
        thread.join()
    run.killer.stop.set()
    killing.join()


def wait_for_worker(site: Site) -> None:
    """Wait until no task is due. Raises AssertionError after QUEUE_SECONDS."""
    deadline = time.monotonic() + QUEUE_SECONDS
    while time.monotonic() < deadline:
        with SiteDatabase.open(site) as database:
            if database.count(UNFINISHED, datetime.now(UTC) + timedelta(seconds=60)) == 0:
                return
        time.sleep(0.3)
    raise AssertionError("The worker did not finish its tasks")


def check_badges(site: Site) -> str:
    """Check every badge against the signing log; return what the command says."""
    done = subprocess.run(
        [str(ROOT / "ettle"), "checkbadges", "--data", str(site.data)],
        env=site.environment(), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
