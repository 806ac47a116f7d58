"""`./ettle check`: everything that can be found out without running the product."""

from __future__ import annotations

import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from launcher import environment, packages, verifier
from launcher.parser import parse_nothing
from launcher.paths import ROOT, print_line

# The types in our scripts' comments, read by the TypeScript that comes with the tests' npm packages.
TSC = (
    "node", "tests/thirdparty/node_modules/typescript/lib/tsc.js", "--noEmit", "--allowJs", "--checkJs", "--strict",
    "--target", "es2022", "--module", "es2022", "--moduleResolution", "bundler", "--lib", "es2022,dom,dom.iterable",
)  # fmt: skip
VERIFIER_TSC = ("node", "tests/thirdparty/node_modules/typescript/lib/tsc.js", "--project", "verifier")
CODE = ("src", "tests", "benchmarks", "conftest.py", "manage.py", "launcher")


def command(arguments: list[str]) -> int:
    parse_nothing("check", "Run the static checks: lint, format, types, rooms, templates, migrations.", arguments)
    python = environment.ensure_environment("test", ".venv-test")
    packages.install_npm_packages()
    verifier.build_script()
    return 0 if run_checks(python) else 1


def list_checks(python: Path) -> dict[str, list[Path | str]]:
    """Return the command of each check, the longest first, so that two processors finish together."""
    tools = python.parent
    return {
        "django": [python, "-m", "launcher.inside.django_checks"],
        "types": [tools / "mypy"],
        "scripts": [*TSC, *sorted(ROOT.glob("src/ettle/**/static/*/js/*.js"))],
        "verifier": list(VERIFIER_TSC),
        "templates": [tools / "djlint", "src", "--lint", "--quiet"],
        "rooms": [tools / "lint-imports"],
        "lint": [tools / "ruff", "check", "--quiet", *CODE],
        "format": [tools / "ruff", "format", "--check", "--quiet", *CODE],
    }


def build_environ() -> dict[str, str]:
    """Return our environment variables for a process that imports our code and keeps what it compiled.

    Some machines keep Python from writing compiled files. Every process of the tests, and every site and command that
    they start, would compile Django and pytest's own form of our tests again: half a minute for each process.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}


def run_checks(python: Path) -> bool:
    """Run every static check, two at a time, and print what failed. True when all passed."""
    environ = {**build_environ(), "DJANGO_SETTINGS_MODULE": "ettle.config.settings_test"}

    def run_check(name: str, words: list[Path | str]) -> tuple[str, subprocess.CompletedProcess[str], float]:
        began = time.monotonic()
        done = subprocess.run(list(map(str, words)), cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        return name, done, time.monotonic() - began

    passed = True
    with ThreadPoolExecutor(2) as pool:
        for future in as_completed([pool.submit(run_check, *check) for check in list_checks(python).items()]):
            name, done, seconds = future.result()
            print_line(f"  {name:<11} {'ok' if done.returncode == 0 else 'FAILED'}  {seconds:.1f} s")
            if done.returncode:
                passed = False
                print_line((done.stdout + done.stderr).strip())
    return passed
