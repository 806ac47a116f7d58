"""The patterns of `data/numbers.toml`, `data/patterns.toml` and `data/facets.toml`, compiled once for each process."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "data"
DIGIT = re.compile(r"\d")
_PART = re.compile(r"«(\w+)»")


@dataclass(frozen=True)
class Rule:
    """early: it is read before numbers are looked for, because its words have digits of their own.

    needs_digit: it finds nothing in a text without digits, and is not tried there.
    """

    kind: str
    pattern: re.Pattern[str]
    weight: float
    is_early: bool
    needs_digit: bool


@dataclass(frozen=True)
class RuleTables:
    """patterns: in the order of certainty. generic_heads: words before “unit” or “house” that name none."""

    numbers: tuple[Rule, ...]
    patterns: tuple[Rule, ...]
    facets: tuple[Rule, ...]
    generic_heads: frozenset[str]
    naming_heads: frozenset[str]


@lru_cache(maxsize=1)
def load_rules() -> RuleTables:
    """Read and compile the tables: about a tenth of a second."""
    numbers, patterns, facets = (_read_table(f"{name}.toml") for name in ("numbers", "patterns", "facets"))
    parts = {**patterns["words"], **patterns["parts"]}
    return RuleTables(
        numbers=tuple(_compile_rule(row, numbers["parts"]) for row in numbers["number"]),
        patterns=tuple(_compile_rule(row, parts) for row in patterns["pattern"]),
        facets=tuple(_compile_rule(row, facets["parts"]) for row in facets["facet"]),
        generic_heads=frozenset(patterns["heads"]["generic"].split()),
        naming_heads=frozenset(patterns["heads"]["naming"].split()),
    )


def _read_table(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))


def _compile_rule(row: dict[str, Any], parts: dict[str, str]) -> Rule:
    return Rule(
        kind=row["kind"],
        pattern=re.compile(_fill_parts(row["find"], parts)),
        weight=float(row.get("weight", 0)),
        is_early=bool(row.get("early", False)),
        needs_digit=bool(row.get("digits", False)),
    )


def _fill_parts(find: str, parts: dict[str, str]) -> str:
    """Put each part in the place of its name; a part may have names of parts too."""
    while _PART.search(find):
        find = _PART.sub(lambda match: parts[match.group(1)], find)
    return find
