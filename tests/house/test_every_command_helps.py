"""--help prints the options of a command and does nothing. A command without a site says so and leaves nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import BaseCommand, get_commands, load_command_class

from ettle.config.command_line import run_command_line
from launcher.main import COMMANDS, main
from launcher.site_commands import SITE_COMMANDS, make_parser
from tests.house.rooms import ROOT, SOURCE

OURS = sorted({path.stem for path in SOURCE.glob("*/management/commands/*.py")} - {"__init__"})
OF_DJANGO = {action.dest for action in BaseCommand().create_parser("manage.py", "x")._actions}
DAMAGED = "damaged.tar.gz"


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """No environment is made and no process is started."""

    def refuse(*words: Any, **_: Any) -> None:
        raise AssertionError(f"{words} is run")

    for name in ("launcher.environment.ensure_environment", "subprocess.run", "subprocess.Popen"):
        monkeypatch.setattr(name, refuse)


@pytest.fixture
def this_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The launcher uses the environment that runs the tests, and keys in a folder of the test."""
    for name in [name for name in os.environ if name.startswith("ETTLE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr("launcher.environment.ensure_environment", lambda *_: Path(sys.executable))


def list_files(*folders: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file that is ours: not of environments, caches and version control."""
    ignored = {".git", ".venv", ".venv-test", ".cache", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache"}
    found = {}
    for top in folders:
        for folder, inner, files in os.walk(top):
            inner[:] = [name for name in inner if name not in ignored and not name.startswith(".pytest")]
            for path in [Path(folder, file) for file in files]:
                status = path.stat()
                found[str(path)] = (status.st_size, status.st_mtime_ns)
    return found


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_prints_the_options_of_a_command_and_does_nothing(
    nothing_runs: None, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = list_files(ROOT / "locks", ROOT / "launcher", ROOT / "var")

    try:
        status: Any = main([name, "--help"])
    except SystemExit as end:
        status = end.code

    printed = capsys.readouterr().out
    assert status == 0
    assert printed.startswith(f"usage: ./ettle {name}")
    assert "--help" in printed or "[-h]" in printed
    assert list_files(ROOT / "locks", ROOT / "launcher", ROOT / "var") == before


@pytest.mark.parametrize("name", sorted(SITE_COMMANDS))
def test_help_shows_every_option_of_the_management_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    django = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    ours = {(action.dest, tuple(action.option_strings), action.nargs) for action in make_parser(name)._actions}
    theirs = {(action.dest, tuple(action.option_strings), action.nargs) for action in django._actions}

    assert {found for found in ours if found[0] not in {"help", "data"}} == {
        found for found in theirs if found[0] not in OF_DJANGO
    }


@pytest.mark.parametrize("name", OURS)
def test_help_of_a_management_command_does_nothing(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = load_command_class(get_commands()[name], name)

    with pytest.raises(SystemExit) as end:
        command.run_from_argv(["manage.py", name, "--help"])

    assert end.value.code == 0
    assert f"manage.py {name}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["backup"], ["lock", "--upgrades"], ["pack", "chek", "x"], ["check", "x"]])
def test_a_mistyped_command_is_a_sentence(
    nothing_runs: None, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 1
    assert f"`./ettle {words[0]} --help` lists its options." in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["backup", "copy.tar.gz"],
        ["doctor"],
        ["createadmin", "ada@example.org"],
        ["checkbadges"],
        ["checkaudit"],
        ["address"],
        ["pack", "load", "content/leadership"],
        ["pack", "export", "copy"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_folder_without_a_site_is_named_and_left_alone(
    nothing_runs: None, this_python: None, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--data", str(tmp_path / "typo")]) == 1

    assert f"There is no site in {tmp_path / 'typo'}" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_command_of_django_leaves_a_folder_without_a_site_empty(this_python: None, tmp_path: Path) -> None:
    data = tmp_path / "empty"
    data.mkdir()

    assert main(["manage", "showmigrations", "kit", "--data", str(data)]) == 0

    assert list(data.iterdir()) == []


@pytest.mark.parametrize(
    "name", sorted(set(OURS) - {"addresses", "doctor", "makesealingkey", "pack", "prepare", "restore", "address"})
)
def test_a_management_command_says_it_too(name: str, tmp_path: Path) -> None:
    words = {"backup": ["copy.tar.gz"], "resetsecondfactor": ["isla@example.org"]}.get(name, [])
    done = run_manage(tmp_path / "typo", name, *words)

    assert done.returncode == 1
    assert "There is no site in" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_backup_is_refused_in_words_and_leaves_nothing(
    this_python: None, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = tmp_path / "whole.tar.gz"
    with tarfile.open(whole, "w:gz") as archive:
        archive.add(ROOT / "README.md", "ettle.sqlite3")
    (tmp_path / DAMAGED).write_bytes(whole.read_bytes()[:-100])

    assert main(["restore", str(tmp_path / DAMAGED), "--data", str(tmp_path / "new")]) == 1

    printed = capfd.readouterr().err
    assert "is not a whole backup of Ettle" in printed
    assert "Traceback" not in printed
    assert sorted(path.name for path in tmp_path.iterdir()) == [DAMAGED, "whole.tar.gz"]


def test_a_pack_is_checked_where_there_is_no_site(
    this_python: None, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["pack", "check", "content/leadership", "--data", str(tmp_path / "none")]) == 0

    assert "Traceback" not in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


def run_manage(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("ETTLE_")}
    surroundings = {**variables, "ETTLE_DATA": str(data), "ETTLE_SECRET_KEY": "only-for-tests-" + "x" * 40}
    surroundings["DJANGO_SETTINGS_MODULE"] = "ettle.config.settings"
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_whole_tree_is_unchanged_by_help_of_a_real_command(tmp_path: Path) -> None:
    surroundings = {**os.environ, "HOME": str(tmp_path)}
    before = list_files(ROOT)

    for name in ("check", "lock", "pack", "run"):
        subprocess.run([str(ROOT / "ettle"), name, "--help"], cwd=tmp_path, env=surroundings, check=True)

    assert list_files(ROOT) == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_a_command_that_cannot_go_on_says_why_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["manage.py", "address", "change"]) == 1

    assert capsys.readouterr().err == "Say which address: address change https://learn.example.org\n"
