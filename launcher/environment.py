"""The Python environment, made from a lock file of exact versions and hashes, and made again when the lock changes."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher.paths import IS_CLONE, LOCKS, ROOT, Stop

SPACE_NEEDED = 1_000_000_000  # bytes: the environment of a site takes half of it


def ensure_environment(lock: str, folder: str) -> Path:
    """Return the Python of an environment that holds exactly what locks/<lock>.txt says.

    Two commands that are started at once, such as two tests, make it once: the second waits for the first. An
    installed copy runs in the environment that it was installed into.
    """
    if not IS_CLONE:
        return Path(sys.executable)
    python = ROOT / folder / "bin" / "python"
    if not is_ready(lock, folder):
        with _only_one_makes(folder), readable_by_all():
            if not is_ready(lock, folder):
                _make(lock, ROOT / folder)
    return python


@contextmanager
def _only_one_makes(folder: str) -> Iterator[None]:
    locks = ROOT / ".cache"
    locks.mkdir(exist_ok=True)
    with (locks / f"making{folder}").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def readable_by_all() -> Iterator[None]:
    """Install programs for every account: PostgreSQL runs as another one than root. Data stays private (main.py)."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def is_ready(lock: str, folder: str) -> bool:
    stamp = ROOT / folder / "made-from"
    return not IS_CLONE or (stamp.exists() and stamp.read_text() == _fingerprint(lock))


def _fingerprint(lock: str) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in (lock, "tools"):
        digest.update((LOCKS / f"{name}.txt").read_bytes())
    return digest.hexdigest()


def _make(lock: str, folder: Path) -> None:
    free = shutil.disk_usage(ROOT).free
    if free < SPACE_NEEDED:
        raise Stop(f"There is too little room on the disk: {free // 1_000_000} MB free, 1,000 MB needed in {ROOT}.")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        venv.create(folder, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Stop(f"The Python environment could not be made in {folder}: {error}.") from error
    python = str(folder / "bin" / "python")
    _install([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCKS / "tools.txt")])
    uv = [python, "-m", "uv", "pip", "install", "--quiet", "--python", python, "--require-hashes"]
    _install([*uv, "-r", str(LOCKS / f"{lock}.txt")])
    (folder / "made-from").write_text(_fingerprint(lock))


def _install(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    said = (done.stderr or done.stdout).strip()
    if any(sign in said for sign in ("resolve", "connect", "Connection", "timed out", "network", "No matching")):
        raise Stop(
            "The libraries could not be fetched: the package index did not answer. Check the network and try again."
        )
    raise Stop("The libraries could not be installed:\n" + "\n".join(said.splitlines()[-8:]))
