"""The commands that work on a site's data. Django has them too, as management commands, and does the work.

Their options are here again, so that --help and a mistyped word need no environment and make no folder; a test compares
the two lists.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launcher import data_folder, environment, run
from launcher.parser import Parser
from launcher.paths import PROGRAM, ROOT, Stop, default_data

Argument = tuple[tuple[str, ...], Mapping[str, Any]]


def argument(*names: str, **how: Any) -> Argument:
    """What argparse's add_argument takes."""
    return names, how


@dataclass(frozen=True)
class SiteCommand:
    """A command. about: its line in the list. makes_site: it works on a folder without a site.

    only_looks: it makes no keys where they are missing, and says so itself.
    """

    about: str
    description: str
    arguments: tuple[Argument, ...] = ()
    makes_site: bool = False
    only_looks: bool = False


SITE_COMMANDS = {
    "pack": SiteCommand(
        "pack new|check|load|export|translate PATH: begin, read or write a content pack",
        "Begin a content pack, check it, load it, or write one. `new`, `check` and `schema` need no site.",
        (
            argument(
                "act",
                choices=["new", "check", "load", "export", "schema", "translate", "qti", "import-qti", "import-h5p"],
            ),
            argument("path", nargs="?", help="a folder, or a file that ends in .zip"),
            argument("-o", "--output", help="for qti, import-qti and import-h5p: the new file"),
            argument("language", nargs="?", help="for translate: the code of a language, such as gd"),
            argument("--dry-run", action="store_true", help="say what would change, and change nothing"),
            argument("--again", action="store_true", help="load files that have not changed too"),
            argument("--overwrite", action="store_true", help="also what an author has changed here"),
        ),
    ),
    "createadmin": SiteCommand(
        "createadmin EMAIL: make an administrator",
        "Make the person with this email address an administrator. They sign in with a code that is sent to it.",
        (argument("email", nargs="?", help="asked for when left out"),),
    ),
    "doctor": SiteCommand(
        "check everything that the site needs, and say what to do",
        "Check everything that the site needs, and say for each problem what is wrong and what to do.",
        (argument("--json", action="store_true", help="print JSON, for other programs"),),
        only_looks=True,
    ),
    "backup": SiteCommand(
        "backup FILE: copy the data while the site runs",
        "Copy the database and the uploaded files into one file. The keys are left out: store a copy of them apart.",
        (
            argument("file", help="a new file, such as ettle.tar.gz"),
            argument("--record", action="store_true", help="only record that another program has written it"),
        ),
    ),
    "restore": SiteCommand(
        "restore FILE: put a backup into an empty data folder",
        "Put a backup into a data folder that has no database yet.",
        (argument("file", help="a file that `backup` wrote"),),
        makes_site=True,
    ),
    "checkbadges": SiteCommand(
        "check every badge against its signature and its log",
        "Check every badge against its signature, its hash and the signing log.",
        (
            argument(
                "--withdrawals-lost",
                action="store_true",
                help="after a restore: the list of withdrawn badges is lost; begin one with what the backup holds",
            ),
            argument(
                "--accept-missing",
                action="store_true",
                help="after a restore: record that you know that the signing log ends before its signed head",
            ),
        ),
    ),
    "checkaudit": SiteCommand(
        "check that the audit log is whole",
        "Check every line of the audit log against its seal, and the seals against their signed heads.",
        (
            argument(
                "--accept-missing",
                action="store_true",
                help="an older copy of the database was restored: record that you know which seals are missing",
            ),
        ),
    ),
    "address": SiteCommand(
        "print or change the public address of the site",
        "Print the public address of the site and those it had before, or change it.",
        (
            argument("act", nargs="?", choices=["show", "change"], default="show"),
            argument("new", nargs="?", help="the new address, such as https://learn.example.org"),
        ),
    ),
}
WITHOUT_SITE = {"new", "check", "schema", "translate", "qti", "import-qti", "import-h5p"}  # of `pack`
MANAGE = f"Run any management command in the environment of the site. `{PROGRAM} manage help` lists them."


def make_parser(name: str) -> Parser:
    listed = SITE_COMMANDS[name]
    parser = Parser(name, listed.description)
    for names, how in listed.arguments:
        parser.add_argument(*names, **how)
    _add_data(parser)
    return parser


def run_site_command(name: str, arguments: list[str]) -> int:
    """Run one of SITE_COMMANDS in the environment of the site. Raises Stop when there is no site to work on."""
    options = make_parser(name).parse_args(arguments)
    data = options.data.expanduser().resolve()
    listed = SITE_COMMANDS[name]
    makes_site = listed.makes_site or (name == "pack" and options.act in WITHOUT_SITE)
    if not makes_site:
        _require_site(data)
    needs_keys = not (makes_site or listed.only_looks)
    status = _run_manage(data, [name, *_without_data(arguments)], needs_keys=needs_keys)
    if name == "restore" and status == 0:
        data_folder.find_keys_folder(data)  # its keys go there: make it, so that they can be put into it
    return status


def manage(arguments: list[str]) -> int:
    """Run any management command. A data folder without a site is left as it is."""
    parser = Parser("manage", MANAGE, usage=f"{PROGRAM} manage [-h] [--data DATA] NAME [its options]")
    _add_data(parser)
    if not arguments or arguments[0] in {"-h", "--help"}:
        parser.print_help()
        return 0
    data = parser.parse_known_args([word for word in arguments if word not in {"-h", "--help"}])[0].data
    data = data.expanduser().resolve()
    status = _run_manage(data, _without_data(arguments), needs_keys=_has_site(data))
    data_folder.remove_empty_database(data)
    return status


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=default_data(), help="where the data is stored (./var)")


def _without_data(arguments: list[str]) -> list[str]:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    _add_data(parser)
    return parser.parse_known_args(arguments)[1]


def _has_site(data: Path) -> bool:
    return bool(os.environ.get("ETTLE_DATABASE_URL")) or data_folder.has_database(data)


def _require_site(data: Path) -> None:
    if not _has_site(data):
        raise Stop(f"There is no site in {data}. Name its folder with --data, or start one: ./ettle run --data {data}")


def _run_manage(data: Path, words: list[str], *, needs_keys: bool) -> int:
    python = environment.ensure_environment("run", ".venv")
    if needs_keys:
        data.mkdir(parents=True, exist_ok=True)  # with a database elsewhere it may not be there
        data_folder.make_keys(data)
    environ = run.environment_variables(argparse.Namespace(data=data, demo=False, host="127.0.0.1", port=None))
    return run_forwarding_end([str(python), str(ROOT / "manage.py"), *words], environ)


def run_forwarding_end(words: list[str], environ: dict[str, str]) -> int:
    """Run a command that is asked to end when this process is: `ettle manage work` may be alone in a container."""
    with subprocess.Popen(words, env=environ) as process:
        before = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        try:
            return process.wait()
        finally:
            signal.signal(signal.SIGTERM, before)
