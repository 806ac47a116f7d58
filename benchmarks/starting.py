"""From a clone to the first page, and the second start."""

from __future__ import annotations

import re
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import ROOT, Figure
from tests.journeys.site import free_port

CLAIM = "a newcomer reads the first page within a minute of cloning; later starts take at most 3 seconds"


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="ettle-clone-") as folder:
        began = time.monotonic()
        clone = Path(folder, "ettle")
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        first = _start(clone, began)
        yield Figure("clone to first page", first, "s", "60 s")
        seconds = [_start(clone, time.monotonic()) for _ in range(3)]
        yield Figure("second start (median of 3)", sorted(seconds)[1], "s", "3 s")
        yield Figure("second start / first", sorted(seconds)[1] / first, "×")


def _start(clone: Path, began: float) -> float:
    """Start the site of a clone, fetch the front page, stop it; return the seconds until the page was here."""
    port = free_port()
    process = subprocess.Popen(
        [str(clone / "ettle"), "run", "--port", str(port)], cwd=clone, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if re.search(r"Ready", line):
                break
        urllib.request.urlopen(f"http://localhost:{port}/", timeout=30).read()
        return time.monotonic() - began
    finally:
        process.terminate()
        process.stdout.read()
        process.wait(30)
