"""`./ettle verifier`: build the script of the verifier file from the lock file of verifier/ (decision 0091)."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from pathlib import Path

from launcher.environment import readable_by_all
from launcher.parser import parse_nothing
from launcher.paths import ROOT, Stop, print_line

FOLDER = ROOT / "verifier"
LOCK = FOLDER / "package-lock.json"
SOURCES = [LOCK, FOLDER / "build.mjs", *sorted(FOLDER.glob("src/*.js"))]
SCRIPT = ROOT / "src" / "ettle" / "badges" / "verify" / "file" / "verifier.js"


def command(arguments: list[str]) -> int:
    parse_nothing(
        "verifier", "Build the script of the file that checks badges without a network. Needs npm.", arguments
    )
    build_script()
    print_line(f"Built: {SCRIPT.relative_to(ROOT)}, {SCRIPT.stat().st_size:,} bytes")
    return 0


def build_script() -> Path:
    """Return the script, built again when its sources or the lock have changed. Two calls at once build it once."""
    (ROOT / ".cache").mkdir(exist_ok=True)
    with (ROOT / ".cache" / "building-verifier").open("w") as file, readable_by_all():
        fcntl.flock(file, fcntl.LOCK_EX)
        if not (SCRIPT.exists() and _is_made_from("script", SOURCES)):
            _build()
    return SCRIPT


def _build() -> None:
    if not (shutil.which("npm") and shutil.which("node")):
        raise Stop("The verifier file needs Node.js and npm to be built. On Debian: sudo apt-get install nodejs npm")
    part = SCRIPT.with_suffix(".part")
    if not _is_made_from("packages", [LOCK]):
        _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])
        _stamp("packages").write_text(_fingerprint([LOCK]))
    _run(["node", "build.mjs", str(part)])
    part.replace(SCRIPT)
    _stamp("script").write_text(_fingerprint(SOURCES))


def _stamp(what: str) -> Path:
    return FOLDER / "node_modules" / f".{what}-made-from"


def _is_made_from(what: str, files: list[Path]) -> bool:
    return _stamp(what).exists() and _stamp(what).read_text() == _fingerprint(files)


def _fingerprint(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _run(words: list[str]) -> None:
    done = subprocess.run(words, cwd=FOLDER, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"The script of the verifier file could not be built ({' '.join(words[:2])}):\n{done.stderr[-800:]}")
