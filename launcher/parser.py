"""A command's options: --help prints them and does nothing, and a fault is a sentence and status 1."""

from __future__ import annotations

import argparse
from typing import NoReturn

from launcher.paths import PROGRAM, Stop


class Parser(argparse.ArgumentParser):
    """argparse in our words. command: the name after ./ettle."""

    def __init__(self, command: str, description: str, *, usage: str | None = None) -> None:
        super().__init__(prog=f"{PROGRAM} {command}", description=description, usage=usage, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        raise Stop(f"{self.prog}: {message}. `{self.prog} --help` lists its options.")


def parse_nothing(command: str, description: str, arguments: list[str]) -> None:
    """Parse the words of a command that has no options but --help."""
    Parser(command, description).parse_args(arguments)
