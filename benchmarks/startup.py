"""From a clone to the first page, and the second start."""

from __future__ import annotations

import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmarks.figures import ROOT, Figure
from benchmarks.sizes import Sizes
from tests.journeys.site import free_port

CLAIM = "a newcomer reads the first page within a minute of cloning; later starts take at most 3 seconds"


def measure(sizes: Sizes) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="ettle-clone-") as folder:
        began = time.monotonic()
        clone = Path(folder, "ettle")
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        command = [str(clone / "ettle"), "run"]
        first = measure_start(command, began=began)
        yield Figure("clone to first page", first, "s", "60 s")
        second = median(measure_start(command, began=time.monotonic()) for _ in range(sizes.starts))
        yield Figure(f"second start (median of {sizes.starts})", second, "s", "3 s")
        yield Figure("second start / first", second / first, "×")


def measure_start(command: Sequence[str], *, began: float) -> float:
    """Start a site, fetch its front page, stop it. Return the seconds from `began` until the page was here."""
    port = free_port()
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        if not any("Ready" in line for line in process.stdout):
            raise RuntimeError(f"{command[0]} ended before its site was ready.")
        urllib.request.urlopen(f"http://localhost:{port}/", timeout=30).read()
        return time.monotonic() - began
    finally:
        process.terminate()
        process.stdout.read()
        process.wait(30)
