"""A small pack for tests, as a folder or a zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

HEAD = """\
key = "small"
title = "Small"
version = "1"
language = "en-GB"
licence = "Apache-2.0"
"""
FRAMEWORK = """\
key: capabilities
use: main
edition: "1"
title: Small
owner: We
items:
  - {key: vis, kind: capability, title: Vision, statement: Seeing.}
  - {key: self, kind: capability, title: Self, statement: Knowing.}
"""
AREA = """\
---
key: listening
title: Listening
summary: How to hear.
minutes: 1
position: 1
roles: [frontline]
capabilities: []
role_paragraphs:
  frontline: You hear it first.
try_this: Ask.
reflection: Who was not there?
reviewed_on: 2026-10-01
references:
  - text: A book
---
## What it is

Sit down first.
"""
FILES = {"pack.toml": HEAD, "frameworks/capabilities.yaml": FRAMEWORK, "areas/listening.md": AREA}


def folder(at: Path) -> Path:
    """The pack in a folder."""
    for name, text in FILES.items():
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_text(text)
    return at


def reword(at: Path, old: str, new: str) -> None:
    """Change words in whatever file of the pack has them."""
    for path in at.rglob("*"):
        if path.is_file() and path.suffix in {".md", ".yaml", ".toml"}:
            path.write_text(path.read_text().replace(old, new))


def zipped(files: Mapping[str, str | bytes] | None = None, how: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in (FILES if files is None else files).items():
            archive.writestr(name, content)
    return out
