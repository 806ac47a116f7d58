"""A pack of 2,000 areas: loaded, loaded again, tried, written out; and its memory beside that of a pack of 200."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.figures import ROOT, Figure

CLAIM = "a pack of 2,000 areas loads within 60 s, and memory does not grow with the pack"
SMALL, LARGE = 200, 2_000
STARTER = ROOT / "content" / "leadership"
MB = 1_000_000
LOOK_EVERY_SECONDS = 0.02


@dataclass(frozen=True)
class Run:
    """One command: seconds on the wall and on the processor, and the most memory of its own that it held, in bytes.

    Its own: without what it shares, above all the database file, of which the kernel maps up to 128 MB and takes it
    back when somebody else needs the room.
    """

    wall: float
    processor: float
    memory: int


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="ettle-packs-") as name:
        folder = Path(name)
        _manage(folder / "empty", "migrate", "--verbosity=0")
        loads = {}
        for areas in (SMALL, LARGE):
            make(folder / f"pack-{areas}", areas)
            shutil.copytree(folder / "empty", folder / f"site-{areas}")
            loads[areas] = _manage(folder / f"site-{areas}", "pack", "load", str(folder / f"pack-{areas}"))
        small, large = loads[SMALL], loads[LARGE]
        yield Figure(f"load {LARGE:,} areas", large.wall, "s", "60 s", f"{large.processor:.0f} s of one core")
        yield Figure(f"memory at {LARGE:,} areas", large.memory / MB, "MB")
        yield Figure(f"memory at {LARGE:,} / at {SMALL} areas", large.memory / small.memory, "×", "1.2")
        site, pack = folder / f"site-{LARGE}", str(folder / f"pack-{LARGE}")
        yield Figure("load the same again", _manage(site, "pack", "load", pack).wall, "s", "5 s")
        yield Figure("dry run of the same", _manage(site, "pack", "load", pack, "--dry-run").wall, "s", "5 s")
        _reword_one(Path(pack))
        one = _manage(site, "pack", "load", pack)
        yield Figure("load with one area changed", one.wall, "s", "", f"{one.processor:.0f} s of one core")
        out = _manage(site, "pack", "export", str(folder / "out.zip"))
        yield Figure("export to a zip", out.wall, "s", "", f"{out.memory / MB:.0f} MB of memory")


def make(folder: Path, areas: int) -> None:
    """The starter pack with more areas until there are so many, each with words that no other has."""
    shutil.copytree(STARTER, folder)
    models = [path.read_text() for path in sorted((STARTER / "areas").glob("*.md"))]
    for number in range(areas - len(models)):
        text = _its_own(models[number % len(models)], number)
        (folder / "areas" / f"made-{number:04}.md").write_text(text)


def _its_own(model: str, number: int) -> str:
    text = re.sub(r"^key: .*$", f"key: made-{number:04}", model, count=1, flags=re.MULTILINE)
    head, _, body = text.partition("\n---\n")
    parts = body.split("\n\n")
    told = [f"{part} Told at {number}." if re.match(r"[A-Z][^\n]*", part) else part for part in parts]
    return f"{head}\n---\n" + "\n\n".join(told)


def _reword_one(pack: Path) -> None:
    page = pack / "areas" / "made-0007.md"
    page.write_text(page.read_text().replace("summary: ", "summary: Now ", 1))


def _manage(data: Path, *words: str) -> Run:
    data.mkdir(exist_ok=True)
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("ETTLE_", "DJANGO_"))}
    ours |= {"ETTLE_DATA": str(data), "ETTLE_DEMO": "1", "PYTHONPATH": str(ROOT / "src")}
    began = time.monotonic()
    with (data / "said.log").open("a") as said:
        process = psutil.Popen([sys.executable, "manage.py", *words], cwd=ROOT, env=ours, stdout=said, stderr=said)
        most, processor = 0, 0.0
        while process.poll() is None:
            with suppress(psutil.Error):
                held, spent = process.memory_info(), process.cpu_times()
                most, processor = max(most, held.rss - held.shared), spent.user + spent.system
            time.sleep(LOOK_EVERY_SECONDS)
    if process.returncode:
        raise RuntimeError((data / "said.log").read_text()[-2_000:])
    return Run(time.monotonic() - began, processor, most)
