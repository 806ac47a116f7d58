"""`./ettle test` runs everything, or only what it is given; the floors of coverage are held."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from launcher import checks, coverage, environment, packages, tests, verifier
from launcher.main import main
from launcher.paths import Stop
from tests.house.rooms import ROOT

PYTHON = Path("/environment/bin/python")


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been run; nothing is."""
    found: list[list[str]] = []

    def run(words: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        found.append(words)
        return subprocess.CompletedProcess(words, 0)

    def install(**_: Any) -> None:
        found.append(["install"])

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(environment, "ensure_environment", lambda *_: PYTHON)
    monkeypatch.setattr(packages, "install_system_packages", install)
    monkeypatch.setattr(packages, "install_npm_packages", install)
    monkeypatch.setattr(verifier, "build_script", lambda: None)
    return found


def test_a_path_and_pytests_options_are_passed_on_and_nothing_is_installed(commands: list[list[str]]) -> None:
    assert main(["test", "src/ettle/kit", "-k", "shell", "-x"]) == 0

    assert commands == [
        [str(PYTHON), "-m", "pytest", "-m", tests.WITHOUT_MARKERS, "src/ettle/kit", "-k", "shell", "-x"]
    ]


@pytest.mark.parametrize(
    "words",
    [["tests/journeys/test_reading.py"], ["-m", "browser"], ["-mcrash"], ["tests/thirdparty", "-m", "not browser"]],
)
def test_what_a_browser_test_needs_is_installed_when_it_is_asked_for(
    words: list[str], commands: list[list[str]]
) -> None:
    assert main(["test", *words]) == 0

    assert commands == [["install"], ["install"], [str(PYTHON), "-m", "pytest", *words]]


@pytest.mark.parametrize("words", [["-m", "locks"], ["-m", "locks and not browser"]])
def test_a_chosen_marker_is_not_replaced(words: list[str], commands: list[list[str]]) -> None:
    assert main(["test", *words]) == 0

    assert commands == [[str(PYTHON), "-m", "pytest", *words]]


def test_watching_runs_the_same_tests_after_every_change(commands: list[list[str]]) -> None:
    assert main(["test", "--watch", "src/ettle/kit", "-k", "a name"]) == 0

    ((watchfiles, pytest_words, *watched),) = commands
    assert watchfiles == str(PYTHON.parent / "watchfiles")
    assert pytest_words.endswith("src/ettle/kit -k 'a name'")
    assert [name for name in watched if not (ROOT / name).exists()] == []


def test_parts_and_chosen_tests_are_not_mixed() -> None:
    with pytest.raises(Stop, match="Leave them out to run chosen tests"):
        tests.parse_options(["--quick", "src/ettle/kit"])


def test_the_whole_run_is_measured_and_a_part_is_not() -> None:
    whole = [name for name, _ in tests._list_parts(PYTHON, quick=False, measured=True)]
    parts = [name for name, _ in tests._list_parts(PYTHON, quick=False, measured=False)]

    assert set(whole) - set(parts) == {"coverage"}


def test_tests_keep_what_they_compile_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, str]] = []

    def note(words: list[str], *, env: dict[str, str], **_: Any) -> subprocess.CompletedProcess[str]:
        given.append(env)
        return subprocess.CompletedProcess(words, 0, "", "")

    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(subprocess, "run", note)
    monkeypatch.setattr(environment, "ensure_environment", lambda *_: PYTHON)
    monkeypatch.setattr(checks, "list_checks", lambda _: {"types": ["mypy"]})

    tests.command(["src/ettle/kit"])
    checks.run_checks(PYTHON)

    assert len(given) == 2
    assert not any("PYTHONDONTWRITEBYTECODE" in environ for environ in given)


def test_the_parts_that_read_one_folder_leave_no_test_out() -> None:
    marked = re.compile(rf"mark\.({'|'.join(tests.MARKERS)})\b")
    files = [path for folder in ("src", "tests") for path in (ROOT / folder).rglob("test_*.py")]

    found = {path.relative_to(ROOT).parent.as_posix() for path in files if marked.search(path.read_text())}

    assert found == set(tests.FOLDERS)


def test_the_summary_of_pytest_is_counted() -> None:
    tally = tests.Tally()

    tally.add_summary("...\n3 failed, 20 passed, 1 skipped, 2 errors in 1.2s")

    assert (tally.passed, tally.failed, tally.skipped) == (20, 5, 1)


def test_every_check_runs_and_one_that_fails_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    python: list[Path | str] = [sys.executable, "-c"]
    listed = {"types": [*python, "print('a wrong type'); exit(1)"], "lint": [*python, ""]}
    monkeypatch.setattr(checks, "list_checks", lambda _: listed)

    assert not checks.run_checks(PYTHON)

    printed = capsys.readouterr().out
    assert "types       FAILED" in printed
    assert "a wrong type" in printed
    assert "lint        ok" in printed


def report(covered: float, **files: dict[str, Any]) -> dict[str, Any]:
    paths = {f"src/ettle/{name.replace('__', '/')}.py": file for name, file in files.items()}
    return {"summary": {"percent_covered": covered}, "files": paths}


WHOLE: dict[str, Any] = {"missing_lines": [], "missing_branches": []}


def test_a_floor_that_is_reached_is_no_fault() -> None:
    found = coverage.find_faults(report(90.0, kit__access=WHOLE), {"overall": 90, "complete": ["ettle.kit.access"]})

    assert found == []


def test_too_little_coverage_is_a_fault() -> None:
    (fault,) = coverage.find_faults(report(89.99), {"overall": 90, "complete": []})

    assert fault == "89.99 % is covered and the floor is 90 %."


def test_a_line_or_branch_missed_in_a_module_that_must_be_whole_is_a_fault() -> None:
    measured = report(
        99.0,
        kit__access={"missing_lines": [7], "missing_branches": [[3, 5], [8, 0]]},
        kit__pages={"missing_lines": [1], "missing_branches": []},
        people____init__=WHOLE,
        people__actions__leaving={"missing_lines": [], "missing_branches": [[3, 5]]},
    )

    found = coverage.find_faults(measured, {"overall": 90, "complete": ["ettle.kit.access", "ettle.people"]})

    assert found == [
        "ettle.kit.access is to be covered whole; not run: 7, 3→5, 8→end",
        "ettle.people.actions.leaving is to be covered whole; not run: 3→5",
    ]


def test_a_module_that_is_gone_is_a_fault() -> None:
    (fault,) = coverage.find_faults(report(99.0), {"overall": 90, "complete": ["ettle.kit.acess"]})

    assert fault.startswith("ettle.kit.acess")


def test_in_development_templates_are_read_afresh() -> None:
    ask = "from django.template import engines; import django; django.setup(); print(engines['django'].engine.loaders)"
    environ = {"DJANGO_SETTINGS_MODULE": "ettle.config.settings_dev", "PYTHONPATH": str(ROOT / "src"), "PATH": ""}

    done = subprocess.run([sys.executable, "-c", ask], env=environ, capture_output=True, text=True, check=True)

    loaders = "['django.template.loaders.filesystem.Loader', 'django.template.loaders.app_directories.Loader']"
    assert done.stdout.strip() == loaders
