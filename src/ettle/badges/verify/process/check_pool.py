"""Ask the helper process about one signature. One helper for each web process, started at its first check.

A check holds the thread that waits for it. So few may wait at once: the other threads serve pages, and who comes when
the queue is full is told so at once.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

from ettle.badges.verify.process.proof_results import Finding, ProofFinding

COMMAND = [sys.executable, "-m", "ettle.badges.verify.process.check_process"]
# Of four threads of a web process: one whose check runs and one that waits for its turn.
MAX_AT_ONCE = 2
START_SECONDS = 20.0  # to import its libraries, on a busy machine
TIMEOUT_SECONDS = 5.0
MAX_CHECKS = 2_000
CHUNK_BYTES = 65_536
MAX_ANSWER_BYTES = 10_000


class Helper:
    """One running process. Not for two threads at once."""

    def __init__(self) -> None:
        self._checks = 0
        self._process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for pipe in (self._process.stdin, self._process.stdout):
            os.set_blocking(pipe.fileno(), False)  # type: ignore[union-attr]  # both were asked for

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_worn(self) -> bool:
        """Whether it has ended by itself, or has checked so much that a new one should begin."""
        return self._checks >= MAX_CHECKS or self._process.poll() is not None

    def exchange(self, request: bytes) -> bytes | None:
        """Send one line and return the line that answers it; None when the process has ended or takes too long."""
        deadline = monotonic() + TIMEOUT_SECONDS + (0 if self._checks else START_SECONDS)
        self._checks += 1
        unsent, answer = memoryview(request), b""
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._process.stdin, selectors.EVENT_WRITE)  # type: ignore[arg-type]  # as above
            waiting.register(self._process.stdout, selectors.EVENT_READ)  # type: ignore[arg-type]  # as above
            while not answer.endswith(b"\n"):
                ready = waiting.select(max(0.0, deadline - monotonic()))
                if not ready or len(answer) > MAX_ANSWER_BYTES:
                    return None
                for key, _events in ready:
                    if key.fileobj is self._process.stdin:
                        unsent = unsent[self._write(unsent) :]
                        if not unsent:
                            waiting.unregister(key.fileobj)
                        continue
                    received = os.read(key.fd, CHUNK_BYTES)
                    if not received:
                        return None
                    answer += received
        return answer

    def _write(self, content: memoryview) -> int:
        return os.write(self._process.stdin.fileno(), content[:CHUNK_BYTES])  # type: ignore[union-attr]  # as above

    def end(self) -> bool:
        """Kill the process and wait for it, so that none is left behind. Returns whether its time was over."""
        has_ended = self._has_ended()
        self._process.kill()
        was_stopped = self._process.wait() == -signal.SIGPROF
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]  # as above
        return was_stopped or not has_ended

    def _has_ended(self) -> bool:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(0.1)  # its pipes close a moment before
        return self._process.poll() is not None


class CheckPool:
    """The helper of this process, and the places of those who wait for it."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(MAX_AT_ONCE)
        self._turn = threading.Lock()
        self._helper: Helper | None = None
        self._left_to_parent: list[Helper | None] = []

    @contextmanager
    def hold_place(self) -> Iterator[bool]:
        """Hold one of the few places of those who may wait; false at once when all are taken."""
        places = self._places
        has_place = places.acquire(blocking=False)
        try:
            yield has_place
        finally:
            if has_place:
                places.release()

    def check(self, document: dict[str, Any], proof: dict[str, Any], public_multibase: str) -> ProofFinding:
        """Return what the helper finds; TOO_SLOW when it did not finish. The caller holds a place."""
        with self._turn:
            return self._ask({"document": document, "proof": proof, "key": public_multibase})

    def _ask(self, request: dict[str, Any]) -> ProofFinding:
        helper = self._find_helper()
        try:
            answer = helper.exchange(json.dumps(request).encode() + b"\n")
        except OSError:
            answer = None
        if answer is None:
            self._helper = None
            return ProofFinding(Finding.TOO_SLOW if helper.end() else Finding.FAILED)
        found = json.loads(answer)
        return ProofFinding(Finding(found["finding"]), found["detail"])

    def _find_helper(self) -> Helper:
        if self._helper is not None and self._helper.is_worn:
            self.end()
        if self._helper is None:
            self._helper = Helper()
        return self._helper

    def end(self) -> None:
        """End the helper; the next check starts another."""
        helper, self._helper = self._helper, None
        if helper is not None:
            helper.end()

    def begin_in_fork(self) -> None:
        """In a process that was forked: the helper and the places belong to the parent."""
        self._left_to_parent.append(self._helper)
        self._places, self._turn = threading.BoundedSemaphore(MAX_AT_ONCE), threading.Lock()
        self._helper = None


pool = CheckPool()
atexit.register(pool.end)
os.register_at_fork(after_in_child=pool.begin_in_fork)
