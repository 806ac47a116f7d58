"""Telling somebody at a terminal how far it is: one line that is written over, and an honest time left."""

from __future__ import annotations

import time
from typing import TextIO

MIN_INTERVAL_SECONDS = 0.2
# Sooner than this nobody can say how long it will take.
MIN_ESTIMATE_SECONDS = 3.0


class Progress:
    """Quiet by itself: what runs without a terminal is not counted out loud."""

    def show_message(self, words: str) -> None:
        """Something worth a line."""

    def show_step(self, doing: str, done: int, of: int) -> None:
        """How far one part of the work has come."""


QUIET = Progress()


class TerminalProgress(Progress):
    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.doing = ""
        self.began = self.shown = 0.0

    def show_message(self, words: str) -> None:
        self.stream.write(f"{words}\n")
        self.stream.flush()

    def show_step(self, doing: str, done: int, of: int) -> None:
        now = time.monotonic()
        if doing != self.doing:
            self.doing, self.began, self.shown = doing, now, 0.0
        if done < of and now - self.shown < MIN_INTERVAL_SECONDS:
            return
        self.shown = now
        self.stream.write(f"\r\x1b[K{self._progress_line(done, of, now - self.began)}" if done < of else "\r\x1b[K")
        self.stream.flush()

    def _progress_line(self, done: int, of: int, seconds: float) -> str:
        line = f"{self.doing}: {done:,} of {of:,}"
        return f"{line}, {time_left(seconds / done * (of - done))}" if seconds >= MIN_ESTIMATE_SECONDS else line


def time_left(seconds: float) -> str:
    """Rounded up, because a promise that is kept early is forgiven."""
    if seconds > 90:
        return f"about {-int(-seconds // 60)} minutes left"
    return f"about {max(5, -int(-seconds // 5) * 5)} seconds left"


def open_progress(stream: TextIO) -> Progress:
    """Somebody who watches the stream, or nobody when it is not a terminal."""
    return TerminalProgress(stream) if stream.isatty() else Progress()
