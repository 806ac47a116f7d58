"""Progress at a terminal: one line that is overwritten, with an estimate of the time left."""

from __future__ import annotations

import time
from typing import TextIO

MIN_INTERVAL_SECONDS = 0.2
# Before this the time left cannot be estimated.
MIN_ESTIMATE_SECONDS = 3.0


class Progress:
    """Shows nothing; for work that runs without a terminal."""

    def show_message(self, words: str) -> None:
        """Show a message on a line of its own."""

    def show_step(self, doing: str, done: int, of: int) -> None:
        """Show that `done` of `of` steps are finished."""


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
    """Return the time left in words, rounded up: finishing early is better than finishing late."""
    if seconds > 90:
        return f"about {-int(-seconds // 60)} minutes left"
    return f"about {max(5, -int(-seconds // 5) * 5)} seconds left"


def open_progress(stream: TextIO) -> Progress:
    """Return progress on this stream, or silent progress when it is not a terminal."""
    return TerminalProgress(stream) if stream.isatty() else Progress()
