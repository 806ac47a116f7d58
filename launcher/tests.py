"""`./ettle test`: everything, the way it is tested everywhere. Installs what it needs where it may."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from launcher import checks, environment, packages
from launcher.places import ROOT, Stop, say

COUNT = re.compile(r"(\d+) (passed|failed|error|errors|skipped)\b")


@dataclass
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, said: str) -> None:
        closing = said.strip().splitlines()[-1] if said.strip() else ""
        for number, what in COUNT.findall(closing):
            if what == "passed":
                self.passed += int(number)
            elif what == "skipped":
                self.skipped += int(number)
            else:
                self.failed += int(number)

    def count(self, *, good: bool) -> None:
        if good:
            self.passed += 1
        else:
            self.failed += 1


def command(arguments: list[str]) -> int:
    options = _options(arguments)
    began = time.monotonic()
    packages.system()
    python = environment.python_for("test", ".venv-test")
    packages.npm()
    tally = Tally()
    for name, part in _parts(python, options.quick):
        if options.only and name not in options.only:
            continue
        say(f"\n== {name} ({time.monotonic() - began:.0f} s so far)")
        part(tally)
    say(f"\nAll parts ran in {time.monotonic() - began:.0f} seconds.")
    say(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    return 1 if tally.failed or not tally.passed else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./ettle test", description="Run everything that is tested.")
    parser.add_argument("--quick", action="store_true", help="leave out browsers, crashes and other people's verifiers")
    parser.add_argument("--only", action="append", metavar="PART", help="run this part only: " + ", ".join(PARTS))
    options = parser.parse_args(arguments)
    unknown = set(options.only or []) - set(PARTS)
    if unknown:
        raise Stop(f"There is no part “{', '.join(sorted(unknown))}”. The parts are: {', '.join(PARTS)}.")
    return options


PARTS = ("checks", "behaviour", "postgresql", "verifiers", "journeys", "crashes")


def _parts(python: Path, quick: bool) -> list[tuple[str, Callable[[Tally], None]]]:
    slow = "not browser and not crash and not thirdparty"
    parts: list[tuple[str, Callable[[Tally], None]]] = [
        ("checks", lambda tally: tally.count(good=checks.run(python))),
        ("behaviour", lambda tally: _pytest(python, tally, "-m", slow, "-n", "2", "src", "tests")),
        ("postgresql", lambda tally: _with_postgresql(python, tally)),
    ]
    if not quick:
        parts += [
            ("verifiers", lambda tally: _pytest(python, tally, "-m", "thirdparty")),
            ("journeys", lambda tally: _pytest(python, tally, "-m", "browser")),
            ("crashes", lambda tally: _pytest(python, tally, "-m", "crash")),
        ]
    return parts


def _pytest(python: Path, tally: Tally, *words: str, database: str = "") -> None:
    surroundings = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    if database:
        surroundings["ETTLE_DATABASE_URL"] = database
    process = subprocess.Popen(
        [str(python), "-m", "pytest", *words],
        cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="", flush=True)
        said += line
    code = process.wait()
    before = tally.failed
    tally.add(said)
    if code not in (0, 5) and tally.failed == before:
        tally.failed += 1  # pytest itself fell over


def _with_postgresql(python: Path, tally: Tally) -> None:
    """Run the tests that lock, count or migrate on PostgreSQL: a given one, or one that comes with the tests."""
    given = os.environ.get("ETTLE_TEST_POSTGRESQL", "")
    if given:
        _pytest(python, tally, "-m", "locks", database=given)
        return
    with tempfile.TemporaryDirectory(prefix="ettle-postgresql-") as folder:
        starter = subprocess.Popen(
            [str(python), "-m", "tests.postgresql", folder],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert starter.stdout is not None
        address = starter.stdout.readline().strip()
        try:
            if not address:
                say("PostgreSQL did not start, so its tests could not run.")
                tally.failed += 1
                return
            _pytest(python, tally, "-m", "locks", database=address)
        finally:
            starter.communicate("stop\n", timeout=60)
