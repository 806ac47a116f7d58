"""A pack of 2,000 areas: loaded, loaded again, tried, written out; and its memory beside that of a pack of 200."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.figures import ROOT, Figure
from benchmarks.sizes import Sizes

CLAIM = "a pack of 2,000 areas loads within 60 s, and memory does not grow with the pack"
STARTER = ROOT / "content" / "leadership"
MB = 1_000_000
SAMPLE_SECONDS = 0.02


@dataclass(frozen=True)
class Run:
    """One command: seconds on the wall and on the processor, and the most memory of its own that it took, in bytes.

    Its own: without what it shares, above all the database file, of which the kernel maps up to 128 MB and takes it
    back when someone else needs the room.
    """

    wall: float
    processor: float
    memory: int


def measure(sizes: Sizes) -> Iterator[Figure]:
    small_pack, large_pack = sizes.small_pack, sizes.large_pack
    with tempfile.TemporaryDirectory(prefix="ettle-packs-") as name:
        folder = Path(name)
        run_command(folder / "empty", "migrate", "--verbosity=0")
        loads = {}
        for areas in (small_pack, large_pack):
            write_pack(folder / f"pack-{areas}", areas)
            shutil.copytree(folder / "empty", folder / f"site-{areas}")
            loads[areas] = run_command(folder / f"site-{areas}", "pack", "load", str(folder / f"pack-{areas}"))
        small, large = loads[small_pack], loads[large_pack]
        yield Figure(f"load {large_pack:,} areas", large.wall, "s", "60 s", f"{large.processor:.0f} s of one core")
        yield Figure(f"memory at {large_pack:,} areas", large.memory / MB, "MB")
        yield Figure(f"memory at {large_pack:,} / at {small_pack} areas", large.memory / small.memory, "×", "1.2")
        site, pack = folder / f"site-{large_pack}", str(folder / f"pack-{large_pack}")
        yield Figure("load the same again", run_command(site, "pack", "load", pack).wall, "s", "5 s")
        yield Figure("dry run of the same", run_command(site, "pack", "load", pack, "--dry-run").wall, "s", "5 s")
        _change_summary(Path(pack))
        changed = run_command(site, "pack", "load", pack)
        yield Figure("load with one area changed", changed.wall, "s", "", f"{changed.processor:.0f} s of one core")
        out = run_command(site, "pack", "export", str(folder / "out.zip"))
        yield Figure("export to a zip", out.wall, "s", "", f"{out.memory / MB:.0f} MB of memory")


def write_pack(folder: Path, areas: int) -> None:
    """Write the starter pack with more areas until there are so many, each with words that no other has."""
    shutil.copytree(STARTER, folder)
    models = [path.read_text() for path in sorted((STARTER / "areas").glob("*.md"))]
    for number in range(areas - len(models)):
        text = _vary_area(models[number % len(models)], number)
        (folder / "areas" / f"made-{number:04}.md").write_text(text)


def _vary_area(model: str, number: int) -> str:
    """Return the text of an area under another key, with a word of its own in every paragraph."""
    text = re.sub(r"^key: .*$", f"key: made-{number:04}", model, count=1, flags=re.MULTILINE)
    head, _, body = text.partition("\n---\n")
    parts = body.split("\n\n")
    varied = [f"{part} Told at {number}." if re.match(r"[A-Z][^\n]*", part) else part for part in parts]
    return f"{head}\n---\n" + "\n\n".join(varied)


def _change_summary(pack: Path) -> None:
    page = pack / "areas" / "made-0000.md"
    page.write_text(page.read_text().replace("summary: ", "summary: Now ", 1))


def run_command(data: Path, *words: str) -> Run:
    """Run a management command on the site of a data folder."""
    data.mkdir(exist_ok=True)
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("ETTLE_", "DJANGO_"))}
    ours |= {"ETTLE_DATA": str(data), "ETTLE_DEMO": "1", "PYTHONPATH": str(ROOT / "src")}
    return measure_process([sys.executable, "manage.py", *words], environ=ours, log=data / "output.log")


def measure_process(command: Sequence[str], *, environ: Mapping[str, str], log: Path) -> Run:
    """Run a command and look at it while it runs. Raises RuntimeError with the end of its output if it fails."""
    began = time.monotonic()
    with log.open("a") as output:
        process = psutil.Popen([*command], cwd=ROOT, env=environ, stdout=output, stderr=output)
        most, processor = 0, 0.0
        while process.poll() is None:
            with suppress(psutil.Error):
                memory, spent = process.memory_info(), process.cpu_times()
                most, processor = max(most, memory.rss - memory.shared), spent.user + spent.system
            time.sleep(SAMPLE_SECONDS)
    if process.returncode:
        raise RuntimeError(log.read_text()[-2_000:])
    return Run(time.monotonic() - began, processor, most)
