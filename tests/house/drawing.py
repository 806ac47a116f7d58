"""The drawing and the table of the rooms in docs/, made from the code."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "ettle"
DRAWING = ROOT / "docs" / "rooms.svg"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
TABLE_BEGINS, TABLE_ENDS = "<!-- table of rooms: begins -->\n", "<!-- table of rooms: ends -->\n"
WIDTH, ROW, BOX, HIGH = 760, 92, 132, 44
STYLE = (
    "<style>rect{fill:#fff;stroke:#23444a;stroke-width:2}text{font:600 16px system-ui;text-anchor:middle;"
    "fill:#23444a}path{fill:none;stroke:#7a9a9f;stroke-width:1.2;opacity:.7}</style>"
)


def layers() -> list[list[str]]:
    """The rooms in the order of the contract, from the one that sees all to the one that sees none."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    order = next(contract for contract in contracts if contract.get("containers") == ["ettle"])
    return [[room.strip() for room in layer.split("|")] for layer in order["layers"]]


def imports() -> list[tuple[str, str]]:
    """Every (room, room it imports) in the product's own code, tests left out."""
    graph = grimp.build_graph("ettle", exclude_type_checking_imports=True, cache_dir=None)
    pairs = set()
    for module in graph.modules:
        parts = module.split(".")
        if len(parts) < 2 or "tests" in parts:
            continue
        for other in graph.find_modules_directly_imported_by(module):
            target = other.split(".")
            if len(target) > 1 and target[1] != parts[1] and "tests" not in target:
                pairs.add((parts[1], target[1]))
    return sorted(pairs)


def draw() -> str:
    """Return the drawing as SVG: a box for each room, a line for each import, config left out (it sees everything)."""
    rows = [layer for layer in layers() if layer != ["config"]]
    places = {
        room: (WIDTH * (column + 1) // (len(layer) + 1), 34 + ROW * row)
        for row, layer in enumerate(rows)
        for column, room in enumerate(layer)
    }
    lines = [
        f'<path d="M{_down(places[a])} C{places[a][0]} {places[a][1] + ROW // 2},'
        f'{places[b][0]} {places[b][1] - ROW // 2},{_up(places[b])}"/>'
        for a, b in imports()
        if a in places and b in places
    ]
    boxes = [
        f'<g><rect x="{x - BOX // 2}" y="{y - HIGH // 2}" width="{BOX}" height="{HIGH}" rx="10"/>'
        f'<text x="{x}" y="{y + 6}">{room}</text></g>'
        for room, (x, y) in places.items()
    ]
    height = 34 + ROW * (len(rows) - 1) + HIGH
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
            '<title id="t">The rooms of the house</title>',
            '<desc id="d">Each line is an import, from the room above to the room below.</desc>',
            STYLE,
            *lines,
            *boxes,
            "</svg>\n",
        ]
    )


def room_table() -> str:
    """Return the table of rooms as Markdown, in the order of the layers. "—" where a room imports no other."""
    imported: dict[str, list[str]] = {}
    for room, other in imports():
        imported.setdefault(room, []).append(other)
    rows = [
        f"| `{room}` | {_first_sentence(room)} | {', '.join(imported.get(room, ['—']))} | {_count_modules(room)} |"
        for layer in layers()
        for room in layer
        if room != "config"
    ]
    return "\n".join(["| room | what it has | imports | modules |", "| --- | --- | --- | ---: |", *rows, ""])


def write_architecture() -> str:
    """Return docs/architecture.md with the table of rooms as the code has it now."""
    before, _, rest = ARCHITECTURE.read_text().partition(TABLE_BEGINS)
    _, _, after = rest.partition(TABLE_ENDS)
    return f"{before}{TABLE_BEGINS}\n{room_table()}\n{TABLE_ENDS}{after}"


def _first_sentence(room: str) -> str:
    """Return the first line of the docstring of the room's package, without its full stop."""
    docstring = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text())) or ""
    return docstring.split("\n")[0].removesuffix(".")


def _count_modules(room: str) -> int:
    """Return how many modules a room has; tests, migrations and empty package files are not counted."""
    paths = (path.relative_to(SOURCE) for path in (SOURCE / room).rglob("*.py"))
    return sum(path.name != "__init__.py" and not {"tests", "migrations"} & set(path.parts) for path in paths)


def _down(place: tuple[int, int]) -> str:
    return f"{place[0]} {place[1] + HIGH // 2}"


def _up(place: tuple[int, int]) -> str:
    return f"{place[0]} {place[1] - HIGH // 2}"
