"""How much of what could identify a person the privacy check finds in labelled accounts, its false alarms and its cost.

`ACCOUNTS=FILE ./ettle bench privacy` measures another file of the same format. Only figures are printed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks.figures import Figure, find_percentile, measure_processor_times
from benchmarks.labelled_accounts import DATA, Account, Recall, measure_recall, read_accounts
from benchmarks.sizes import Sizes
from ettle.texts.privacy.check import find_personal_details, find_places

CLAIM = "the privacy check finds most of what identifies someone, with few false alarms, in little time and memory"
TIME_BUDGET, MEMORY_BUDGET = "100 ms", "60 MB"
DIRECT_BUDGET, COMBINATION_BUDGET, ALARM_BUDGET = "at least 95 %", "at least 60 %", "1 each"
MB = 1_000_000
WORDS = 1_000
TIMES = 9


def measure(sizes: Sizes) -> Iterator[Figure]:
    process = psutil.Process()
    before = process.memory_info().rss
    find_personal_details("I asked what mattered.")
    accounts = [account for path in list_files() for account in read_accounts(path)]
    text = make_text(accounts)
    find_personal_details(text)
    memory = (process.memory_info().rss - before) / MB
    for path in list_files():
        yield from describe_recall(path.stem.replace("_", " "), measure_recall(read_accounts(path)))
    times = measure_processor_times(lambda: find_places(text), repeats=TIMES)
    yield Figure(f"{WORDS:,} words, median", find_percentile(times, 0.5), "ms", TIME_BUDGET)
    again = measure_processor_times(lambda: find_personal_details(text), repeats=TIMES)
    yield Figure("the same text again, median", find_percentile(again, 0.5), "ms")
    yield Figure("memory of lists, rules and one text", memory, "MB", MEMORY_BUDGET)


def list_files() -> list[Path]:
    named = os.environ.get("ACCOUNTS")
    return [Path(named)] if named else sorted(DATA.glob("*.txt"))


def describe_recall(name: str, recall: Recall) -> Iterator[Figure]:
    for kind, marked in sorted(recall.marked.items()):
        if kind == "combination":
            continue
        yield Figure(f"{name}: {kind}", 100 * recall.found[kind] / marked, "%", "", f"{recall.found[kind]} of {marked}")
    yield Figure(f"{name}: direct identifiers", 100 * recall.share(is_combination=False), "%", DIRECT_BUDGET)
    yield Figure(f"{name}: combinations", 100 * recall.share(is_combination=True), "%", COMBINATION_BUDGET)
    alarms = recall.alarms_per_clean_account
    yield Figure(f"{name}: false alarms in a clean account", alarms, "each", ALARM_BUDGET, f"{recall.clean} accounts")


def make_text(accounts: list[Account]) -> str:
    words = [word for account in accounts for word in account.text.split()]
    return " ".join((words * (WORDS // max(len(words), 1) + 1))[:WORDS])
