"""`./ettle run`: from a clone to an open site, saying each step and how long is left."""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import hashlib
import ipaddress
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from launcher import data_folder, environment
from launcher.parser import Parser
from launcher.paths import IS_CLONE, ROOT, SOURCE, Stop, default_data, print_line

PREPARED_BY = (str(SOURCE), "locks/run.txt", "manage.py")
STARTER_PACK = ROOT / "content" / "leadership"
DEMONSTRATIONS = ROOT / "content" / "demonstrations"
DEFAULT_PORT = 8000
START_SECONDS = 60
MOST_WORKERS = 64
STOP_SECONDS = 12


def command(arguments: list[str]) -> int:
    options = parse_options(arguments, command="run", description="Start the site and its worker.")
    check_options(options)
    began = time.monotonic()
    steps = Steps(first_time=not environment.is_ready("run", ".venv"))
    if IS_CLONE:
        steps.next("Making the Python environment", 10)
    python = environment.ensure_environment("run", ".venv")
    steps.next("Opening the data folder", 1)
    lock = data_folder.open_folder(options.data, has_new_keys=options.new_keys)
    environ = environment_variables(options)
    accept_new_keys(python, options, environ)
    check_settings(python, environ)
    prepare(python, options, environ, steps)
    steps.next("Starting the web server and the worker", 4)
    try:
        return run_site(site_commands(python, options), options, environ, began)
    finally:
        lock.close()


def run_site(commands: dict[str, list[str]], options: argparse.Namespace, environ: dict[str, str], began: float) -> int:
    """Start the web server and the worker, say where the site is, and stop both when asked to."""
    site = Site(commands, options, environ)
    try:
        site.start()
        print_line(f"\nReady after {time.monotonic() - began:.1f} seconds.\n\n  {environ['ETTLE_PUBLIC_URL']}\n")
        if options.demo:
            _print_demo_people(environ)
        print_line("Ctrl-C stops everything.")
        return site.watch()
    finally:
        site.stop()


def site_commands(python: Path, options: argparse.Namespace) -> dict[str, list[str]]:
    """Return the commands of the two processes that are a site."""
    return {
        "web server": [
            str(python), "-m", "granian", "--interface", "wsgi", "--host", options.host, "--port", str(options.port),
            "--workers", str(options.workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
            "--workers-kill-timeout", "8", "--respawn-failed-workers", "ettle.config.wsgi:application",
        ],
        "worker": [str(python), str(ROOT / "manage.py"), "work"],
    }  # fmt: skip


def parse_options(arguments: list[str], *, command: str, description: str) -> argparse.Namespace:
    parser = Parser(command, description)
    parser.add_argument("--port", type=int, default=8000, help="the port to answer on (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to answer on (127.0.0.1)")
    parser.add_argument("--data", type=Path, default=default_data(), help="where the data is kept (./var)")
    parser.add_argument(
        "--no-demo", dest="demo", action="store_false", help="start empty, without demonstration people"
    )
    parser.add_argument(
        "--pack", dest="packs", type=Path, action="append", default=[], metavar="PATH",
        help="a content pack to load, again for several; without it a demonstration has the starter pack",
    )  # fmt: skip
    parser.add_argument("--new-keys", action="store_true", help="make new keys: those of this data are lost")
    parser.add_argument("--workers", type=int, default=1, help="web processes (1)")
    options = parser.parse_args(arguments)
    options.data = options.data.resolve()
    options.packs = [_find_pack(path) for path in options.packs]
    if not 1 <= options.port <= 65535:
        raise Stop(f"{options.port} is not a port. Choose one from 1 to 65535.")
    if not 1 <= options.workers <= MOST_WORKERS:
        raise Stop(f"{options.workers} web processes cannot be started. Choose a number from 1 to {MOST_WORKERS}.")
    return options


def _find_pack(path: Path) -> Path:
    """Return the whole path of a pack: of the current folder, else of what Ettle brings, such as content/leadership.

    Raises Stop when nothing is there.
    """
    for found in (path, ROOT / path):
        if found.exists():
            return found.resolve()
    raise Stop(f"There is no content pack at {path}. Name a folder or a .zip with --pack.")


def check_options(options: argparse.Namespace) -> None:
    """Raise Stop if the site could not, or should not, answer where it is asked to."""
    if options.demo and not _is_loopback(options.host):
        raise Stop(
            f"The demonstration has people that anyone may sign in as, so it does not start on {options.host}. "
            "Leave --host out, or add --no-demo."
        )
    if options.host in {"0.0.0.0", "::"} and not os.environ.get("ETTLE_PUBLIC_URL"):  # noqa: S104 - compared only
        raise Stop(f"{options.host} is no address that people can open. Set ETTLE_PUBLIC_URL to the one that they use.")
    _check_port(options.host, options.port)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def accept_new_keys(python: Path, options: argparse.Namespace, environ: dict[str, str]) -> None:
    """With --new-keys, let the site that is there take the keys that are there now for its own."""
    if not options.new_keys or not (_has_database(options, environ) or os.environ.get("ETTLE_DATABASE_URL")):
        return
    words = [str(python), str(ROOT / "manage.py"), "acceptkeys"]
    if subprocess.run(words, env=environ, cwd=ROOT, check=False).returncode:
        raise Stop("The new keys could not be accepted. What is said above says why.")


def check_settings(python: Path, environ: dict[str, str]) -> None:
    """Raise Stop if a setting is wrong or what it names does not answer. The check itself prints what is wrong."""
    words = [str(python), "-m", "ettle.config.start_checks"]
    if subprocess.run(words, env=environ, cwd=ROOT, check=False).returncode:
        raise Stop("Change what is listed above and try again.")


def _check_port(host: str, port: int) -> None:
    # The web server would share a busy port without a word; so ask first, without sharing.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(
                f"Port {port} on {host} cannot be used: {error.strerror}. Choose another one: ./ettle run --port 8001"
            ) from error


def environment_variables(options: argparse.Namespace) -> dict[str, str]:
    """What the site's processes are told. An operator's own variables win; those that are empty are left out."""
    shown = "localhost" if _is_loopback(options.host) else options.host
    defaults = {
        "ETTLE_DATA": str(options.data),
        "ETTLE_KEYS": str(data_folder.locate_keys_folder(options.data)),
        "ETTLE_DEMO": "1" if options.demo else "0",
        "ETTLE_PUBLIC_URL": _default_address(options, shown),
        "ETTLE_DATABASE_URL": f"sqlite:///{options.data / 'ettle.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "ettle.config.settings",
    }
    given = {name: value for name, value in os.environ.items() if name.startswith("ETTLE_") and value.strip()}
    chosen = {**defaults, **given}
    chosen |= {name: defaults[name] for name in ("ETTLE_DATA", "ETTLE_KEYS", "ETTLE_DEMO")}
    source = {"PYTHONPATH": str(SOURCE)} if IS_CLONE else {}
    return {**os.environ, **chosen, **source, "PYTHONUNBUFFERED": "1"}


def _default_address(options: argparse.Namespace, host: str) -> str:
    """Return the site's stored address if others can open it; a trial on this machine is where its port is."""
    stored = data_folder.read_address(options.data)
    is_public = stored and not _is_loopback(urllib.parse.urlsplit(stored).hostname or "")
    if is_public or (stored and options.port is None):
        return stored
    return f"http://{f'[{host}]' if ':' in host else host}:{options.port or DEFAULT_PORT}"


class Steps:
    """Says which step is running and about how long is left."""

    def __init__(self, *, first_time: bool) -> None:
        self._first_time = first_time
        self._left = 25 if first_time else 4

    def next(self, name: str, seconds: int) -> None:
        print_line(f"· {name} (about {max(self._left, 1)} seconds left)")
        self._left -= seconds

    def expect(self, seconds: int) -> None:
        self._left = max(self._left, seconds)


def prepare(
    python: Path,
    options: argparse.Namespace,
    environ: dict[str, str],
    steps: Steps,
    *,
    depends_on: Sequence[str] = PREPARED_BY,
    stamp_name: str = "prepared.json",
) -> None:
    """Migrate, gather static files and load the packs, unless exactly this was done before.

    depends_on: files and folders; a change of one of them, or of a pack, has the site prepared again.
    """
    loaded = options.packs or ([STARTER_PACK, DEMONSTRATIONS] if options.demo else [])
    stamp = options.data / stamp_name
    # A hash of the database's address, which may hold a password. A data folder that is moved keeps its database.
    address = environ["ETTLE_DATABASE_URL"].replace(f"{options.data}/", "")
    database = hashlib.sha256(address.encode()).hexdigest()
    wanted = {"from": hash_files([*depends_on, *map(str, loaded)]), "demo": options.demo, "database": database}
    if stamp.exists() and json.loads(stamp.read_text() or "{}") == wanted and _has_database(options, environ):
        return
    steps.expect(16)
    steps.next("Preparing the database, the pages and the content", 12)
    words = [str(python), str(ROOT / "manage.py"), "prepare"]
    words += [word for path in options.packs for word in ("--pack", str(path))]
    # What is imported here is compiled once for all later starts, as an installation does, also where the environment
    # keeps Python from writing compiled files: without them every start compiles again.
    writing = {name: value for name, value in environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(words, env=writing, cwd=ROOT, check=False)
    if done.returncode:
        raise Stop("The site could not be prepared. What is said above says why.")
    stamp.write_text(json.dumps(wanted))


def _has_database(options: argparse.Namespace, environ: dict[str, str]) -> bool:
    if not environ["ETTLE_DATABASE_URL"].startswith("sqlite"):
        return False
    return data_folder.has_database(options.data)


def hash_files(names: Sequence[str]) -> str:
    """Return a hash that changes with any of these files. Reads names, sizes and times, not contents.

    names: patterns below this folder, or whole paths.
    """
    digest = hashlib.sha256()
    for path in sorted(_list_files(names)):
        status = path.stat()
        digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _find_paths(name: str) -> list[Path]:
    return [Path(name)] if name.startswith("/") else list(ROOT.glob(name))


def _list_files(names: Sequence[str]) -> Iterator[Path]:
    for path in (found for name in names for found in _find_paths(name)):
        if path.is_file():
            yield path
            continue
        for folder, folders, files in os.walk(path):
            folders[:] = [inner for inner in folders if inner != "__pycache__"]
            yield from (Path(folder, file) for file in files if not file.endswith(".pyc"))


def _print_demo_people(environ: dict[str, str]) -> None:
    path = Path(environ["ETTLE_DATA"]) / "demo-people.txt"
    if path.exists():
        print_line(path.read_text())


class Site:
    """The web server and the worker: started together, watched, stopped together."""

    def __init__(self, commands: dict[str, list[str]], options: argparse.Namespace, environ: dict[str, str]) -> None:
        self._commands, self._options, self._environ = commands, options, environ
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    def start(self) -> None:
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, self._stop_soon)
        self._launch("web server")
        host = f"[{self._options.host}]" if ":" in self._options.host else self._options.host
        address = f"http://{host}:{self._options.port}/healthz"
        deadline = time.monotonic() + START_SECONDS
        while not _is_answering(address) and not self._stopping:
            if self._processes["web server"].poll() is not None or time.monotonic() > deadline:
                raise Stop("The web server did not start. What it said is above.")
            time.sleep(0.02)
        # After the web server: on a small machine both at once would make the first page wait for the email.
        if not self._stopping:
            self._launch("worker")

    def watch(self) -> int:
        """Wait; start again whatever dies. Return when asked to stop."""
        while not self._stopping:
            for name, process in list(self._processes.items()):
                if process.poll() is not None and not self._stopping:
                    print_line(f"The {name} stopped by itself and is being started again.")
                    _end_group(process, signal.SIGKILL)
                    self._launch(name)
            time.sleep(0.2)
        return 0

    def stop(self) -> None:
        for process in self._processes.values():
            _end_group(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._processes.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _end_group(process, signal.SIGKILL)
        if self._processes:
            print_line("Stopped.")

    def _launch(self, name: str) -> None:
        quiet = subprocess.DEVNULL if name == "worker" else None
        self._processes[name] = subprocess.Popen(
            self._commands[name],
            env=self._environ,
            cwd=ROOT,
            stdout=quiet,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    def _stop_soon(self, *_: Any) -> None:
        self._stopping = True


def _end_with_parent() -> None:
    """On Linux a child of a launcher that was killed ends too, so that no port stays taken by nobody."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _end_group(process: subprocess.Popen[bytes], signum: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signum)


def _is_answering(address: str) -> bool:
    try:
        # The name of this machine is always answered; that of the site may be only in the proxy's sight.
        with urllib.request.urlopen(urllib.request.Request(address, headers={"Host": "localhost"}), timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False
