"""`./ettle bench [NAME…]`: run the benchmarks and print their figures with machine and commit."""

from __future__ import annotations

import importlib
import sys

from benchmarks.figures import Figure, keep, where_and_what

NAMES = ("starting", "pages", "saving", "together", "results", "feedback", "credentials", "packs", "memory", "library")


def main(wanted: list[str]) -> int:
    unknown = set(wanted) - set(NAMES)
    if unknown:
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}.")
        return 1
    for what, words in where_and_what().items():
        print(f"{what}: {words}")
    figures: list[Figure] = []
    for name in wanted or NAMES:
        module = importlib.import_module(f"benchmarks.{name}")
        print(f"\n{name}: {module.CLAIM}")
        for figure in module.measure():
            print(figure.line(), flush=True)
            figures.append(figure)
    if not wanted:
        keep(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
