"""Where things are, and how to stop with a sentence."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "locks"


class Stop(Exception):
    """Ettle cannot go on. The words say why and what to do; the command ends with status 1."""


def print_line(words: str) -> None:
    print(words, flush=True)
