"""The project names no machine, no workplace and no package index."""

from __future__ import annotations

import re
import subprocess

from tests.house.rooms import ROOT

# Written in pieces, so that this file does not find itself.
NEVER = re.compile(
    "|".join(
        [
            "/wo" + "rk/",
            "/ro" + "ot/",
            "pypi" + r"\.org",
            "registry" + r"\.npmjs",
            "python" + "hosted",
            "co" + "-authored-by",
        ]
    ),
    re.IGNORECASE,
)


def test_no_file_names_a_machine_or_an_index() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    found = []
    for name in filter(None, files):
        try:
            text = (ROOT / name).read_text()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        found += [f"{name}: {match.group()}" for match in NEVER.finditer(text)]

    assert found == []
