"""A real site for a browser: started with the README's command, in a data folder of its own, and killable."""

from __future__ import annotations

import email
import email.policy
import http.client
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
FIRST_START_SECONDS = 420  # a quiet machine takes 20
START_SECONDS = 120  # of a site that is prepared, or of a process that was killed; a quiet machine takes 4


class Site:
    """`./ettle run`, or another command that serves, on a free port."""

    def __init__(
        self, data: Path, *words: str, command: str = "run", database_url: str = "", port: int | None = None
    ) -> None:
        """database_url: of a PostgreSQL; "" for SQLite in the data folder. port: a free one if not given."""
        self.data, self.port, self._words, self._command = data, port or free_port(), words, command
        self.database_url = database_url
        self.url = f"http://localhost:{self.port}"
        self.sessions: dict[str, Any] = {}  # the cookies of whoever a walk has signed in, for the next one
        self._process: subprocess.Popen[str] | None = None

    def environment(self) -> dict[str, str]:
        """Ours without what would tell the site how it is set up; its keys go beside its data, not to a home folder."""
        ours = ("ETTLE_", "DJANGO_", "PYTHONPATH")
        others = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        database = {"ETTLE_DATABASE_URL": self.database_url} if self.database_url else {}
        # Answers go out at once: a walk does not wait for the minutes in which an assessor can take one back.
        return {
            **others,
            **database,
            "ETTLE_TAKE_BACK_MINUTES": "0",
            "XDG_CONFIG_HOME": str(self.data.parent / "settings"),
        }

    def start(self) -> Site:
        self._process = subprocess.Popen(
            [str(ROOT / "ettle"), self._command, "--port", str(self.port), "--data", str(self.data), *self._words],
            env=self.environment(), cwd=ROOT, stdout=(self.data.parent / "site.log").open("a"),
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.wait_until_it_answers(FIRST_START_SECONDS)
        return self

    def wait_until_it_answers(self, seconds: float = START_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._process is not None and self._process.poll() is not None:
                break
            if self.answers():
                return
            time.sleep(0.05)
        raise AssertionError("The site does not answer:\n" + (self.data.parent / "site.log").read_text()[-3000:])

    def answers(self, path: str = "/healthz") -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=5) as response:
                return bool(response.status == 200)
        except urllib.error.HTTPError as answer:
            answer.close()
            return False
        except (OSError, http.client.HTTPException):
            return False

    def stop(self) -> int:
        """Ctrl-C, and what the command ended with."""
        if self._process is None:
            return 0
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(30)

    def kill(self, what: str) -> int:
        """Kill -9 a part of the site, with all its children, as a power cut would; return how many processes died.

        "web child": what serves, and not what watches over it; "web parent": the other way round.
        """
        killed = 0
        for process in self.parts(what):
            try:
                process.kill()
                killed += 1
            except psutil.NoSuchProcess:
                continue
        return killed

    def kill_launcher(self) -> None:
        """Kill -9 the command itself, which then can tidy nothing up."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)

    def memory(self, what: str) -> list[int]:
        """Resident bytes of each process of the web server or the worker."""
        return [process.memory_info().rss for process in self.parts(what)]

    def parts(self, what: str) -> list[psutil.Process]:
        """The processes of "web" or "worker", with their children; or only the "web child" or "web parent"."""
        assert self._process is not None
        if what in {"web child", "web parent"}:
            processes = self.parts("web")
            return processes[1:] if what == "web child" else processes[:1]
        found = []
        for child in psutil.Process(self._process.pid).children():
            try:
                words = child.cmdline()
                named = any(word.endswith("granian") for word in words) if what == "web" else words[-1:] == ["work"]
                if named:
                    found += [child, *child.children(recursive=True)]
            except psutil.NoSuchProcess:
                continue
        return found

    def letters_to(self, address: str) -> list[email.message.EmailMessage]:
        """Every email to someone, oldest first."""
        found = []
        for path in sorted((self.data / "outbox").glob("*"), key=lambda path: path.stat().st_mtime_ns):
            for part in re.split(rb"\n-{79}\n", path.read_bytes()):
                if part.strip():
                    letter = email.message_from_bytes(part.lstrip(), policy=email.policy.default)
                    if letter["To"] == address:
                        found.append(letter)
        return found

    def wait_for_letter(self, address: str, *, seconds: float = 20) -> email.message.EmailMessage:
        """Wait for the newest email to somebody."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := self.letters_to(address):
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"No email reached {address}")

    def code_for(self, address: str, *, after: int = 0, seconds: float = 20) -> str:
        """Wait for the next sign-in code to someone, given how many letters they had before."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for letter in reversed(self.letters_to(address)[after:]):
                code = re.search(r"^\s*([0-9A-Z][0-9A-Z-]{5,11})\s*$", letter.get_content(), re.MULTILINE)
                if code:
                    return code.group(1)
            time.sleep(0.1)
        raise AssertionError(f"No code reached {address}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
