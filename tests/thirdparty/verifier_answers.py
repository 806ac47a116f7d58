"""The verifier file of a site, and what its own script says of many documents: one process of Node for all."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ettle.badges.verify.file import contents
from ettle.badges.verify.file.contents import VerifierFile
from launcher.verifier import build_script

HERE = Path(__file__).parent


@dataclass(frozen=True)
class FileAnswer:
    """What the file says. answer: its name, "" with a fault. results and reasons are by the name of the question."""

    answer: str
    why: str
    fault: str
    compared: str
    results: dict[str, str]
    reasons: dict[str, str]
    endorsements: list[dict[str, Any]]
    issuer: str
    key: str


def make_file(now: datetime) -> VerifierFile:
    """The file of the site as it is, with the script built from the lock file."""
    build_script()
    return contents.build_file(today=now.date())


def ask_file(
    file: VerifierFile, documents: Mapping[str, bytes], *, now: datetime, holders: Mapping[str, str] | None = None
) -> dict[str, FileAnswer]:
    """Return what the file says of each document at a time. holders: what is typed with some of them."""
    asked = {
        name: {"content": base64.b64encode(content).decode(), "holder": (holders or {}).get(name, "")}
        for name, content in documents.items()
    }
    request = {
        "file": base64.b64encode(file.content).decode(),
        "now": int(now.timestamp() * 1000),
        "asked": asked,
    }
    done = subprocess.run(
        ["node", str(HERE / "verifier_file.mjs")], input=json.dumps(request).encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return {name: _read_answer(found) for name, found in json.loads(done.stdout).items()}


def _read_answer(found: dict[str, Any]) -> FileAnswer:
    verdict = found.get("verdict") or {"answer": "", "why": "", "checks": [], "endorsements": []}
    return FileAnswer(
        verdict["answer"],
        verdict["why"],
        found["fault"],
        found["compared"],
        {check["question"]: check["result"] for check in verdict["checks"]},
        {check["question"]: check["reason"] for check in verdict["checks"]},
        verdict["endorsements"],
        verdict.get("issuerName", ""),
        verdict.get("keyName", ""),
    )
