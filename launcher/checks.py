"""`./ettle check`: everything that can be said without running the product."""

from __future__ import annotations

import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from launcher import environment, packages
from launcher.places import ROOT, say

# The types in our scripts' comments, read by the TypeScript that comes with the tests' npm packages.
TSC = (
    "node", "tests/thirdparty/node_modules/typescript/lib/tsc.js", "--noEmit", "--allowJs", "--checkJs", "--strict",
    "--target", "es2022", "--module", "es2022", "--moduleResolution", "bundler", "--lib", "es2022,dom,dom.iterable",
)  # fmt: skip
CODE = ("src", "tests", "benchmarks", "conftest.py", "manage.py")


def command(arguments: list[str]) -> int:
    python = environment.python_for("test", ".venv-test")
    packages.npm()
    return 0 if run(python) else 1


def run(python: Path) -> bool:
    """Run every static check, two at a time; say what failed. True when all passed."""
    tools = python.parent
    checks: dict[str, list[Path | str]] = {
        "lint": [tools / "ruff", "check", "--quiet", *CODE, "launcher"],
        "format": [tools / "ruff", "format", "--check", "--quiet", *CODE, "launcher"],
        "types": [tools / "mypy"],
        "rooms": [tools / "lint-imports", "--no-cache"],
        "templates": [tools / "djlint", "src", "--lint", "--quiet"],
        "scripts": [*TSC, *sorted(ROOT.glob("src/ettle/*/static/*/js/*.js"))],
        "migrations": [python, "manage.py", "makemigrations", "--check", "--dry-run"],
        "django": [python, "manage.py", "check", "--fail-level", "WARNING"],
    }
    surroundings = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "ettle.config.settings_test",
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def one(name: str) -> tuple[str, subprocess.CompletedProcess[str], float]:
        began = time.monotonic()
        words = [str(word) for word in checks[name]]
        done = subprocess.run(words, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
        return name, done, time.monotonic() - began

    good = True
    with ThreadPoolExecutor(2) as pool:
        for name, done, seconds in pool.map(one, checks):
            say(f"  {name:<11} {'ok' if done.returncode == 0 else 'FAILED'}  {seconds:.1f} s")
            if done.returncode:
                good = False
                say((done.stdout + done.stderr).strip())
    return good
