"""Commands for developers that run a module in an environment: benchmarks, drills, translations, the lock files."""

from __future__ import annotations

import os
import subprocess

from launcher import environment
from launcher.parser import Parser
from launcher.paths import LOCKS, ROOT, Stop, print_line


def bench(words: list[str]) -> int:
    """Run the benchmarks in the tests' environment."""
    parser = Parser("bench", "Measure speed and print ratios and percentiles.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="run these benchmarks only")
    parser.add_argument("--tiny", action="store_true", help="small sizes, to see that the benchmarks run")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL that comes with the tests")
    parser.parse_args(words)
    return _run_module("benchmarks", words)


def drill(words: list[str]) -> int:
    """Run one of the long tests in the tests' environment."""
    if words[:1] in (["-h"], ["--help"]):
        names = ", ".join(sorted(path.stem for path in (ROOT / "tests" / "drills").glob("[!_]*.py")))
        about = f"Run a long test on a large scale: {names}. Without a name: say what each is about."
        Parser("drill", about, usage="./ettle drill [-h] [NAME [its options]]").print_help()
        return 0
    return _run_module("tests.drills", words)


def messages(words: list[str]) -> int:
    """Read the messages to translate, and write catalogues, in the tests' environment."""
    parser = Parser("messages", "Bring catalogues of translations up to date, and compile them.")
    parser.add_argument("act", nargs="?", choices=["update", "compile"], help="left out: say how much is translated")
    parser.add_argument("language", nargs="?", metavar="LANGUAGE", help="a code such as gd, for update")
    parser.parse_args(words)
    return _run_module("launcher.inside.messages", words)


def _run_module(module: str, words: list[str]) -> int:
    python = environment.ensure_environment("test", ".venv-test")
    return subprocess.run([str(python), "-m", module, *words], cwd=ROOT, env=_with_source(), check=False).returncode


def lock(words: list[str]) -> int:
    """Write locks/*.txt from pyproject.toml. The index's address is left out: it is each machine's own affair."""
    parser = Parser("lock", "Write the lock files from pyproject.toml. Versions that fit stay as they are.")
    parser.add_argument("--upgrade", action="store_true", help="take newer versions")
    upgrades = parser.parse_args(words).upgrade
    python = environment.ensure_environment("run", ".venv")
    uv = [str(python), "-m", "uv"]
    upgrade = ["--upgrade"] if upgrades else []
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
