"""Figures: how they are measured, printed and stored, with the machine and commit they belong to."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, thread_time

ROOT = Path(__file__).resolve().parents[1]
STORE = Path(__file__).with_name("last.json")
DOCUMENT = ROOT / "docs" / "reference" / "benchmarks.md"
HEADING = "## Last figures\n"


@dataclass(frozen=True)
class Figure:
    """What was measured, its value and unit, and its budget: the most it may be, "at least" the least, or ""."""

    name: str
    value: float
    unit: str
    budget: str = ""
    note: str = ""

    @property
    def is_over_budget(self) -> bool:
        limit = re.search(r"[\d.]+", self.budget)
        if limit is None:
            return False
        if self.budget.startswith("at least"):
            return self.value < float(limit.group())
        return self.value > float(limit.group())

    def format_value(self) -> str:
        """Return the value with as many digits as say something."""
        if self.value == int(self.value) and self.unit == "":
            return f"{self.value:,.0f}"
        return f"{self.value:,.2f}" if self.value >= 0.1 or self.value == 0 else f"{self.value:.5f}"

    def format_row(self) -> str:
        """Return one line: verdict, value and unit, name, budget and note."""
        verdict = "" if not self.budget else "OVER" if self.is_over_budget else "ok"
        budget = f"  (budget {self.budget})" if self.budget else ""
        note = f"  [{self.note}]" if self.note else ""
        return f"  {verdict:<4} {self.format_value():>10} {self.unit:<9} {self.name}{budget}{note}"


def find_percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share (0 to 1) of the values lie, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure_times(
    action: Callable[[], object], *, repeats: int, warm_up: int = 5, clock: Callable[[], float] = perf_counter
) -> list[float]:
    """Return the milliseconds of each of `repeats` runs, after some that do not count (no more than those that do)."""
    for _ in range(min(warm_up, repeats)):
        action()
    times = []
    for _ in range(repeats):
        began = clock()
        action()
        times.append((clock() - began) * 1000)
    return times


def measure_processor_times(action: Callable[[], object], *, repeats: int) -> list[float]:
    """Return the same in time that the processor spent on it, which other programs on the machine hardly change."""
    return measure_times(action, repeats=repeats, clock=thread_time)


def measure_rate(action: Callable[[], object], *, seconds: float) -> float:
    """Return how often it can be done in a second, on one core."""
    action()
    began, done = perf_counter(), 0
    while perf_counter() - began < seconds:
        action()
        done += 1
    return done / (perf_counter() - began)


def describe_run() -> dict[str, str]:
    """Return commit, machine and time."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "commit": commit.stdout.strip() or "not a checkout",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
    }


def store_figures(figures: Sequence[Figure], run: dict[str, str]) -> None:
    """Write the figures beside the benchmarks, and as a table at the end of their page in the docs."""
    STORE.write_text(json.dumps({**run, "figures": [asdict(figure) for figure in figures]}, indent=1) + "\n")
    before, heading, _ = DOCUMENT.read_text().partition(HEADING)
    DOCUMENT.write_text(before + heading + "\n" + write_table(figures, run))


def write_table(figures: Sequence[Figure], run: dict[str, str]) -> str:
    """Return the figures as Markdown. Those over their budget are bold."""
    lines = [
        f"Taken at {run['at']} on {run['machine']}, commit `{run['commit']}`.",
        "Trust the ratios, not the absolute figures. Bold: over the budget.",
        "",
        "| figure | value | budget |",
        "| --- | --- | --- |",
    ]
    for figure in figures:
        value = f"{figure.format_value()} {figure.unit}".strip()
        value = f"**{value}**" if figure.is_over_budget else value
        lines.append(f"| {figure.name} | {value} | {figure.budget} |".replace("|  |", "| |"))
    return "\n".join(lines) + "\n"
