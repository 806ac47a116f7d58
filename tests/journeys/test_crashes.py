"""The site's processes are killed while six people write: nothing is lost, nothing happens twice.

`./ettle drill crashes` does this with 200 kills on each database, `./ettle drill soak` loads a site for ten minutes.
"""

# ruff: noqa: S608 - every query is put together from the words of this file

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.site import Site
from tests.load.crashes import CrashRun, check_badges, run_crashes
from tests.load.database import SiteDatabase, run_postgresql
from tests.load.findings import Findings, examine_journeys, examine_texts
from tests.load.kills import share_kills
from tests.load.robot_people import BADGES
from tests.load.soak import run_soak

pytestmark = pytest.mark.crash

# The kills are spread over all that five learners do.
KILLS = {"sqlite": 20, "postgresql": 8}
BETWEEN = {"sqlite": (10, 34), "postgresql": (20, 70)}
SOAK_SECONDS = 10
SEED = int(os.environ.get("ETTLE_CRASH_SEED", "20240601"))
# What is deleted or doubled behind the count's back.
ACTS = (
    "evidence_answer", "learning_log_entrysave", "evidence_submission", "evidence_declaration", "evidence_review",
    "evidence_decision", "badges_award", "badges_credential", "activities_response",
)  # fmt: skip
COUNTED = {"activities_response": "act = 'reflected'", "learning_log_entrysave": "text <> ''"}
NEWEST = {table: f"SELECT max(id) FROM {table} WHERE {COUNTED.get(table, '1 = 1')}" for table in ACTS}


@pytest.fixture(scope="module")
def run(site: Site) -> CrashRun:
    return run_crashes(site, share_kills(KILLS["sqlite"]), seed=SEED, between=BETWEEN["sqlite"])


@pytest.fixture
def copy(site: Site, tmp_path: Path) -> Path:
    """A copy of the database, without the rules that keep an act from being stored twice."""
    path = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(site.data / "ettle.sqlite3")) as original, closing(sqlite3.connect(path)) as copied:
        original.backup(copied)
        for table in ACTS:
            copied.execute(f"CREATE TABLE without_rules AS SELECT * FROM {table}")
            copied.execute(f"DROP TABLE {table}")
            copied.execute(f"ALTER TABLE without_rules RENAME TO {table}")
        copied.commit()
    return path


def test_kills_lose_nothing_and_double_nothing(site: Site, run: CrashRun) -> None:
    assert_nothing_is_wrong(run)
    with closing(sqlite3.connect(site.data / "ettle.sqlite3")) as database:
        (awards,) = database.execute("SELECT count(*) FROM badges_award").fetchone()
    # The people of the demonstration have badges too.
    assert awards >= len(run.learners) * len(BADGES)
    assert f"{awards} badges checked, nothing wrong" in check_badges(site)


def test_kills_on_postgresql_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    with run_postgresql() as address:
        site = Site(tmp_path / "var", database_url=address)
        try:
            kills = share_kills(KILLS["postgresql"])
            assert_nothing_is_wrong(run_crashes(site.start(), kills, seed=SEED, between=BETWEEN["postgresql"]))
        finally:
            site.stop()


def assert_nothing_is_wrong(run: CrashRun) -> None:
    figures = run.list_figures()
    print(f"\ncrashes (seed {SEED}):", *(figure.format_row() for figure in figures), sep="\n")
    if run.errors:
        raise run.errors[0]
    # How long the site takes to be ready says nothing on a busy machine.
    assert [figure.format_row() for figure in figures if figure.is_over_budget and figure.unit != "s"] == []


def change_copy(copy: Path, change: str) -> None:
    with closing(sqlite3.connect(copy)) as database:
        database.execute(change)
        database.commit()


@pytest.mark.parametrize("table", ACTS)
def test_the_count_sees_a_lost_act(run: CrashRun, copy: Path, table: str) -> None:
    change_copy(copy, f"DELETE FROM {table} WHERE id = ({NEWEST[table]})")

    findings = examine_copy(run, copy)

    assert findings.lost
    assert findings.doubled == findings.refused_but_there == []


@pytest.mark.parametrize("table", ACTS)
def test_the_count_sees_a_doubled_act(run: CrashRun, copy: Path, table: str) -> None:
    change_copy(copy, f"INSERT INTO {table} SELECT * FROM {table} WHERE id = ({NEWEST[table]})")

    findings = examine_copy(run, copy)

    assert findings.doubled
    assert findings.lost == findings.refused_but_there == []


@pytest.mark.parametrize("table", ["evidence_answer", "learning_log_entrysave"])
def test_the_count_sees_what_was_refused_and_is_there(run: CrashRun, copy: Path, table: str) -> None:
    mark = run.learners[0].refused[-1]
    change_copy(copy, f"UPDATE {table} SET text = 'x {mark}' WHERE id = ({NEWEST[table]})")

    assert len(examine_copy(run, copy).refused_but_there) == 1


def examine_copy(run: CrashRun, copy: Path) -> Findings:
    with SiteDatabase.open_file(copy) as database:
        return examine_journeys(database, run.learners, run.assessor)


def test_a_mixed_load_meets_no_error_and_loses_nothing(
    site: Site, run: CrashRun, request: pytest.FixtureRequest
) -> None:
    soak = run_soak(site, seconds=SOAK_SECONDS, rate=20, first_learner=101)

    print("\nsoak:", *(figure.format_row() for figure in soak.list_figures()), sep="\n")
    assert soak.errors == []
    assert soak.findings.is_empty
    copy: Path = request.getfixturevalue("copy")
    change_copy(copy, f"DELETE FROM evidence_answer WHERE id = ({NEWEST['evidence_answer']})")
    with SiteDatabase.open_file(copy) as database:
        assert len(examine_texts(database, soak.writers).lost) == 1


def test_a_killed_launcher_leaves_no_port_taken_and_starts_again(site: Site) -> None:
    site.kill_launcher()
    wait_until(lambda: is_free(site.port), "the port stays taken after the launcher was killed")

    site.start()

    assert site.answers()
    assert site.stop() in {0, 130, -signal.SIGINT}
    assert is_free(site.port)


def wait_until(condition: Callable[[], bool], words: str, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, words
        time.sleep(0.1)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
