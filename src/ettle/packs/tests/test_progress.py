"""How far a long loading is: one line at a terminal, silence everywhere else."""

from __future__ import annotations

from io import StringIO
from types import SimpleNamespace

import pytest

from ettle.packs import progress


class Screen(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_that_is_cleared_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 101.0, 110.0, 120.0])
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    screen = Screen()
    shown = progress.open_progress(screen)

    for done in (1, 100, 500, 1_000):
        shown.show_step("Loading areas", done, 1_000)

    assert "\n" not in screen.getvalue()
    assert screen.getvalue().split("\r\x1b[K")[1:] == [
        "Loading areas: 1 of 1,000",
        "Loading areas: 100 of 1,000",
        "Loading areas: 500 of 1,000, about 10 seconds left",
        "",
    ]


def test_nothing_is_written_to_what_is_no_terminal() -> None:
    log = StringIO()
    shown = progress.open_progress(log)

    shown.show_message("Reading 2,000 files")
    shown.show_step("Loading areas", 1, 2_000)

    assert log.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "about 5 seconds left"), (61, "about 65 seconds left"), (121, "about 3 minutes left")]
)
def test_time_is_rounded_up(seconds: float, words: str) -> None:
    assert progress.time_left(seconds) == words
