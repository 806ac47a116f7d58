"""Stems are the same whatever else the site searches for at the same moment."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from ettle.search.words.english import _words
from ettle.search.words.stems import stem_word


@pytest.fixture
def busy_threads() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("busy_threads")
def test_threads_that_search_at_once_get_the_stems_of_their_own_words() -> None:
    words = _words().split()[:2_000]
    stem = stem_word.__wrapped__  # without the memory of stems found before
    expected = [stem(word) for word in words]

    with ThreadPoolExecutor(8) as threads:
        found = [threads.submit(lambda: [stem(word) for word in words]) for _thread in range(8)]

    assert all(stems.result() == expected for stems in found)
