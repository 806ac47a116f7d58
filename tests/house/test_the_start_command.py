"""When Ettle cannot start it says why in a sentence, and ends with status 1."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from launcher import data_folder, environment, run
from launcher.main import COMMANDS, main
from launcher.paths import Stop
from launcher.site_commands import make_parser
from tests.house.rooms import ROOT


@pytest.fixture(autouse=True)
def _settings_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's settings, where keys go, are a folder of the test."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
    for name in ("ETTLE_KEYS", "ETTLE_SECRET_KEY", "ETTLE_SEALING_KEY", "ETTLE_SEALING_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_alone_it_lists_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0

    listed = capsys.readouterr().out
    assert [name for name in COMMANDS if f"./ettle {name}" not in listed] == []


def test_an_unknown_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fly"]) == 1
    assert "no command ‘fly’" in capsys.readouterr().out


@pytest.mark.parametrize("words", ["version", "--version"])
def test_the_version_is_the_one_of_the_package(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([words]) == 0

    printed = capsys.readouterr().out.strip()
    assert f'\nversion = "{printed}"\n' in (ROOT / "pyproject.toml").read_text()


def test_what_prepares_a_site_may_compile_it_for_later_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, str]] = []

    def note(words: list[str], *, env: dict[str, str], **_: object) -> subprocess.CompletedProcess[str]:
        given.append(env)
        return subprocess.CompletedProcess(words, 0)

    monkeypatch.setattr(subprocess, "run", note)
    options = argparse.Namespace(data=tmp_path, demo=False, packs=[])
    environ = {"ETTLE_DATABASE_URL": "sqlite:///x", "PYTHONDONTWRITEBYTECODE": "1"}

    run.prepare(Path(sys.executable), options, environ, run.Steps(first_time=False))

    assert given == [{"ETTLE_DATABASE_URL": "sqlite:///x"}]


def test_the_packs_that_are_named_prepare_the_site_again_when_they_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_words: list[list[str]] = []

    def note(words: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        run_words.append(words[2:])
        return subprocess.CompletedProcess(words, 0)

    monkeypatch.setattr(subprocess, "run", note)
    monkeypatch.setattr(run, "_has_database", lambda *_: True)
    pack, environ = tmp_path / "pack", {"ETTLE_DATABASE_URL": "sqlite:///x"}
    pack.mkdir()
    (pack / "pack.toml").write_text("")
    options = run.parse_options(
        ["--no-demo", "--data", str(tmp_path), "--pack", str(pack)], command="run", description=""
    )

    def prepare() -> int:
        run.prepare(Path(sys.executable), options, environ, run.Steps(first_time=False), depends_on=[])
        return len(run_words)

    assert prepare() == prepare() == 1
    (pack / "more.yaml").write_text("changed")
    assert prepare() == 2
    options.packs = []
    assert prepare() == 3
    assert run_words == [["prepare", "--pack", str(pack)], ["prepare", "--pack", str(pack)], ["prepare"]]


def test_a_pack_that_is_not_there_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--pack", str(tmp_path / "none"), "--data", str(tmp_path / "var")]) == 1

    assert "There is no content pack at" in capsys.readouterr().err
    assert not (tmp_path / "var").exists()


def test_a_data_folder_that_is_moved_is_still_prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared: list[str] = []

    def note(_: list[str], *, env: dict[str, str], **__: object) -> subprocess.CompletedProcess[str]:
        prepared.append(env["ETTLE_DATABASE_URL"])
        return subprocess.CompletedProcess([], 0)

    def prepare(data: Path, database: str) -> None:
        options, environ = argparse.Namespace(data=data, demo=False, packs=[]), {"ETTLE_DATABASE_URL": database}
        run.prepare(Path(sys.executable), options, environ, run.Steps(first_time=False))

    monkeypatch.setattr(subprocess, "run", note)
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    (here / "ettle.sqlite3").write_bytes(b"rows" * 10_000)
    prepare(here, f"sqlite:///{here}/ettle.sqlite3")
    here.rename(there)

    prepare(there, f"sqlite:///{there}/ettle.sqlite3")
    assert len(prepared) == 1

    prepare(there, f"sqlite:///{here}/other.sqlite3")
    assert len(prepared) == 2


def test_a_taken_port_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        assert main(["run", "--port", str(port)]) == 1

    assert f"Port {port} on 127.0.0.1 cannot be used" in capsys.readouterr().err


@pytest.mark.parametrize("workers", ["0", "-1", "65"])
def test_a_number_of_processes_that_cannot_be_is_a_sentence(
    workers: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--workers", workers, "--data", str(tmp_path / "var")]) == 1

    assert f"{workers} web processes cannot be started" in capsys.readouterr().err
    assert not (tmp_path / "var").exists()


def test_the_demonstration_does_not_start_in_public(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--host", "0.0.0.0"]) == 1  # noqa: S104 - refused is what is tested
    assert "does not start on 0.0.0.0" in capsys.readouterr().err


def test_a_folder_in_use_is_a_sentence(tmp_path: Path) -> None:
    with (tmp_path / "ettle.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        with pytest.raises(Stop, match="Another Ettle is using"):
            data_folder.open_folder(tmp_path)


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(Stop, match="cannot be written to"):
        data_folder.open_folder(tmp_path / "file" / "var")


def test_a_full_disk_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10, 9, 1))

    with pytest.raises(Stop, match="too little room"):
        data_folder.open_folder(tmp_path)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    with pytest.raises(Stop, match="too little room"):
        environment.ensure_environment("run", "environment")


@pytest.mark.parametrize("content", [b"not a database at all" * 400, b"SQLite format 3\x00" + b"\xff" * 9000])
def test_a_damaged_database_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ettle.sqlite3").write_bytes(content)

    with pytest.raises(Stop, match="is damaged"):
        data_folder.open_folder(tmp_path)


def test_no_network_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    closed = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": ""}
    for name, value in {**closed, "PIP_RETRIES": "0", "PIP_NO_CACHE_DIR": "1", "PIP_CONFIG_FILE": "/dev/null"}.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(Stop, match="Check the network"):
        environment.ensure_environment("run", "environment")


def test_an_old_python_is_a_sentence() -> None:
    pretend = "import sys; sys.version_info = (3, 9, 2); sys.argv = ['ettle']; exec(open('ettle').read())"

    done = subprocess.run([sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "needs Python 3.11 or later and this is Python 3.9" in done.stderr


def test_the_keys_are_made_once_outside_the_data_and_read_by_their_owner_only(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data_folder.open_folder(data).close()
    keys = data_folder.find_keys_folder(data)
    first = (keys / "sealing.key").read_text()
    data_folder.open_folder(data).close()

    assert not keys.is_relative_to(data)
    assert (keys / "sealing.key").read_text() == first
    assert {(keys / name).stat().st_mode & 0o777 for name in ("secret.key", "sealing.key")} == {0o600}
    assert keys.stat().st_mode & 0o777 == 0o700
    assert not [path for path in data.rglob("*") if first in path.read_text()]


def test_each_data_folder_has_keys_of_its_own_and_they_are_found_when_it_is_moved(tmp_path: Path) -> None:
    first, second = (data_folder.find_keys_folder(_make_folder(tmp_path / name / "var")) for name in ("a", "b"))
    (tmp_path / "a" / "var").rename(tmp_path / "moved")

    assert first != second
    assert data_folder.find_keys_folder(tmp_path / "moved") == first


def test_a_folder_of_the_system_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Stop, match="The data folder /dev/shm/ettle-refused cannot be used"):
        data_folder.open_folder(Path("/dev/shm/ettle-refused"))  # noqa: S108 - refused before it is made
    monkeypatch.setenv("ETTLE_KEYS", "/proc/keys")
    with pytest.raises(Stop, match="nothing in /proc, /sys and /dev is kept"):
        data_folder.open_folder(tmp_path / "var")

    assert not Path("/dev/shm/ettle-refused").exists()  # noqa: S108


def test_keys_inside_the_data_folder_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETTLE_KEYS", str(tmp_path / "var" / "keys"))

    with pytest.raises(Stop, match="lies inside the data folder"):
        data_folder.open_folder(tmp_path / "var")


def test_keys_in_the_data_folder_of_an_early_version_are_moved_out(tmp_path: Path) -> None:
    data = _make_folder(tmp_path / "var")
    (data / "secret.key").write_text("s" * 60)

    data_folder.open_folder(data).close()

    assert not (data / "secret.key").exists()
    assert (data_folder.find_keys_folder(data) / "secret.key").read_text() == "s" * 60


def test_data_without_its_keys_is_a_sentence_and_gets_new_ones_only_when_asked(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "ettle.sqlite3")) as connection:
        connection.execute("CREATE TABLE badge (name text)")

    with pytest.raises(Stop, match=r"has no secret\.key and no sealing\.key"):
        data_folder.open_folder(tmp_path)
    data_folder.open_folder(tmp_path, has_new_keys=True).close()
    data_folder.open_folder(tmp_path).close()


def test_a_site_reads_the_keys_that_the_note_in_its_data_folder_names(tmp_path: Path) -> None:
    data = tmp_path / "var"
    data_folder.open_folder(data).close()
    secret = (data_folder.find_keys_folder(data) / "secret.key").read_text()
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("ETTLE_", "DJANGO_"))}

    words = [sys.executable, "-c", "from ettle.config import settings; print(settings.SECRET_KEY)"]
    environ |= {"ETTLE_DATA": str(data), "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(words, env=environ, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == secret, done.stderr


def _make_folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


def test_an_environment_that_two_need_at_once_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make(lock: str, folder: Path) -> None:
        made.append(lock)
        time.sleep(0.1)
        folder.mkdir()
        (folder / "made-from").write_text(environment._fingerprint(lock))

    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "_make", make)
    with ThreadPoolExecutor(2) as pool:
        pythons = list(pool.map(lambda _: environment.ensure_environment("run", ".venv"), range(2)))

    assert pythons == [tmp_path / ".venv" / "bin" / "python"] * 2
    assert made == ["run"]


def test_programs_are_installed_for_every_account_and_data_for_one(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        with environment.readable_by_all():
            (tmp_path / "program").touch()
        (tmp_path / "data").touch()
    finally:
        os.umask(before)

    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("program", "data")] == [0o644, 0o600]


def test_the_data_folder_may_be_named_once_for_all_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def chosen(*words: str) -> Path:
        options: argparse.Namespace = run.parse_options(list(words), command="run", description="")
        return Path(options.data)

    monkeypatch.delenv("ETTLE_DATA", raising=False)
    assert chosen() == ROOT / "var"
    monkeypatch.setenv("ETTLE_DATA", str(tmp_path / "named"))
    assert chosen() == tmp_path / "named"
    assert make_parser("backup").parse_args(["x.tar.gz"]).data == tmp_path / "named"
    assert chosen("--data", str(tmp_path / "other")) == tmp_path / "other"


def test_a_pack_that_ettle_brings_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def packs() -> list[Path]:
        return list(run.parse_options(["--pack", "content/leadership"], command="run", description="").packs)

    assert packs() == [ROOT / "content" / "leadership"]
    (tmp_path / "content" / "leadership").mkdir(parents=True)
    assert packs() == [tmp_path / "content" / "leadership"]


def test_a_management_command_is_asked_to_end_when_the_launcher_is(tmp_path: Path) -> None:
    child = "import signal, sys, time\nsignal.signal(15, lambda *_: sys.exit(7))\n"
    child += "print('ready', flush=True)\ntime.sleep(60)"
    words = f"import sys\nfrom launcher import site_commands\nwords = [sys.executable, '-c', {child!r}]\n"
    words += "sys.exit(site_commands.run_forwarding_end(words, {}))"
    with subprocess.Popen([sys.executable, "-c", words], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"

        process.terminate()

        assert process.wait(10) == 7
