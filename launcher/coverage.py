"""How much of the product the behaviour tests run, and the floors below which `./ettle test` fails.

pyproject.toml has the figures, under [tool.ettle.coverage]. Branches count: a line is covered when it has run, an `if`
when it has gone both ways.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

from launcher.paths import ROOT, print_line

FOLDER = ROOT / ".cache" / "coverage"
FOLDER_VARIABLE = "ETTLE_TEST_COVERAGE"
REPORT = FOLDER / "report.json"
MEASURED = "src/ettle"
OMITTED = ["*/tests/*", "*/migrations/*", "src/ettle/config/*"]


def pytest_options() -> list[str]:
    """Return what pytest is given to measure, and forget what was measured before.

    SlipCover's own plugin is left out: it also rewrites pytest's imports, which packages of tests do not survive.
    """
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    return ["-p", "launcher.inside.coverage_plugin", "-p", "no:slipcover"]


def check_floors(python: Path) -> bool:
    """Print the figure and every floor that is not reached. True when all are."""
    measured = sorted(map(str, FOLDER.glob("*.json")))
    options = ["--branch", "--json", "--silent", "--out", str(REPORT)]
    words = [str(python), "-m", "slipcover", "--merge", *measured, *options]
    done = subprocess.run(words, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    if not measured or done.returncode:
        print_line("The coverage could not be read:\n" + (done.stdout + done.stderr).strip())
        return False
    report = json.loads(REPORT.read_text())
    print_line(f"  branches and lines covered: {report['summary']['percent_covered']:.1f} %")
    faults = find_faults(report, tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ettle"]["coverage"])
    for fault in faults:
        print_line(f"  {fault}")
    return not faults


def find_faults(report: dict[str, Any], floors: dict[str, Any]) -> list[str]:
    """Return a sentence for each floor that is not reached.

    report: what SlipCover writes.
    floors: overall, in per cent; complete, the dotted names of modules that must be covered whole. A package stands
    for all of its modules.
    """
    faults = []
    covered = report["summary"]["percent_covered"]
    if covered < floors["overall"]:
        faults.append(f"{covered:.2f} % is covered and the floor is {floors['overall']} %.")
    modules = {_module_name(path): file for path, file in report["files"].items()}
    for wanted in floors["complete"]:
        found = {name: file for name, file in modules.items() if name == wanted or name.startswith(f"{wanted}.")}
        if not found:
            faults.append(f"{wanted} is to be covered whole, but no such module was measured.")
        faults += filter(None, (_find_gaps(name, file) for name, file in found.items()))
    return faults


def _module_name(path: str) -> str:
    parts = Path(path).with_suffix("").parts
    parts = parts[1:] if parts[0] == "src" else parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _find_gaps(name: str, file: dict[str, Any]) -> str:
    lines = [str(line) for line in file["missing_lines"]]
    branches = [f"{start}→{end or 'end'}" for start, end in file.get("missing_branches", [])]
    if not lines and not branches:
        return ""
    return f"{name} is to be covered whole; not run: " + ", ".join(lines + branches)
