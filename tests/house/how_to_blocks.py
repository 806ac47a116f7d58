"""The code blocks of the how-to pages, and what is said about running them.

A block of shell commands is run by a test, as it is written. An HTML comment on the line before it may say otherwise:
`<!-- runs until stopped -->`, a server; `<!-- not run: … -->`, with the reason.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from tests.house.rooms import ROOT

HOW_TO = sorted((ROOT / "docs" / "how-to").glob("*.md"))
BLOCK = re.compile(
    r"(?:^ *<!-- (?P<note>[^\n]*?) -->\n)?^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^ *```$",
    re.DOTALL | re.MULTILINE,
)
SERVER = "runs until stopped"
NOT_RUN = "not run: "


@dataclass(frozen=True)
class Block:
    """A fenced block. note: the comment before it."""

    language: str
    text: str
    note: str

    @property
    def is_server(self) -> bool:
        return self.note == SERVER

    @property
    def is_run(self) -> bool:
        return self.language == "sh" and not self.note.startswith(NOT_RUN)


def read_blocks(page: Path) -> list[Block]:
    return [
        Block(found["language"], textwrap.dedent(found["text"]), found["note"] or "")
        for found in BLOCK.finditer(page.read_text())
    ]


def blocks_of(name: str, language: str) -> list[Block]:
    """The blocks of a how-to page in one language."""
    return [block for block in read_blocks(ROOT / "docs" / "how-to" / name) if block.language == language]
