"""`./ettle bench [--tiny] [--postgresql] [NAME…]`: run benchmarks and print their figures with machine and commit."""

from __future__ import annotations

import importlib
import sys
import traceback

from benchmarks import live_site
from benchmarks.figures import Figure, describe_run, store_figures
from benchmarks.sizes import FULL, TINY, Sizes

NAMES = (
    "startup", "pages", "autosave", "concurrent_answers", "playing", "results", "feedback", "credentials",
    "hostile_badges", "packs", "memory", "library", "privacy", "evidence",
)  # fmt: skip


def main(words: list[str]) -> int:
    names = [word for word in words if word not in ("--tiny", "--postgresql")]
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}.")
        return 1
    run = describe_run()
    print("\n".join(f"{name + ':':<9}{value}" for name, value in run.items()))
    sizes = TINY if "--tiny" in words else FULL
    if "--postgresql" in words:
        live_site.use_postgresql()
    figures: list[Figure] = []
    failed = [name for name in names or NAMES if not run_benchmark(name, sizes, figures)]
    print_summary(figures, failed)
    if not words and not failed:
        store_figures(figures, run)
    return 1 if failed else 0


def run_benchmark(name: str, sizes: Sizes, figures: list[Figure]) -> bool:
    """Print each figure as it is taken and add it to the list. False when the benchmark stopped with an error."""
    module = importlib.import_module(f"benchmarks.{name}")
    print(f"\n{name}: {module.CLAIM}")
    try:
        for figure in module.measure(sizes):
            print(figure.format_row(), flush=True)
            figures.append(figure)
    except Exception:  # the others are worth running all the same
        traceback.print_exc()
        return False
    return True


def print_summary(figures: list[Figure], failed: list[str]) -> None:
    over = [figure for figure in figures if figure.is_over_budget]
    budgeted = [figure for figure in figures if figure.budget]
    print(f"\n{len(figures)} figures, {len(budgeted)} of them with a budget, {len(over)} over it.")
    for figure in over:
        print(figure.format_row())
    if failed:
        print(f"Stopped with an error, so nothing was stored: {', '.join(failed)}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
