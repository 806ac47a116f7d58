"""Telling somebody at a terminal how far it is: one line that is written over, and an honest time left."""

from __future__ import annotations

import time
from typing import TextIO

OFTEN_ENOUGH = 0.2
# Sooner than this nobody can say how long it will take.
FIRST_GUESS = 3.0


class Watch:
    """Quiet by itself: what runs without a terminal is not counted out loud."""

    def say(self, words: str) -> None:
        """Something worth a line."""

    def step(self, doing: str, done: int, of: int) -> None:
        """How far one part of the work has come."""


QUIET = Watch()


class Terminal(Watch):
    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.doing = ""
        self.began = self.shown = 0.0

    def say(self, words: str) -> None:
        self.stream.write(f"{words}\n")
        self.stream.flush()

    def step(self, doing: str, done: int, of: int) -> None:
        now = time.monotonic()
        if doing != self.doing:
            self.doing, self.began, self.shown = doing, now, 0.0
        if done < of and now - self.shown < OFTEN_ENOUGH:
            return
        self.shown = now
        self.stream.write(f"\r\x1b[K{self._line(done, of, now - self.began)}" if done < of else "\r\x1b[K")
        self.stream.flush()

    def _line(self, done: int, of: int, seconds: float) -> str:
        line = f"{self.doing}: {done:,} of {of:,}"
        return f"{line}, {left(seconds / done * (of - done))}" if seconds >= FIRST_GUESS else line


def left(seconds: float) -> str:
    """Rounded up, because a promise that is kept early is forgiven."""
    if seconds > 90:
        return f"about {-int(-seconds // 60)} minutes left"
    return f"about {max(5, -int(-seconds // 5) * 5)} seconds left"


def at(stream: TextIO) -> Watch:
    """Somebody who watches the stream, or nobody when it is not a terminal."""
    return Terminal(stream) if stream.isatty() else Watch()
