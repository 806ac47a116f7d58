"""What became of a pack, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ettle.packs.loading import Report
from ettle.packs.places import Trouble

MOST_LINES = 20


@dataclass
class Told:
    """lines: what was done. problems: what kept it from being done."""

    lines: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def of_check(troubles: list[Trouble], path: Path) -> Told:
    return Told(problems=list(_problems(troubles, path))) if troubles else Told(lines=["Nothing to mend."])


def of_load(report: Report, path: Path, *, dry_run: bool) -> Told:
    """A dry run lists every file that would change, with the names and the words; loading says how many, and which
    were kept."""
    if report.troubles:
        return Told(problems=[*_problems(report.troubles, path)])
    lines = list(_listed(report)) if dry_run else []
    lines += [f"{name}: kept, because an author has changed it here." for name in report.kept]
    if report.kept:
        lines.append("--overwrite puts the words of the pack in the place of the author’s.")
    if report.gone:
        lines.append(f"No longer in the pack, left on the site: {', '.join(report.gone)}")
    return Told(lines=[*lines, _counted(report, dry_run=dry_run)])


def _listed(report: Report) -> Iterator[str]:
    for name in report.added:
        yield f"{name}: would be added"
    for name in [*report.changed, *report.kept]:
        would = "would be changed" if name in report.changed else "differs from the pack"
        yield f"{name}: {would}"
        lines = [line for found in report.differences.get(name, ()) for line in found.lines()]
        yield from (f"    {line}" for line in lines[:MOST_LINES])
        if len(lines) > MOST_LINES:
            yield f"    … and {len(lines) - MOST_LINES} lines more"


def _counted(report: Report, *, dry_run: bool) -> str:
    counts = [(len(getattr(report, outcome)), outcome) for outcome in ("added", "changed", "unchanged", "kept")]
    words = ", ".join(f"{count:,} {outcome}" for count, outcome in counts if count)
    words = f"would be: {words}" if dry_run else words
    return f"{words[:1].upper()}{words[1:]}."


def _problems(troubles: list[Trouble], path: Path) -> Iterator[str]:
    for trouble in troubles:
        yield f"{path}/{trouble}"
    count = "1 problem" if len(troubles) == 1 else f"{len(troubles):,} problems"
    yield f"{count}. Nothing was loaded."
