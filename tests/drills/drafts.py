"""1,000 people who write while connection, server, session, tab or browser fail: is every character found again?

The runs are made in slices, each by a process of its own. Among some hundred runs a browser whose page has crashed may
leave its driver waiting for ever: that run, or a slice that takes too long, is made again once, and the figures say so.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as Xml

from benchmarks.figures import ROOT, Figure
from tests.drill_results import report_figures

ABOUT = "1,000 faulted runs of writing: is every character found again? (--count N, --first SEED)"
TEST = "tests/journeys/test_words.py::test_no_character_is_lost"
COUNT = 1_000
SLICE = 50  # runs
LONGEST_SLICE = 20 * 60  # seconds; it takes three minutes on a machine that does nothing else
BUDGETS = {"characters lost": "0", "runs with a fault": "0"}


def run_drill(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./ettle drill drafts", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help=f"how many runs ({COUNT:,})")
    parser.add_argument("--first", type=int, default=1, help="the seed of the first run (1)")
    options = parser.parse_args(words)
    numbers: Counter[str] = Counter()
    ended = options.first + options.count
    for first in range(options.first, ended, SLICE):
        size = min(SLICE, ended - first)
        found = _run_slice(first, size)
        if found is None:
            numbers["slices made again"] += 1
            found = _run_slice(first, size)
        if found is None:
            print(f"The runs from seed {first} on stopped twice.")
            return 1
        if found.get("runs") != size:
            print(f"The runs from seed {first} on did not all run; pytest says above why.")
            return 1
        numbers.update(found)
        print(f"{first + size - options.first:,} of {options.count:,} runs", flush=True)
    figures = [Figure(what, value, "", BUDGETS.get(what, "")) for what, value in numbers.items()]
    return report_figures("Drafts", figures, is_full=options.count >= COUNT)


def _run_slice(first: int, size: int) -> dict[str, int] | None:
    """The numbers of the runs from one seed on. None: it took too long and was stopped with all that it started."""
    environ = os.environ | {"ETTLE_WORD_RUNS": str(size), "ETTLE_WORD_SEED": str(first)}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = ["-q", "-s", "-p", "no:randomly", "-o", "junit_family=xunit1", f"--junitxml={report}"]
        command = [sys.executable, "-m", "pytest", *options, TEST]
        with subprocess.Popen(command, cwd=ROOT, env=environ, start_new_session=True) as process:
            try:
                process.wait(timeout=LONGEST_SLICE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return None
        return read_numbers(report) if report.exists() else {}


def read_numbers(report: Path) -> dict[str, int]:
    """The numbers that a test recorded with `record_property`, from pytest's report in XML."""
    properties = Xml.parse(report).iter("property")  # noqa: S314 - our own pytest wrote it
    return {str(found.get("name")): int(str(found.get("value"))) for found in properties}
