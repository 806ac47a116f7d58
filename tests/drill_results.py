"""What a drill measured: printed, and stored when the drill was run at its full size.

The last figures of each drill are in `tests/drills/last.json` and, as tables, in docs/reference/drills.md.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pytest

from benchmarks.figures import ROOT, Figure, describe_run

STORE = ROOT / "tests" / "drills" / "last.json"
PAGE = ROOT / "docs" / "reference" / "drills.md"
INTRODUCTION = """# Last figures of the drills

Written by `./ettle drill` at the end of a full run; [how to run drills](../how-to/run-drills.md) says what each does
and what its figures mean. Bold: over what is promised.
"""


def report_figures(name: str, figures: Sequence[Figure], *, is_full: bool) -> int:
    """Print the figures, store those of a full run, and return the status to end with: 1 if a promise is broken."""
    print(f"\n{name}")
    for figure in figures:
        print(figure.format_row(), flush=True)
    if is_full:
        results = json.loads(STORE.read_text()) if STORE.exists() else {}
        results[name] = {**describe_run(), "figures": [asdict(figure) for figure in figures]}
        STORE.write_text(json.dumps(dict(sorted(results.items())), indent=1) + "\n")
        PAGE.write_text(write_page(results))
    else:
        print("Not stored: a smaller run than the full one.")
    return int(any(figure.is_over_budget for figure in figures))


def write_page(results: Mapping[str, Any]) -> str:
    """Return the page of the docs with a table for each drill."""
    sections = [INTRODUCTION]
    for name, run in sorted(results.items()):
        lines = [f"## {name}", "", f"Taken at {run['at']} on {run['machine']}, commit `{run['commit']}`.", ""]
        lines += ["| figure | value | promise |", "| --- | --- | --- |"]
        lines += [_write_row(Figure(**values)) for values in run["figures"]]
        sections.append("\n".join(lines) + "\n")
    return "\n".join(sections)


def _write_row(figure: Figure) -> str:
    value = f"{figure.format_value()} {figure.unit}".strip()
    value = f"**{value}**" if figure.is_over_budget else value
    note = f" ({figure.note})" if figure.note and not figure.is_over_budget else ""
    return f"| {figure.name} | {value}{note} | {figure.budget} |".replace("|  |", "| |")


class PropertyCollector:
    """A plugin of pytest that collects the numbers which tests record with `record_property`."""

    def __init__(self) -> None:
        self.numbers: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.numbers.update({name: value for name, value in report.user_properties if isinstance(value, int | float)})


def run_tests(name: str, test: str, environ: Mapping[str, str], budgets: Mapping[str, str], *, is_full: bool) -> int:
    """Run a test at another size, set by variables, and report the numbers that it records.

    budgets: of those numbers that are a promise.
    """
    os.environ |= environ
    collector = PropertyCollector()
    status = int(pytest.main(["-q", "-s", "-p", "no:randomly", test], plugins=[collector]))
    figures = [Figure(what, value, "", budgets.get(what, "")) for what, value in collector.numbers.items()]
    return report_figures(name, figures, is_full=is_full and bool(figures)) or status
