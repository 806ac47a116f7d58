"""Words of harm in what was typed: which signposts to show. Pure, from the files of the guide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ettle.search.types.specs import SearchGuideSpec, SignpostSpec
from ettle.search.words import english, spelling, stems

Stems = tuple[str, ...]
# The fewest letters of a word about harm that may have a slip, and two.
SHORTEST_SLIP = 5
SHORTEST_OF_TWO = 7
# "locked my brother in his room" has "locked in room".
MOST_BETWEEN = 2


def spell_out(words: str) -> Iterator[str]:
    """Every phrase that these words stand for: "not/isnt breathing" is "not breathing" and "isnt breathing"."""
    for chosen in product(*(part.split("/") for part in words.split())):
        yield " ".join(chosen)


class HarmWords:
    """The words of the signposts and the phrases that only sound like them, by their first stems."""

    def __init__(self, guide: SearchGuideSpec) -> None:
        self.signposts = guide.signposts
        self._phrases: dict[str, dict[Stems, set[int]]] = defaultdict(lambda: defaultdict(set))
        for number, signpost in enumerate(guide.signposts):
            for phrase in _read_phrases(signpost.words):
                self._phrases[phrase[0]][phrase].add(number)
        self._harmless: dict[str, set[Stems]] = defaultdict(set)
        for phrase in _read_phrases(guide.harmless):
            self._harmless[phrase[0]].add(phrase)
        every = [words for signpost in guide.signposts for words in signpost.words]
        split = {word for words in every for word in stems.split_words(stems.drop_apostrophes(words))}
        self._words = sorted(word for word in split if len(word) >= SHORTEST_SLIP)

    def find_signposts(self, words: Sequence[str]) -> list[SignpostSpec]:
        """The signposts whose words are among these, in any form and with a slip of the finger."""
        typed = [self._meant_stems(word) for word in words]
        pairs = [frozenset([stems.stem_word("".join(words[place : place + 2]))]) for place in range(len(words) - 1)]
        harmless = {at for place in range(len(typed)) for at in self._find_harmless(typed, place)}
        found = {number for place in range(len(typed)) for number in self._find_harm(typed, place, harmless)}
        apart = [place for place in range(len(pairs)) if not {place, place + 1} <= harmless]
        found |= {number for place in apart for number in self._find_harm(pairs[: place + 1], place, set())}
        return [self.signposts[number] for number in sorted(found)]

    def _find_harm(self, typed: Sequence[frozenset[str]], place: int, harmless: set[int]) -> Iterator[int]:
        for stem in typed[place]:
            for phrase, numbers in self._phrases.get(stem, {}).items():
                places = _follow_phrase(typed, place, phrase, MOST_BETWEEN)
                if places and not places <= harmless:
                    yield from numbers

    def _find_harmless(self, typed: Sequence[frozenset[str]], place: int) -> Iterator[int]:
        for stem in typed[place]:
            for phrase in self._harmless.get(stem, ()):
                yield from _follow_phrase(typed, place, phrase, 0)

    def _meant_stems(self, word: str) -> frozenset[str]:
        """The stem of this word, and those of the words of harm that it may be. A real word is only what it is."""
        stem = stems.stem_word(word)
        if len(word) < SHORTEST_SLIP or not word.isalpha() or english.is_english(word):
            return frozenset([stem])
        most = 1 if len(word) < SHORTEST_OF_TWO else min(2, spelling.allowed_edits(word))
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=most, limit=None)
        return frozenset([stem, *(stems.stem_word(match) for match, _, _ in near)])


def _read_phrases(written: Iterable[str]) -> Iterator[Stems]:
    return (stems.stem_line(phrase) for words in written for phrase in spell_out(words))


def _follow_phrase(typed: Sequence[frozenset[str]], place: int, phrase: Stems, most_between: int) -> set[int]:
    """The places of the words of the phrase, the first at this place, in order; none where one of them is missing."""
    places = {place}
    for stem in phrase[1:]:
        following = range(place + 1, min(place + 2 + most_between, len(typed)))
        place = next((at for at in following if stem in typed[at]), -1)
        if place < 0:
            return set()
        places.add(place)
    return places
