"""`./ettle drill NAME`: a test that is too long for every day, on a larger scale; it prints what it measured.

Each module beside this one is a drill: ABOUT is its line in the list, run_drill takes the words after its name and
returns the status to end with, 0 when the promise holds.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("__"))


def main(words: list[str]) -> int:
    if words and words[0] in NAMES:
        return int(importlib.import_module(f"tests.drills.{words[0]}").run_drill(words[1:]))
    is_help = not words or words[0] in {"--help", "-h"}
    if not is_help:
        print(f"There is no drill ‘{words[0]}’.\n")
    print("./ettle drill NAME [its options]\n")
    for name in NAMES:
        print(f"  {name:<12} {importlib.import_module(f'tests.drills.{name}').ABOUT}")
    return 0 if is_help else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
