"""The search guide, ready to use: synonyms and signposts by the stems of their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True)
class Vocabulary:
    """What people mean, from the guide of a pack."""

    spec: SearchGuideSpec

    @cached_property
    def synonyms(self) -> dict[Stems, tuple[tuple[str, ...], ...]]:
        """The stems of a word or a phrase -> the words of everything else in its groups."""
        found: dict[Stems, list[tuple[str, ...]]] = {}
        for group in self.spec.synonyms:
            split = [tuple(stems.split_words(stems.drop_apostrophes(words))) for words in group]
            for words, typed in zip(split, group, strict=True):
                found.setdefault(stems.stem_line(typed), []).extend(other for other in split if other != words)
        return {key: tuple(dict.fromkeys(others)) for key, others in found.items()}

    @cached_property
    def longest_synonym(self) -> int:
        return max((len(key) for key in self.synonyms), default=0)

    @cached_property
    def slips(self) -> dict[str, tuple[str, ...]]:
        """A word that people type by mistake -> the words they mean."""
        pairs = ((typed, slip.means) for slip in self.spec.slips for typed in slip.typed)
        return {" ".join(stems.split_words(typed)): tuple(stems.split_words(means)) for typed, means in pairs}

    @cached_property
    def phrases(self) -> dict[str, tuple[str, ...]]:
        """The address of a page -> what people may type when they look for it."""
        return {page.address: page.phrases for page in self.spec.pages}

    def all_words(self) -> Iterator[str]:
        """Every word of the guide: a misspelt word may be corrected to any of them."""
        for group in self.spec.synonyms:
            yield from group
        for page in self.spec.pages:
            yield from page.phrases
        for signpost in self.spec.signposts:
            yield from signpost.words
        yield from (slip.means for slip in self.spec.slips)

    def find_signposts(self, words: Sequence[str]) -> list[SignpostSpec]:
        """The signposts whose words are among these, in any form and with a slip of the finger."""
        typed = [stems.stem_word(word) for word in words]
        joined = {"".join(words[place : place + 2]) for place in range(len(words) - 1)}
        near = {stem for word in words for stem in self._near_harm_stems(word)} | {*map(stems.stem_word, joined)}
        return [
            signpost
            for signpost, phrases in self._harm_phrases
            if any(_contains(typed, phrase) or (len(phrase) == 1 and phrase[0] in near) for phrase in phrases)
        ]

    @cached_property
    def _harm_phrases(self) -> list[tuple[SignpostSpec, list[Stems]]]:
        return [(signpost, [stems.stem_line(words) for words in signpost.words]) for signpost in self.spec.signposts]

    @cached_property
    def _harm_words(self) -> list[str]:
        single = [stems.split_words(words) for signpost in self.spec.signposts for words in signpost.words]
        return sorted({words[0] for words in single if len(words) == 1})

    def _near_harm_stems(self, word: str) -> set[str]:
        """The stems of the words about harm that this misspelt word may be. A real word is what it is."""
        if len(word) < SHORTEST_SLIP or not word.isalpha() or english.is_english(word):
            return set()
        most = 1 if len(word) < SHORTEST_OF_TWO else min(2, spelling.allowed_edits(word))
        near = process.extract(word, self._harm_words, scorer=OSA.distance, score_cutoff=most, limit=None)
        return {stems.stem_word(match) for match, _, _ in near}


def _contains(typed: Sequence[str], phrase: Stems) -> bool:
    """Whether the words of the phrase are there in order, with MOST_BETWEEN other words between two of them at most."""
    if len(phrase) == 1:
        return phrase[0] in typed
    return any(_continues(typed, place, phrase) for place, word in enumerate(typed) if word == phrase[0])


def _continues(typed: Sequence[str], place: int, phrase: Stems) -> bool:
    for word in phrase[1:]:
        following = typed[place + 1 : place + 2 + MOST_BETWEEN]
        if word not in following:
            return False
        place += 1 + following.index(word)
    return True
