"""Accounts in which what could identify a person is marked, and how much of it the privacy check finds.

Accounts are separated by a line of `---`; a first line that begins with `#` is a note. `{kind:words}` marks an
identifier, `{combo1:words}` a part of the first combination. An account without marks is clean. Only figures come out:
an account is never printed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from ettle.texts.privacy.check import find_personal_details

DATA = Path(__file__).parents[1] / "src/ettle/texts/privacy/tests/data"
_MARK = re.compile(r"\{([a-z]+\d*):([^{}]*)\}")
Span = tuple[int, int]


@dataclass(frozen=True)
class Account:
    """text: without marks. direct: kind and place of each identifier. combinations: the parts of each."""

    text: str
    direct: list[tuple[str, Span]]
    combinations: list[list[Span]]

    @property
    def is_clean(self) -> bool:
        return not self.direct and not self.combinations


@dataclass
class Recall:
    """How many were marked and how many of them were found, by kind; false alarms in clean accounts."""

    marked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    clean: int = 0
    alarms: int = 0

    def share(self, *, is_combination: bool) -> float:
        kinds = [kind for kind in self.marked if (kind == "combination") is is_combination]
        marked = sum(self.marked[kind] for kind in kinds)
        return sum(self.found[kind] for kind in kinds) / marked if marked else 1.0

    @property
    def alarms_per_clean_account(self) -> float:
        return self.alarms / self.clean if self.clean else 0.0


def read_accounts(path: Path) -> list[Account]:
    parts = re.split(r"^---[ \t]*$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    bodies = (re.sub(r"\A\s*#[^\n]*\n", "", part).strip() for part in parts)
    return [parse_account(body) for body in bodies if body]


def parse_account(body: str) -> Account:
    text, end = "", 0
    direct: list[tuple[str, Span]] = []
    combinations: dict[str, list[Span]] = defaultdict(list)
    for match in _MARK.finditer(body):
        text += body[end : match.start()]
        place = (len(text), len(text) + len(match.group(2)))
        text, end = text + match.group(2), match.end()
        if match.group(1).startswith("combo"):
            combinations[match.group(1)].append(place)
        else:
            direct.append((match.group(1), place))
    return Account(text + body[end:], direct, list(combinations.values()))


def measure_recall(accounts: list[Account]) -> Recall:
    """Check each account. An identifier is found when any direct finding overlaps it, a combination when one does."""
    recall = Recall()
    for account in accounts:
        findings = find_personal_details(account.text)
        direct = [place for finding in findings if finding.kind != "combination" for place in finding.places]
        together = [place for finding in findings if finding.kind == "combination" for place in finding.places]
        for kind, place in account.direct:
            recall.marked[kind] += 1
            recall.found[kind] += overlaps_any(place, direct)
        for parts in account.combinations:
            recall.marked["combination"] += 1
            recall.found["combination"] += any(overlaps_any(part, together) for part in parts)
        if account.is_clean:
            recall.clean += 1
            recall.alarms += len(findings)
    return recall


def overlaps_any(place: Span, others: list[Span]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)
