"""What a composed question asks while it is composed would hold for ever (decision 0010)."""

from __future__ import annotations

import ast

from tests.house.rooms import SOURCE

CLOCKS = {"now", "localdate", "localtime", "today", "settings"}


def test_no_composed_question_asks_the_clock_or_the_settings() -> None:
    found = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and "prepared_query" in map(ast.unparse, node.decorator_list):
                body = ast.Module(node.body, [])
                names = {one.attr for one in ast.walk(body) if isinstance(one, ast.Attribute)}
                found[f"{path.name}:{node.name}"] = names & CLOCKS

    assert len(found) > 20
    assert {name: clocks for name, clocks in found.items() if clocks} == {}
