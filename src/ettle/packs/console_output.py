"""The result of checking or loading a pack, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ettle.packs.loader.pack_loader import LoadReport
from ettle.packs.reader.pack_source import FileProblem

MAX_LINES = 20
OUTCOME_WORDS = {"skipped": "kept"}  # an author has changed it, so the site keeps its own


@dataclass
class ConsoleOutput:
    """lines: what was done. problems: why nothing was done."""

    lines: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def format_check(problems: list[FileProblem], path: Path) -> ConsoleOutput:
    return (
        ConsoleOutput(problems=list(_problem_lines(problems, path)))
        if problems
        else ConsoleOutput(lines=["Nothing to correct."])
    )


def format_load(report: LoadReport, path: Path, *, dry_run: bool) -> ConsoleOutput:
    """A dry run lists every file that would change, with each difference; loading gives the counts, and the files
    that were skipped."""
    if report.problems:
        return ConsoleOutput(problems=[*_problem_lines(report.problems, path)])
    lines = list(_changed_file_lines(report)) if dry_run else []
    lines += [f"{name}: kept, because an author has changed it here." for name in report.skipped]
    if report.skipped:
        lines.append("--overwrite puts the words of the pack in the place of the author’s.")
    if report.gone:
        lines.append(f"No longer in the pack, left on the site: {', '.join(report.gone)}")
    return ConsoleOutput(lines=[*lines, _count_summary(report, dry_run=dry_run)])


def _changed_file_lines(report: LoadReport) -> Iterator[str]:
    for name in report.added:
        yield f"{name}: would be added"
    for name in [*report.changed, *report.skipped]:
        would = "would be changed" if name in report.changed else "differs from the pack"
        yield f"{name}: {would}"
        lines = [line for difference in report.differences.get(name, ()) for line in difference.format_lines()]
        yield from (f"    {line}" for line in lines[:MAX_LINES])
        if len(lines) > MAX_LINES:
            yield f"    … and {len(lines) - MAX_LINES} lines more"


def _count_summary(report: LoadReport, *, dry_run: bool) -> str:
    counts = [(len(getattr(report, outcome)), outcome) for outcome in ("added", "changed", "unchanged", "skipped")]
    words = ", ".join(f"{count:,} {OUTCOME_WORDS.get(outcome, outcome)}" for count, outcome in counts if count)
    words = f"would be: {words}" if dry_run else words
    return f"{words[:1].upper()}{words[1:]}."


def _problem_lines(problems: list[FileProblem], path: Path) -> Iterator[str]:
    for problem in problems:
        yield f"{path}/{problem}"
    count = "1 problem" if len(problems) == 1 else f"{len(problems):,} problems"
    yield f"{count}. Nothing was loaded."
