"""`./ettle test`: everything, the way it is tested everywhere; or with a path or pytest's options, only that."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from launcher import checks, coverage, environment, packages, verifier
from launcher.parser import Parser
from launcher.paths import ROOT, Stop, print_line

COUNT = re.compile(r"(\d+) (passed|failed|error|errors|skipped)\b")
PARTS = ("checks", "behaviour", "postgresql", "verifiers", "journeys")
# What needs more than Python. A targeted run leaves it out unless it is asked for by path or by marker.
MARKERS = ("browser", "crash", "thirdparty")
WITHOUT_MARKERS = " and ".join(f"not {marker}" for marker in MARKERS)
# As many processes as the machine has processors, and two at least, because tests also wait. Each of them may have a
# database server or a browser with a site, so there is a limit.
PROCESSES = max(2, min(len(os.sched_getaffinity(0)), 6))
# The slowest are named at the end of each part: what to look at when the whole takes too long.
IN_PARALLEL = ("-n", str(PROCESSES), "--durations=12", "--durations-min=15")  # how many, and seconds
# The journeys of a file share a running site and its people, so they keep their order and their process.
BY_FILE = (*IN_PARALLEL, "--dist", "loadfile")
# Crashes spend much of their time waiting for a site to come back, while journeys of other files go on.
JOURNEYS = "browser or crash"
# Only there are tests with such a marker: other files, which take a quarter of a minute to import, are not looked at.
FOLDERS = JOURNEYS_FOLDER, VERIFIERS_FOLDER = ("tests/journeys", "tests/thirdparty")
WATCHED = ("src", "tests", "content", "launcher", "conftest.py", "pyproject.toml")


@dataclass
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add_summary(self, output: str) -> None:
        """Add what the last line of pytest's output counts."""
        summary = output.strip().splitlines()[-1] if output.strip() else ""
        for number, what in COUNT.findall(summary):
            if what == "passed":
                self.passed += int(number)
            elif what == "skipped":
                self.skipped += int(number)
            else:
                self.failed += int(number)

    def add_result(self, *, passed: bool) -> None:
        if passed:
            self.passed += 1
        else:
            self.failed += 1


def command(arguments: list[str]) -> int:
    options, words = parse_options(arguments)
    if words or options.watch:
        return _run_targeted(words, watch=options.watch)
    return _run_parts(options)


def parse_options(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return our own options, and every other word, which is pytest's."""
    parser = Parser(
        "test",
        "Run everything that is tested; or, with a path or an option of pytest, only that.",
        usage="./ettle test [--quick] [--only PART]  |  ./ettle test [--watch] PATH... [any option of pytest]",
    )
    parser.add_argument("--quick", action="store_true", help="leave out browsers, crashes and other people's verifiers")
    parser.add_argument("--only", action="append", metavar="PART", help="run this part only: " + ", ".join(PARTS))
    parser.add_argument("--watch", action="store_true", help="run again when a source, test or template changes")
    options, words = parser.parse_known_args(arguments)
    unknown = set(options.only or []) - set(PARTS)
    if unknown:
        raise Stop(f"There is no part ‘{', '.join(sorted(unknown))}’. The parts are: {', '.join(PARTS)}.")
    if (options.quick or options.only) and (words or options.watch):
        raise Stop("--quick and --only choose parts of the whole run. Leave them out to run chosen tests.")
    return options, words


def _run_targeted(words: list[str], *, watch: bool) -> int:
    """Run pytest with these words and nothing else, once or after every change."""
    python = environment.ensure_environment("test", ".venv-test")
    if needs_packages(words):
        packages.install_system_packages()
        packages.install_npm_packages()
        verifier.build_script()
    pytest = targeted_command(python, words)
    if watch:
        pytest = [str(python.parent / "watchfiles"), shlex.join(pytest), *WATCHED]
    return subprocess.run(pytest, cwd=ROOT, env=_environ(), check=False).returncode


def targeted_command(python: Path, words: list[str]) -> list[str]:
    """Return pytest's command: without the tests that need a browser or npm, unless they are asked for."""
    left_out = [] if needs_packages(words) or _names_marker(words) else ["-m", WITHOUT_MARKERS]
    return [str(python), "-m", "pytest", *left_out, *words]


def needs_packages(words: list[str]) -> bool:
    """Return whether the words ask for tests that need a browser or npm packages."""
    if any(folder in word for word in words for folder in FOLDERS):
        return True
    for option, value in zip(words, [*words[1:], ""], strict=True):
        expression = value if option == "-m" else option[2:] if option.startswith("-m") else ""
        if any(re.search(rf"(?<!not ){marker}\b", expression) for marker in MARKERS):
            return True
    return False


def _names_marker(words: list[str]) -> bool:
    return any(word.startswith("-m") for word in words)


def _run_parts(options: argparse.Namespace) -> int:
    began = time.monotonic()
    packages.install_system_packages(browser=not options.quick)
    python = environment.ensure_environment("test", ".venv-test")
    packages.install_npm_packages()
    verifier.build_script()
    tally = Tally()
    for name, run_part in _list_parts(python, quick=options.quick, measured=not (options.quick or options.only)):
        if options.only and name not in options.only:
            continue
        print_line(f"\n== {name} ({time.monotonic() - began:.0f} s so far)")
        run_part(tally)
    print_line(f"\nAll parts ran in {time.monotonic() - began:.0f} seconds, {PROCESSES} processes at a time.")
    print_line(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    return 1 if tally.failed or not tally.passed else 0


def _list_parts(python: Path, *, quick: bool, measured: bool) -> list[tuple[str, Callable[[Tally], None]]]:
    """Return the parts in order. measured: with coverage, which takes the behaviour tests a tenth longer."""
    options = coverage.pytest_options() if measured else []
    parts: list[tuple[str, Callable[[Tally], None]]] = [
        ("checks", lambda tally: tally.add_result(passed=checks.run_checks(python))),
        (
            "behaviour",
            lambda tally: _run_pytest(python, tally, "-m", WITHOUT_MARKERS, *IN_PARALLEL, *options, "src", "tests"),
        ),
        ("postgresql", lambda tally: _run_with_postgresql(python, tally)),
    ]
    if measured:
        parts.append(("coverage", lambda tally: tally.add_result(passed=coverage.check_floors(python))))
    if not quick:
        parts += [
            ("verifiers", lambda tally: _run_pytest(python, tally, "-m", "thirdparty", VERIFIERS_FOLDER)),
            (
                "journeys",
                lambda tally: _run_pytest(
                    python, tally, "-m", JOURNEYS, "-p", "no:randomly", *BY_FILE, JOURNEYS_FOLDER
                ),
            ),
        ]
    return parts


def _run_pytest(python: Path, tally: Tally, *words: str, databases: Sequence[str] = ()) -> None:
    """Run pytest and count. databases: addresses, one for each process; settings_test.py takes its own."""
    environ = _environ()
    if databases:
        environ["ETTLE_DATABASE_URL"] = databases[0]
        environ["TEST_DATABASE_SERVERS"] = " ".join(databases)
    process = subprocess.Popen(
        [str(python), "-m", "pytest", *words],
        cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    output = ""
    assert process.stdout is not None
    for line in process.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        output += line
    code = process.wait()
    failed_before = tally.failed
    tally.add_summary(output)
    if code not in (0, 5) and tally.failed == failed_before:
        tally.failed += 1  # pytest itself broke


def _environ() -> dict[str, str]:
    return {**checks.build_environ(), coverage.FOLDER_VARIABLE: str(coverage.FOLDER)}


def _run_with_postgresql(python: Path, tally: Tally) -> None:
    """Run the tests that lock, count or migrate on PostgreSQL: a given one, or servers that come with the tests.

    Each process has a server of its own, because some tests read all of a server's files.
    """
    given = os.environ.get("ETTLE_TEST_POSTGRESQL", "")
    if given:
        _run_pytest(python, tally, "-m", "locks", databases=[given])
        return
    with ExitStack() as servers:
        addresses = [servers.enter_context(_start_postgresql(python)) for _process in range(PROCESSES)]
        if not all(addresses):
            print_line("PostgreSQL did not start, so its tests could not run.")
            tally.failed += 1
            return
        _run_pytest(python, tally, "-m", "locks", *IN_PARALLEL, databases=addresses)


@contextmanager
def _start_postgresql(python: Path) -> Iterator[str]:
    """Start a server with a folder of its own and yield its address, or "" if it did not start; stop it afterwards."""
    with tempfile.TemporaryDirectory(prefix="ettle-postgresql-") as folder:
        starter = subprocess.Popen(
            [str(python), "-m", "tests.postgresql", folder],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert starter.stdout is not None
        try:
            yield starter.stdout.readline().strip()
        finally:
            starter.communicate("stop\n", timeout=60)
