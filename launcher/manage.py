"""Commands that are Django management commands, run in the site's own environment."""

from __future__ import annotations

import argparse
import os
import subprocess
from pathlib import Path

from launcher import data_folder, environment, run
from launcher.paths import LOCKS, ROOT, Stop, print_line


def command(words: list[str]) -> int:
    """Run `manage.py words…` with the data folder of `--data` (./var)."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--data", type=Path, default=ROOT / "var")
    parser.add_argument("--port", type=int)
    known, rest = parser.parse_known_args(words)
    options = argparse.Namespace(data=known.data.resolve(), demo=False, host="127.0.0.1", port=known.port)
    python = environment.ensure_environment("run", ".venv")
    options.data.mkdir(parents=True, exist_ok=True)
    if rest[:1] != ["restore"]:
        data_folder.make_keys(options.data)  # a restored site has its own: new ones would open nothing of it
    environ = run.environment_variables(options)
    return subprocess.run([str(python), str(ROOT / "manage.py"), *rest], env=environ, check=False).returncode


def bench(words: list[str]) -> int:
    """Run the benchmarks in the tests' environment."""
    return _run_module("benchmarks", words)


def drill(words: list[str]) -> int:
    """Run one of the long tests in the tests' environment."""
    return _run_module("tests.drills", words)


def _run_module(module: str, words: list[str]) -> int:
    python = environment.ensure_environment("test", ".venv-test")
    return subprocess.run([str(python), "-m", module, *words], cwd=ROOT, env=_with_source(), check=False).returncode


def lock(words: list[str]) -> int:
    """Write locks/*.txt from pyproject.toml. The index's address is left out: it is each machine's own affair."""
    python = environment.ensure_environment("run", ".venv")
    uv = [str(python), "-m", "uv"]
    upgrade = ["--upgrade"] if "--upgrade" in words else []
    plain = ["--format", "requirements-txt", "--no-emit-project", "--no-header", "--no-annotate", "--quiet"]
    for command in (
        [*uv, "lock", "--quiet", *upgrade],
        [*uv, "export", *plain, "--no-dev", "-o", str(LOCKS / "run.txt")],
        [*uv, "export", *plain, "-o", str(LOCKS / "test.txt")],
    ):
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            raise Stop("The lock files could not be written. What is said above says why.")
    print_line("Written: locks/run.txt, locks/test.txt")
    return 0


def _with_source() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
