"""The translations of pack texts into one language, read once in a process for a short time.

A page shows up to a few hundred texts of a pack. Reading the whole language at once costs one query in half a minute; a
query for each text, or the whole for each page, would cost more than the page (decision 0052 has the figures).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils.translation import get_language

from ettle.kit.models import PackTranslation
from ettle.kit.operations.environment import ENGLISH
from ettle.kit.values.contexts import set_inside
from ettle.kit.values.short_caches import current_period

LANGUAGES_IN_MEMORY = 8
_shows_english: ContextVar[bool] = ContextVar("shows_english_pack_texts", default=False)


def foreign_language() -> str:
    """The code of the reader's language; "" for English, which packs are written in."""
    language = get_language() or ENGLISH
    return "" if language == ENGLISH or _shows_english.get() else language


@contextmanager
def show_english() -> Iterator[None]:
    """Inside, pack texts are shown as they are written: where authors edit them."""
    with set_inside(_shows_english, True):
        yield


@dataclass(frozen=True)
class Catalogue:
    """The texts of a language. texts: English in one line -> text. newest: when the last was loaded.

    history: the texts of one English that was translated again, the earliest first, each with when it was loaded.
    version: changes when something is loaded.
    """

    texts: Mapping[str, str]
    history: Mapping[str, Sequence[tuple[datetime, str]]]
    newest: datetime | None

    @property
    def version(self) -> tuple[object, ...]:
        return (len(self.texts), self.newest)


def read_catalogue(language: str) -> Catalogue:
    """Return what is translated into a language. What another process loads is seen within 30 seconds."""
    return _read_catalogue(language, current_period())


@lru_cache(maxsize=LANGUAGES_IN_MEMORY)
def _read_catalogue(language: str, _period: int) -> Catalogue:
    # A text that was replaced still translates the English of its time; the current one comes later and wins.
    found = PackTranslation.objects.filter(language=language).order_by("is_current", "loaded_at", "pk")
    rows = list(found.values_list("english", "text", "loaded_at"))
    newest = max((loaded_at for _, _, loaded_at in rows), default=None)
    found_texts: dict[str, list[tuple[datetime, str]]] = {}
    for english, text, loaded_at in rows:
        found_texts.setdefault(join_lines(english), []).append((loaded_at, text))
    texts = {english: history[-1][1] for english, history in found_texts.items()}
    history = {english: sorted(history) for english, history in found_texts.items() if len(history) > 1}
    return Catalogue(texts, history, newest)


def join_lines(text: str) -> str:
    """Return a text without its ends of lines, by which it is found: where lines end in a file means nothing."""
    return " ".join(text.split())


def clear_catalogues() -> None:
    """Forget what this process has read, because it has just loaded something else."""
    _read_catalogue.cache_clear()


def find_translation(english: str) -> str | None:
    """Return the text in the reader's language; None where there is none, and in English."""
    language = foreign_language()
    return read_catalogue(language).texts.get(join_lines(english)) if language else None


def find_earlier_translation(english: str, moment: datetime) -> str | None:
    """Return the text that a reader of this language had at a moment; None where there is none, and in English."""
    language = foreign_language()
    history = read_catalogue(language).history.get(join_lines(english), ()) if language else ()
    earlier = [text for loaded_at, text in history if loaded_at <= moment]
    return earlier[-1] if earlier else find_translation(english)


def catalogue_version() -> tuple[object, ...]:
    """What changes when translations are loaded, for the keys of cached pages. Nothing in English."""
    language = foreign_language()
    return read_catalogue(language).version if language else ()
