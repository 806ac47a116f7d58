"""Where a pack keeps its drawings: drawings/NAME.svg, and drawings/NAME.icon.svg for lists."""

from __future__ import annotations

import re

DRAWING = re.compile(r"drawings/([a-z0-9]+(?:-[a-z0-9]+)*)(\.icon)?\.svg")


def drawing_path(name: str) -> str:
    return f"drawings/{name}.svg"


def icon_path(name: str) -> str:
    return f"drawings/{name}.icon.svg"


def is_icon(path: str) -> bool:
    match = DRAWING.fullmatch(path)
    return match is not None and match[2] is not None
