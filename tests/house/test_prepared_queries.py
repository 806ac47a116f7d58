"""A prepared query is compiled once in a process, and only where a figure shows what it is for (decision 0010)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.call_graph import module_name
from tests.house.rooms import ROOT, SOURCE

CLOCKS = {"now", "localdate", "localtime", "today", "settings"}
RECORD = ROOT / "docs" / "decisions" / "0010-prepared-queries.md"
ROW = re.compile(r"^\| `([\w.]+)` \|.*\| (\d+\.\d ms) \|$", re.MULTILINE)


def test_no_prepared_query_asks_the_clock_or_the_settings() -> None:
    """What it was told when it was compiled would hold as long as the process lives."""
    found = {name: _names_in(function) & CLOCKS for name, function in _prepared_queries()}

    assert found
    assert {name: clocks for name, clocks in found.items() if clocks} == {}


def test_each_prepared_query_is_in_the_record_with_its_figure() -> None:
    assert [name for name, _ in ROW.findall(RECORD.read_text())] == sorted(name for name, _ in _prepared_queries())


def _prepared_queries() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function of the rooms with the decorator, by its address in the package."""
    for path in SOURCE.rglob("*.py"):
        if "tests" in path.parts:
            continue
        module = module_name(path).partition(".")[2]
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and "prepared_query" in map(ast.unparse, node.decorator_list):
                yield f"{module}.{node.name}", node


def _names_in(function: ast.FunctionDef) -> set[str]:
    """Every name and attribute in the function's body."""
    nodes = [node for statement in function.body for node in ast.walk(statement)]
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return attributes | {node.id for node in nodes if isinstance(node, ast.Name)}
