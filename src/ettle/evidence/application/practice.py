"""The practice text: find what could identify a person in an invented account.

The text is split into sentences to tick. Which of them contain a place to find, and why, stays on the server until the
learner has ticked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ettle.kit.translations.pack_texts import AsWritten, PackText

_SENTENCES = re.compile(r"[^.!?\n]+(?:[.!?](?![\s”\"’]|$)[^.!?\n]*)*(?:[.!?]+[”\"’]?)?")


@dataclass(frozen=True)
class Place:
    """words: what could identify a person. why: the reason. better: what to write instead."""

    words: str
    why: str
    better: str


@dataclass(frozen=True)
class Sentence:
    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Practice:
    """find: how many sentences with a place to find. The learner may tick one sentence more than that."""

    sentences: tuple[Sentence, ...]
    find: int

    def found_places(self, ticked: Collection[int]) -> list[Place]:
        """The places in the ticked sentences, in the order of the text."""
        return [place for number in sorted(ticked) for place in self.sentences[number].places]

    def found_sentences(self, ticked: Collection[int]) -> list[Sentence]:
        """The ticked sentences that have a place to find."""
        return [self.sentences[number] for number in sorted(ticked) if self.sentences[number].places]

    def is_done(self, ticked: Collection[int]) -> bool:
        return len(self.found_sentences(ticked)) >= self.find


def read_practice(material: Mapping[str, Any]) -> Practice:
    """Return the practice in a criterion's material: {text, find, places: [{start, end, text, why, better}]}.

    Two places may be in one sentence: nobody is asked for more sentences than have one. The account is in the reader's
    language where it is translated so that its places can be found; otherwise it is English.
    """
    rows, account = material.get("places", ()), PackText(material.get("text", ""))
    show: Callable[[str], str] = str
    text, words = str(account), [str(PackText(row["text"])) for row in rows]
    if account.is_shown_in_english or any(text.count(place) != 1 for place in words):
        show, text, words = AsWritten, account.english, [row["text"] for row in rows]
    places = [
        (text.index(place), Place(show(place), PackText(row["why"]), PackText(row["better"])))
        for place, row in zip(words, rows, strict=True)
    ]
    sentences = tuple(
        Sentence(show(text[start:stop].strip()), tuple(place for position, place in places if start <= position < stop))
        for start, stop in _sentence_spans(text)
    )
    most = sum(bool(sentence.places) for sentence in sentences)
    return Practice(sentences, min(int(material.get("find", most)), most))


def _sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence starts and stops; together they cover every word of the text."""
    for match in _SENTENCES.finditer(text):
        if match.group().strip():
            yield match.span()
