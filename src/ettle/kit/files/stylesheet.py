"""One stylesheet out of many files: a component has a file of its own, a page asks for one address.

An @import costs a round trip for each file, and a build step would need a tool. So a static files finder joins the
files whenever Django looks for `kit/css/kit.css`: in tests, while developing, and when collectstatic runs.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "kit/css/kit.css"
SOURCES = Path(__file__).parents[1] / "static" / "kit" / "css"
SOURCE_FILES = (
    "layers",
    "reset",
    "tokens",
    "base",
    "shell",
    "text",
    "button",
    "form",
    "flow",
    "list",
    "chart",
    "drawing",
    "journey",
    "contrast",
    "print",
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLANKS = re.compile(r"\s*\n\s*")


def join_stylesheets() -> str:
    """Return the whole stylesheet, without comments and indents."""
    parts = (COMMENT.sub("", (SOURCES / f"{part}.css").read_text()) for part in SOURCE_FILES)
    return BLANKS.sub("\n", "\n".join(parts)).strip() + "\n"


class StylesheetFinder(BaseFinder):
    """Finds the joined stylesheet. It is written to a temporary folder, because Django serves files by their path."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self._folder = tempfile.mkdtemp(prefix="ettle-css-")
        # Nobody closes a finder: Django drops it when the list of rooms changes, and the folder goes with it.
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._storage = FileSystemStorage(location=self._folder)

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        found = [self._write_stylesheet()] if path == NAME else []
        if find_all:
            return found
        return found[0] if found else None

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        self._write_stylesheet()
        yield NAME, self._storage

    def _write_stylesheet(self) -> str:
        target = Path(self._folder) / NAME
        target.parent.mkdir(parents=True, exist_ok=True)
        text = join_stylesheets()
        if not target.exists() or target.read_text() != text:
            target.write_text(text)
        return str(target)
