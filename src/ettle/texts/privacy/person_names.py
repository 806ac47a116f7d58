"""Find names of people: by lists, by what stands beside a word, and by capitals.

A name once found is found everywhere."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence

from ettle.texts.privacy import name_contexts as contexts
from ettle.texts.privacy.word_lists import WordLists
from ettle.texts.privacy.written_words import WrittenWord

Span = tuple[int, int]
_JOINED = re.compile(r"\.? ?|-")
_DOTTED = re.compile(r"(?<![\w.])[A-Z]\.(?: ?[A-Z]\.){1,3}(?![\w])")
_MAC = re.compile(r"(?:mc|mac)[a-z]{3,}")
_IRISH = re.compile(r"[OD]['’][A-Z][a-z]+")
_HOUSE = re.compile(
    r"[a-z]{3,}(?:side|bank|brae|view|lea|field|wood|burn|haven|dale|croft|mount|grove|lodge|house|park|hill)"
)
# How surely a word must stand like a name in small letters: one with another meaning, one that is a thing more often
# than a person, one of the commonest words, one that no list has.
AMBIGUOUS_SCORE, THING_SCORE, COMMON_SCORE, UNKNOWN_SCORE = 2, 3, 4, 3
STRONG = 3  # what `score_left` says of a word after which surely a person comes
FEWEST_LETTERS = 3  # of a name in small letters that we did not list ourselves


def find_names(text: str, words: Sequence[WrittenWord], lists: WordLists) -> Iterator[Span]:
    """Yield where names are: each run of words that make one name."""
    spans = list(_NameFinder(words, lists).list_spans())
    for match in _DOTTED.finditer(text):
        if re.sub(r"\W", "", match.group()).casefold() not in lists.acronyms:
            spans = [span for span in spans if span[1] <= match.start() or span[0] >= match.end()]
            spans.append(match.span())
    yield from sorted(spans)


class _NameFinder:
    def __init__(self, words: Sequence[WrittenWord], lists: WordLists) -> None:
        self.words = words
        self.lists = lists
        self.found = {at for at in range(len(words)) if self._is_name(at)}
        self._extend_runs()
        self._spread()

    def list_spans(self) -> Iterator[Span]:
        """Yield each run of found words, with the title before it."""
        start = None
        for at in sorted(self.found):
            if start is None:
                start = at
            if at + 1 not in self.found or not _JOINED.fullmatch(self.words[at + 1].gap):
                yield self._start_with_title(start), self.words[at].end
                start = None

    def _start_with_title(self, at: int) -> int:
        """Where the name begins, with “Mrs” or “wee” before it."""
        before = self._before(at)
        if before is None or before.plain not in contexts.SHOWN_TITLES or len(self.words[at].gap) > len(". "):
            return self.words[at].start
        return before.start

    def _is_name(self, at: int) -> bool:
        word = self.words[at]
        if self._follows_title(at):
            return True
        if word.plain in contexts.FUNCTION_WORDS and not (word.is_capital and word.plain in self.lists.ambiguous):
            return False
        if self._is_place(at) or (word.is_initials and word.plain in self.lists.acronyms):
            return False
        if word.is_initials and self._is_initials(at):
            return True
        if word.plain in self.lists.given or self._stem(word) in self.lists.likely_given:
            return self._is_listed_name(at)
        if word.plain in self.lists.ambiguous:
            return self._is_ambiguous_name(at)
        return self._is_unlisted_name(at)

    def _follows_title(self, at: int) -> bool:
        """Whether the word before is a title, and this one can be a name after it."""
        word, before = self.words[at], self._before(at)
        if before is None or (word.opens and "." not in word.gap) or len(word.gap) > 2:
            return False
        if before.plain in contexts.TITLES:
            return word.plain not in contexts.FUNCTION_WORDS or word.is_capital
        if before.plain not in contexts.LIKELY_TITLES or word.plain in contexts.FUNCTION_WORDS:
            return False
        return self._can_be_name(at)

    def _can_be_name(self, at: int) -> bool:
        """Whether a word after “wee”, “nurse” or “called” is a name."""
        word = self.words[at]
        if word.plain in self.lists.given or word.plain in self.lists.likely_family:
            return True
        if word.plain in self.lists.known or word.plain in self.lists.acronyms:
            return False
        if len(word.plain) == 1:
            return word.is_capital or word.plain not in "ais"
        if word.plain in self.lists.ambiguous and word.plain not in contexts.COMMON:
            return word.is_capital or self._right(at) > 0
        if word.plain in self.lists.ordinary_family and self.words[at - 1].plain in {"miss", "ms", "dr", "doctor"}:
            return word.is_capital or self._right(at) > 0
        return word.is_capital and not word.text.isupper() and not self.lists.is_ordinary(word.plain)

    def _is_place(self, at: int) -> bool:
        """Whether a word that is a place too is used as one: “in Paisley”, “on Lewis”."""
        before = self._before(at)
        plain = self.words[at].plain
        if plain not in self.lists.small_places and plain not in self.lists.cities:
            return False
        if before is not None and before.plain in contexts.PREPOSITIONS_OF_PLACE:
            return True
        return plain not in self.lists.given and self._left(at) + self._right(at) < 2

    def _is_initials(self, at: int) -> bool:
        word, before = self.words[at], self._before(at)
        if before and before.plain in contexts.INITIAL_NOUNS:
            return False
        if len(word.text) == 1:
            if word.plain in "ai":
                return self._left(at) == 3 and word.plain == "a"
            return self._right(at) > 0 if word.opens else self._left(at) + self._right(at) > 0
        if word.plain in self.lists.ordinary and len(word.plain) > 2:
            return False
        return self._left(at) + self._right(at) > 0

    def _is_listed_name(self, at: int) -> bool:
        word = self.words[at]
        if word.is_capital:
            return not (word.text.isupper() and len(word.text) <= 3 and word.plain not in self.lists.likely_given)
        return len(word.plain) >= FEWEST_LETTERS + (word.plain not in self.lists.likely_given)

    def _is_ambiguous_name(self, at: int) -> bool:
        """Whether a word such as “rose” or “Mark” is a name here."""
        word = self.words[at]
        score = self._left(at) + self._right(at)
        if self._is_month(at):
            return False
        if not word.is_capital:
            return score >= self._least_score(word.plain) and (len(word.plain) > 2 or self._left(at) == 3)
        if not word.opens:
            return score > 0 or not self._is_in_title_case(at)
        needed = 2 if word.plain in contexts.VIRTUES or word.plain in contexts.MONTHS else 1
        return self._right(at) >= needed

    def _least_score(self, plain: str) -> int:
        if plain in contexts.COMMON:
            return COMMON_SCORE
        return THING_SCORE if plain in contexts.THINGS else AMBIGUOUS_SCORE

    def _is_month(self, at: int) -> bool:
        word, before, after = self.words[at], self._before(at), self._after(at)
        if word.plain not in contexts.MONTHS:
            return False
        if any(letter.isdigit() for letter in word.gap + (after.gap if after else "")):
            return True
        if before is not None and before.plain in contexts.BEFORE_MONTH:
            return self._right(at) < 2
        return self._left(at) < STRONG and self._right(at) < 2

    def _is_in_title_case(self, at: int) -> bool:
        """Whether this is part of a title such as “Duty of Candour”: an ordinary word with a capital is next."""
        neighbours = [word for word in (self._before(at), self._after(at)) if word is not None]
        return any(word.is_capital and self.lists.is_ordinary(word.plain) and not word.opens for word in neighbours)

    def _is_unlisted_name(self, at: int) -> bool:
        """Whether a family name, or a word that no list has, is a name here."""
        word = self.words[at]
        if word.plain in self.lists.known or word.plain in self.lists.acronyms:
            return False
        if self.lists.is_ordinary(word.plain):
            return word.is_capital and word.plain in self.lists.ordinary_family and self._right(at) == 2
        if word.plain in self.lists.likely_family or _MAC.fullmatch(word.plain) or _IRISH.fullmatch(word.text):
            return len(word.plain) > FEWEST_LETTERS or word.is_capital
        if len(word.plain) < FEWEST_LETTERS:
            return not word.is_capital and len(word.plain) == len("jb") and self._left(at) == 3
        if word.plain in self.lists.hospitals or (_HOUSE.fullmatch(word.plain) and self._follows_place_word(at)):
            return True
        return self._is_unknown_name(at)

    def _follows_place_word(self, at: int) -> bool:
        before = self._before(at)
        return before is not None and before.plain in contexts.BEFORE_PLACE | contexts.DETERMINERS

    def _is_unknown_name(self, at: int) -> bool:
        """Whether a word that only a list of rare names has, or none, is a name: by its capital and its neighbours."""
        word = self.words[at]
        if not word.is_capital:
            strength = self._left(at) + self._right(at) + word.is_possessive
            return strength >= UNKNOWN_SCORE and self._right(at) > 0 and not self._is_slip(word.plain)
        if word.text.isupper() and len(word.text) <= 5:
            return False
        if word.opens:
            return self._right(at) == 2 or (self._right(at) > 0 and not self._is_slip(word.plain))
        return True

    def _is_slip(self, plain: str) -> bool:
        """Whether an ordinary word is one letter away."""
        cuts = [(plain[:at], plain[at:]) for at in range(len(plain) + 1)]
        near = {left + right[1:] for left, right in cuts if right}
        near |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
        letters = string.ascii_lowercase
        near |= {left + letter + right[1:] for left, right in cuts if right for letter in letters}
        near |= {left + letter + right for left, right in cuts for letter in letters}
        return not near.isdisjoint(self.lists.ordinary)

    def _extend_runs(self) -> None:
        """Add the family name after a given name, and the initial beside it."""
        for at in sorted(self.found):
            after = at + 1
            while after < len(self.words) and after not in self.found and self._continues_name(after):
                self.found.add(after)
                after += 1

    def _continues_name(self, at: int) -> bool:
        word = self.words[at]
        if not _JOINED.fullmatch(word.gap) or word.opens or word.plain in contexts.FUNCTION_WORDS:
            return False
        if self.words[at - 1].is_possessive:
            return False
        if word.is_capital:
            is_role = word.plain in self.lists.known or word.plain in self.lists.acronyms
            return not is_role and (not word.text.isupper() or len(word.text) == 1)
        if len(word.plain) == 1:
            return word.plain not in "ai"
        return word.plain in self.lists.family and not self.lists.is_ordinary(word.plain)

    def _spread(self) -> None:
        """Find each word again that was a name once; an ordinary word only where it stands like a name."""
        names = {self.words[at].plain for at in self.found}
        for at, word in enumerate(self.words):
            plain = word.plain if word.plain in names else self._stem(word)
            if plain in names and at not in self.found and self._is_name_again(at, plain):
                self.found.add(at)

    def _is_name_again(self, at: int, plain: str) -> bool:
        if len(plain) < 2 or (plain in contexts.FUNCTION_WORDS and plain != "will"):
            return False
        if plain in self.lists.ambiguous:
            return self._is_ambiguous_again(at, plain)
        return not self.lists.is_ordinary(plain)

    def _is_ambiguous_again(self, at: int, plain: str) -> bool:
        word = self.words[at]
        if self._is_month(at):
            return False
        if word.is_capital:
            return not word.opens or self._right(at) > 0 or word.is_possessive
        return plain not in contexts.COMMON and self._left(at) + self._right(at) > 0

    def _stem(self, word: WrittenWord) -> str:
        """The word without the s of a possessive that was typed without its apostrophe."""
        is_possessive = len(word.plain) > 3 and word.plain.endswith("s") and not self.lists.is_ordinary(word.plain)
        return word.plain[:-1] if is_possessive else word.plain

    def _before(self, at: int) -> WrittenWord | None:
        return self.words[at - 1] if at and self.words[at].sentence == self.words[at - 1].sentence else None

    def _after(self, at: int) -> WrittenWord | None:
        is_last = at + 1 >= len(self.words) or self.words[at].sentence != self.words[at + 1].sentence
        return None if is_last else self.words[at + 1]

    def _left(self, at: int) -> int:
        before = self._before(at)
        if before is None or self.words[at].opens:
            return 1
        return contexts.score_left(before.plain)

    def _right(self, at: int) -> int:
        after = self._after(at)
        if self.words[at].is_possessive:
            return 1
        if after is None or len(after.gap) > 2:
            return 0
        is_described = "," in after.gap and (after.plain in contexts.DETERMINERS or after.plain == "who")
        return 2 if is_described else contexts.score_right(after.plain)
