"""The commands, one line each."""

from __future__ import annotations

import functools
import os
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass

from launcher import checks, dev, developer_commands, run, sbom, site_commands, sizes, tests, verifier, wheel
from launcher.parser import parse_nothing
from launcher.paths import IS_CLONE, ROOT, Stop, name_program, print_line


@dataclass(frozen=True)
class Command:
    """A command. about: its line in the list. is_for_developers: it works on the source, which only a clone has."""

    about: str
    do: Callable[[list[str]], int]
    is_for_developers: bool = False


def _list_site_commands() -> dict[str, Command]:
    return {
        name: Command(listed.about, functools.partial(site_commands.run_site_command, name))
        for name, listed in site_commands.SITE_COMMANDS.items()
    }


def version(arguments: list[str]) -> int:
    parse_nothing("version", "Print the version.", arguments)
    return print_version()


def print_version() -> int:
    """Print the version that pyproject.toml gives, the only place where it is written."""
    print_line(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])
    return 0


COMMANDS = {
    "run": Command("start the site and its worker (--port N, --data DIR, --no-demo, --pack PATH)", run.command),
    "dev": Command("serve the site while you change it: code and templates are reloaded", dev.command, True),
    "test": Command("run everything that is tested, or PATH and any option of pytest (--watch)", tests.command, True),
    "check": Command("run the static checks only (seconds)", checks.command, True),
    "bench": Command("measure what we claim about speed, as ratios", developer_commands.bench, True),
    "drill": Command("drill NAME: a long test on a large scale; alone it lists them", developer_commands.drill, True),
    "messages": Command("messages update LANGUAGE, messages compile: translations", developer_commands.messages, True),
    "verifier": Command("build the script of the file that checks badges without a network", verifier.command, True),
    "wheel": Command("write a wheel, to install on other machines", wheel.command, True),
    **_list_site_commands(),
    "manage": Command("any other management command (manage help)", site_commands.manage),
    "sizes": Command("report how long functions and files are", sizes.command, True),
    "lock": Command("write the lock files from pyproject.toml", developer_commands.lock, True),
    "sbom": Command("write the libraries of a site as a bill of materials (CycloneDX)", sbom.command),
    "version": Command("print the version", version),
}


def list_commands() -> None:
    """Print a line for each command that works in this copy."""
    print_line("Ettle: learning from reading to a badge that anyone can verify.\n")
    for name, listed in COMMANDS.items():
        if IS_CLONE or not listed.is_for_developers:
            print_line(f"  ./ettle {name:<12} {listed.about}")


def _require_clone_for(command: Command, name: str) -> None:
    if command.is_for_developers and not IS_CLONE:
        raise Stop(f"‘{name}’ is for developers and needs a clone of Ettle. This is an installed copy.")


def main(arguments: list[str]) -> int:
    os.umask(0o077)  # what the site writes is for its own account only, also what another program writes for it
    if not arguments or arguments[0] in {"help", "--help", "-h"}:
        list_commands()
        return 0
    if arguments[0] == "--version":
        return print_version()
    command = COMMANDS.get(arguments[0])
    if command is None:
        print_line(f"There is no command ‘{arguments[0]}’. `./ettle` alone lists what there is.")
        return 1
    try:
        _require_clone_for(command, arguments[0])
        return command.do(arguments[1:])
    except Stop as stop:
        sys.stderr.write(f"{name_program(str(stop))}\n")
        return 1
    except KeyboardInterrupt:
        return 130
