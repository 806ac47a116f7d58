"""The search guide, ready to use: synonyms and signposts by the stems of their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ettle.search.guide.harm import HarmWords, spell_out
from ettle.search.types.specs import SearchGuideSpec, SignpostSpec
from ettle.search.words import stems

Stems = tuple[str, ...]


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
        found: dict[str, dict[str, None]] = {}
        for page in self.spec.pages:
            found.setdefault(page.address, {}).update(dict.fromkeys(page.phrases))
        return {address: tuple(phrases) for address, phrases in found.items()}

    def all_words(self) -> Iterator[str]:
        """Every word of the guide: a misspelt word may be corrected to any of them."""
        for group in self.spec.synonyms:
            yield from group
        for page in self.spec.pages:
            yield from page.phrases
        for signpost in self.spec.signposts:
            yield from (phrase for words in signpost.words for phrase in spell_out(words))
        yield from (slip.means for slip in self.spec.slips)

    def find_signposts(self, words: Sequence[str]) -> list[SignpostSpec]:
        """The signposts whose words are among these, in any form and with a slip of the finger."""
        meant = [word for typed in words for word in self.slips.get(typed, (typed,))]
        return self._harm_words.find_signposts(meant)

    @cached_property
    def _harm_words(self) -> HarmWords:
        return HarmWords(self.spec)
