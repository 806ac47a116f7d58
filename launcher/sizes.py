"""`./ettle sizes`: how long functions and files are. A report to talk about, not a gate."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

from launcher.parser import parse_nothing
from launcher.paths import ROOT, print_line

LONG_FUNCTION = 50
LONG_FILE = 300


def command(arguments: list[str]) -> int:
    parse_nothing("sizes", "Report how long functions and files are.", arguments)
    functions: list[tuple[int, str]] = []
    files: list[tuple[int, str]] = []
    for path in sorted((ROOT / "src").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        text = path.read_text()
        name = str(path.relative_to(ROOT))
        files.append((text.count("\n"), name))
        functions += _functions(path, text, name)
    lengths = sorted(length for length, _ in functions)
    ninetieth = lengths[len(lengths) * 9 // 10]
    print_line(f"{len(functions)} functions: median {statistics.median(lengths):.0f} lines, 90th {ninetieth}")
    for what, rows, limit in (("Functions", functions, LONG_FUNCTION), ("Files", files, LONG_FILE)):
        long = sorted((row for row in rows if row[0] > limit), reverse=True)
        print_line(f"{what} over {limit} lines: {len(long)}")
        for length, name in long[:20]:
            print_line(f"  {length:>5}  {name}")
    return 0


def _functions(path: Path, text: str, name: str) -> list[tuple[int, str]]:
    return [
        ((node.end_lineno or node.lineno) - node.lineno + 1, f"{name}:{node.lineno} {node.name}")
        for node in ast.walk(ast.parse(text, str(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
