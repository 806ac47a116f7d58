"""How figures are taken and shown: percentiles, ratios, and the machine and commit they belong to."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, thread_time

ROOT = Path(__file__).resolve().parents[1]
LAST = Path(__file__).with_name("last.json")


@dataclass(frozen=True)
class Figure:
    """One figure: what was measured, its value and unit, and the budget it is held to ("" when there is none)."""

    name: str
    value: float
    unit: str
    budget: str = ""
    note: str = ""

    def line(self) -> str:
        budget = f"  (budget {self.budget})" if self.budget else ""
        note = f"  {self.note}" if self.note else ""
        value = f"{self.value:>12,.2f}" if self.value >= 0.1 else f"{self.value:>12.5f}"
        return f"  {self.name:<58} {value} {self.unit}{budget}{note}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share (0 to 1) of the values lie, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def times_of(
    act: Callable[[], object], *, repeat: int, warm: int = 5, clock: Callable[[], float] = perf_counter
) -> list[float]:
    """Milliseconds of each of `repeat` runs, after some that do not count."""
    for _ in range(warm):
        act()
    taken = []
    for _ in range(repeat):
        began = clock()
        act()
        taken.append((clock() - began) * 1000)
    return taken


def work_of(act: Callable[[], object], *, repeat: int) -> list[float]:
    """The same in time that the processor spent on it, which other programs on the machine hardly change."""
    return times_of(act, repeat=repeat, clock=thread_time)


def per_second(act: Callable[[], object], *, seconds: float = 1.0) -> float:
    """How often it can be done in a second, on one core."""
    act()
    began, done = perf_counter(), 0
    while perf_counter() - began < seconds:
        act()
        done += 1
    return done / (perf_counter() - began)


def where_and_what() -> dict[str, str]:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "commit": commit.stdout.strip() or "not a checkout",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
    }


def keep(figures: Sequence[Figure]) -> None:
    """Write the last figures beside the scripts that took them."""
    about = where_and_what()
    LAST.write_text(json.dumps({**about, "figures": [asdict(figure) for figure in figures]}, indent=1) + "\n")
