"""Every file, module, name and command that the docs put in backticks exists."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from launcher.main import COMMANDS
from tests.house.rooms import ROOT, SOURCE

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted(SOURCE.glob("*/README.md")),
]
CODE = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"\./ettle ([a-z]+)(?: ([a-z]+))?\b")
FILE = re.compile(r"(?!/)(?:\./)?[\w*./-]+(?:/|\.(?:py|html|md|toml|yaml|json|svg|css|js|txt|typ|in))")
NAME = re.compile(r"[a-z_]+(?:\.\w+)+")
PACK = ROOT / "content" / "leadership"
# Written by the site into its data folder, by a test run or into a wheel, or an example of what someone may write.
NOT_IN_THE_REPOSITORY = {
    "./var",
    "keys-folder.txt",
    "last-backup.json",
    "outbox/",
    "var/outbox/",
    ".cache/",
    "pictures/",
    "films/",
    "area-translations/",
    "dist/",
    "ettle/installed/",
    "ettle/installed/operations/",
}
# Of Django and its libraries, those that the docs name.
DJANGO_COMMANDS = {"makemigrations", "migrate", "shell", "dbshell", "help", "runserver"}


def _missing_file(page: Path, path: str) -> bool:
    if path in NOT_IN_THE_REPOSITORY:
        return False
    path = path.removeprefix("./").removesuffix("/")
    room = page.parent if page.parent.parent == SOURCE else SOURCE
    if "/" not in path and any(room.rglob(path)):
        return False
    places = [
        ROOT,
        ROOT / "docs",
        SOURCE,
        page.parent,
        PACK,
        *SOURCE.glob("*/templates"),
        *SOURCE.glob("*/static"),
        *SOURCE.glob("*"),
    ]
    return not any(list(place.glob(path)) for place in places)


def _missing_name(page: Path, name: str) -> bool:
    """Is this a dotted name of ours that leads nowhere? On the page of a room, names may begin with its modules."""
    words = name.removeprefix("ettle.").split(".")
    room = page.parent if page.parent.parent == SOURCE else None
    if room:
        modules = [*room.rglob(words[0]), *room.rglob(f"{words[0]}.py")]
        packages = [".".join(path.relative_to(SOURCE).with_suffix("").parts[:-1]) for path in modules]
        if any(_resolves(f"ettle.{package}.{'.'.join(words)}") for package in packages):
            return False
    if (SOURCE / words[0]).is_dir():
        if len(words) > 1 and words[1][0].isupper():
            words.insert(1, "models")  # "packs.LoadedSpec", as Django names it
        return not _resolves(".".join(["ettle", *words]))
    if words[0] in {"tests", "launcher", "benchmarks"}:
        return not _resolves(name)
    return name.startswith("ettle.") or room is not None


def _resolves(name: str) -> bool:
    """Is this a module, or something in one?"""
    words = name.split(".")
    for length in range(len(words), 0, -1):
        try:
            found: object = importlib.import_module(".".join(words[:length]))
        except ModuleNotFoundError:
            continue
        for word in words[length:]:
            if not hasattr(found, word):
                return False
            found = getattr(found, word)
        return True
    return False


def missing_in(page: Path, text: str) -> list[str]:
    """Return what the text of this page names in backticks and nobody finds."""
    missing = []
    for token in CODE.findall(FENCED.sub("", text)):
        word = token.partition("(")[0].partition("?")[0]
        is_missing_file = FILE.fullmatch(word) and _missing_file(page, word)
        is_missing_name = NAME.fullmatch(word) and not FILE.fullmatch(word) and _missing_name(page, word)
        if is_missing_file or is_missing_name:
            missing.append(token)
    return missing


def unknown_commands_in(text: str) -> list[str]:
    """Return the commands of ./ettle that this text gives and that do not exist."""
    management = {path.stem for path in SOURCE.glob("*/management/commands/*.py")} | DJANGO_COMMANDS
    unknown = []
    for command, argument in COMMAND.findall(text):
        if command not in COMMANDS:
            unknown.append(command)
        if command == "manage" and argument and argument not in management:
            unknown.append(f"manage {argument}")
    return unknown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_exists(page: Path) -> None:
    assert missing_in(page, page.read_text()) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_on_a_page_exists(page: Path) -> None:
    assert unknown_commands_in(page.read_text()) == []
