"""What the drills count: a planted loss, double, error, wait or leak is seen.

`tests/journeys/test_crashes.py` plants losses and doubles in the database of a real site.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import Mock

import pytest

from benchmarks import figures
from benchmarks.figures import Figure
from tests import drill_results
from tests.drills import __main__ as command
from tests.drills import drafts
from tests.journeys.site import Site
from tests.load.crashes import CrashRun, Least
from tests.load.findings import Findings
from tests.load.kills import KINDS, Killer, share_kills
from tests.load.robot import Traffic
from tests.load.soak import LoadRobot, Meter, Over, Sample, Soak, measure_growth

FLAT = [Sample(memory=150_000_000, files=40)] * 50
QUICK = [20.0] * 100


def make_soak(
    times: list[float], *, web: list[Sample] = FLAT, error: str = "", findings: Findings | None = None
) -> Soak:
    meter = Meter(rate=40, seconds=600, times={"visitor": times}, errors=[error] if error else [])
    return Soak(meter, {"web": web, "worker": FLAT}, [], findings or Findings())


def list_broken(soak: Soak) -> list[str]:
    return [figure.name for figure in soak.list_figures() if figure.is_over_budget]


def test_an_act_that_is_not_there_is_lost_and_one_that_is_there_twice_doubled() -> None:
    findings = Findings()

    findings.compare("answer", ["a", "b", "c"], ["b", "c", "c", "d"])

    assert findings.lost == ["answer: a"]
    assert findings.doubled == ["answer: c", "answer: d"]


def test_a_soak_without_a_fault_breaks_no_promise() -> None:
    assert list_broken(make_soak(QUICK)) == []


@pytest.mark.parametrize(
    ("soak", "broken"),
    [
        (make_soak(QUICK, error="500 to GET /"), "errors"),
        (make_soak([20.0] * 94 + [301.0] * 6), "answer to a request: p95"),
        (make_soak(QUICK, findings=Findings(lost=["answer: a"])), "saves lost"),
        (make_soak(QUICK, findings=Findings(doubled=["answer: a"])), "saves doubled"),
        (make_soak(QUICK, findings=Findings(refused_but_there=["answer: a"])), "saves refused but there"),
        (make_soak(QUICK, web=[Sample(150_000_000 + 400_000 * at, 40) for at in range(50)]), "web: memory, growth"),
        (make_soak(QUICK, web=[Sample(150_000_000, 40 + at // 5) for at in range(50)]), "web: open files, growth"),
    ],
    ids=["error", "slow", "lost", "doubled", "refused", "memory", "files"],
)
def test_a_soak_with_a_planted_fault_breaks_its_promise(soak: Soak, broken: str) -> None:
    assert list_broken(soak) == [broken]


def test_what_a_process_takes_while_it_warms_up_is_no_growth() -> None:
    assert measure_growth([100, 130, *[150] * 8]) == (150, 150)
    assert measure_growth([100, 110, 120, 130, 140]) == (110, 140)


def test_requests_are_due_at_a_steady_rate_and_charged_for_what_they_waited() -> None:
    meter = Meter(rate=100, seconds=0.2)
    began = time.monotonic()
    time.sleep(0.1)  # nothing was asked meanwhile, as when a site stalls

    due = [meter.wait_for_turn() for _ in range(20)]

    assert due[1] - due[0] == pytest.approx(0.01)
    assert due[0] == pytest.approx(began, abs=0.05)
    meter.add_time("visitor", due[5])
    assert meter.times["visitor"][0] > 40
    with pytest.raises(Over):
        meter.wait_for_turn()


def test_a_person_who_cannot_go_on_is_an_error_and_tries_again(tmp_path: Path) -> None:
    meter = Meter(rate=100, seconds=0.05)
    robot = LoadRobot(Site(tmp_path / "var"), "", Traffic(), kind="writer", meter=meter)

    def find_nothing(robot: LoadRobot) -> None:
        robot.meter.wait_for_turn()
        next(iter([]))

    robot.repeat(find_nothing)

    assert meter.errors == ["writer: StopIteration()"] * 5


def test_the_first_requests_are_not_timed() -> None:
    meter = Meter(rate=100, seconds=0.5)

    meter.add_time("visitor", meter.wait_for_turn())

    assert sum(map(len, meter.times.values())) == 0
    assert meter.requests == 1


def test_each_kind_of_process_is_killed_and_in_the_same_order_for_the_same_seed(tmp_path: Path) -> None:
    kills = share_kills(200)
    site = Site(tmp_path / "var")

    first, again, other = (Killer(site, Traffic(), kills, seed=seed, between=(2, 11)).plan for seed in (1, 1, 2))

    assert sum(kills.values()) == len(first) == 200
    assert {kill.kind for kill in first} == set(KINDS)
    assert first == again != other


def test_a_full_run_is_stored_beside_those_of_other_drills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drill_results, "STORE", tmp_path / "last.json")
    monkeypatch.setattr(drill_results, "PAGE", tmp_path / "drills.md")

    drill_results.report_figures("Soak on SQLite", [Figure("errors", 2, "", "0")], is_full=True)
    drill_results.report_figures("Crashes on SQLite", [Figure("lost", 0, "", "0")], is_full=True)
    drill_results.report_figures("Crashes on SQLite", [Figure("lost", 3, "", "0")], is_full=False)

    stored = json.loads((tmp_path / "last.json").read_text())
    assert {name: run["figures"][0]["value"] for name, run in stored.items()} == {
        "Crashes on SQLite": 0, "Soak on SQLite": 2,
    }  # fmt: skip
    page = (tmp_path / "drills.md").read_text()
    assert page.index("## Crashes on SQLite") < page.index("## Soak on SQLite")
    assert "| errors | **2** | 0 |" in page


@pytest.mark.parametrize(("value", "status"), [(0, 0), (1, 1)])
def test_a_drill_ends_with_one_when_a_promise_is_broken(value: int, status: int) -> None:
    assert drill_results.report_figures("Soak", [Figure("errors", value, "", "0")], is_full=False) == status


def test_numbers_that_a_test_records_are_collected() -> None:
    collector = drill_results.PropertyCollector()
    recorded: list[tuple[str, object]] = [("characters lost", 2), ("place", "a goal")]

    collector.pytest_runtest_logreport(
        pytest.TestReport(
            "test", ("test.py", 1, "test"), keywords={}, outcome="passed", longrepr=None, when="call",
            user_properties=recorded,
        )
    )  # fmt: skip

    assert collector.numbers == {"characters lost": 2}


def test_every_drill_can_be_imported_before_django_is_set_up() -> None:
    environ = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    words = f"import tests.drills.{', tests.drills.'.join(command.NAMES)}"

    done = subprocess.run(
        [sys.executable, "-c", words], cwd=figures.ROOT, env=environ, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", command.NAMES)
def test_a_drill_says_what_it_does_and_does_nothing(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main([name, "--help"])

    assert ended.value.code == 0
    assert f"./ettle drill {name}" in capsys.readouterr().out
    assert importlib.import_module(f"tests.drills.{name}").ABOUT


def test_a_slice_of_runs_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "LONGEST_SLICE", 0.5)

    assert drafts._run_slice(first=1, size=1) is None


def test_the_numbers_of_the_slices_are_added(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = iter([{"runs": 50, "characters lost": 0}, None, {"runs": 10, "characters lost": 2}])
    monkeypatch.setattr(drafts, "_run_slice", lambda first, size: next(results))

    assert drafts.run_drill(["--count", "60"]) == 1

    printed = capsys.readouterr().out
    assert "OVER" in next(line for line in printed.splitlines() if "characters lost" in line)
    assert "60 of 60 runs" in printed
    assert "slices made again" in printed


def test_runs_that_did_not_all_run_are_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "_run_slice", lambda first, size: {"runs": size - 1, "characters lost": 0})

    assert drafts.run_drill(["--count", "60"]) == 1


def test_the_numbers_are_read_from_the_report_of_pytest(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    properties = '<property name="runs" value="50"/><property name="characters lost" value="0"/>'
    report.write_text(f"<testsuites><testcase><properties>{properties}</properties></testcase></testsuites>")

    assert drafts.read_numbers(report) == {"runs": 50, "characters lost": 0}


def test_a_run_of_crashes_goes_on_until_saves_and_decisions_are_enough() -> None:
    learner, assessor = Mock(answers=["one"], entries=["two"]), Mock(decisions=["met"])
    run = CrashRun(Mock(), Mock(), [learner], assessor, [], planned=0, least=Least(saves=2, decisions=2))

    enough = [run.has_enough]
    assessor.decisions.append("met")
    enough.append(run.has_enough)
    learner.entries.clear()
    enough.append(run.has_enough)

    assert enough == [False, True, False]
