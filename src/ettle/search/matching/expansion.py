"""The terms of a query with everything else that they may mean: synonyms, other spellings, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import pairwise
from operator import or_

from django.db import connection
from django.db.models import Q

from ettle.search.guide.vocabulary import Vocabulary
from ettle.search.models import SearchWord
from ettle.search.words import english, spelling, stems
from ettle.search.words.query_terms import Term, choose_terms
from ettle.search.words.variants import find_variants

SYNONYM_WEIGHT = 0.75
VARIANT_WEIGHT = 0.8
# "at 3", "20 minutes": a small number says little of what a question is about.
SMALL_NUMBER_WEIGHT = 0.35
LONGEST_SMALL_NUMBER = 2
MAX_CANDIDATES = 200
MAX_CORRECTIONS = 4
SHORTEST_BEGINNING = 3
# One row with all the words: ten thousand rows would take four times as long to read.
WORDS_SQL = {
    vendor: f"SELECT {join}(word, ' ') FROM search_searchword "  # noqa: S608 - of constants
    "WHERE length(word) BETWEEN %s AND %s AND language IN ('', %s)"
    for vendor, join in (("sqlite", "group_concat"), ("postgresql", "string_agg"))
}


@dataclass(frozen=True)
class Way:
    """Words to look for instead of a term. weight: how surely they mean the same, from 0 to 1."""

    words: tuple[str, ...]
    weight: float = 1.0

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(stems.stem_word(word) for word in self.words)


@dataclass(frozen=True)
class TermQuery:
    """One term and the ways to look for it.

    weight: how much the term says. prefix: longer words match too. is_known: whether the site has any of its words.
    """

    typed: str
    ways: tuple[Way, ...]
    weight: float
    prefix: bool
    is_known: bool

    @cached_property
    def own_stem(self) -> str:
        """The stem of what was typed, where it is one word."""
        return stems.stem_word(self.typed) if self.typed.isalpha() else ""


@dataclass(frozen=True)
class Expansion:
    """corrected: typed word -> the word that is searched for instead. words: all that was typed, corrected."""

    term_queries: list[TermQuery]
    corrected: Mapping[str, str]
    words: list[str]


def expand_query(parsed: Sequence[Term], vocabulary: Vocabulary, language: str) -> Expansion:
    """Every term with its ways, in order. Only words that are not English are corrected.

    language: the reader's, whose words are known beside the English ones; "" for English alone.
    """
    single = [term.phrase for term in parsed if term.can_be_misspelt]
    known = _known_words(
        [*single, *_joined_pairs(parsed), *(word for typed in single for word in find_variants(typed))], language
    )
    unknown = [word for word in dict.fromkeys(single) if word not in known and word not in vocabulary.slips]
    longer = _find_longer(unknown, language)
    begun = {word for word in unknown if _may_be_begun(word) and any(other.startswith(word) for other in longer)}
    known |= _find_forms(unknown, longer)
    corrected = _correct_words([word for word in unknown if word not in begun], vocabulary, language)
    typed = [corrected.get(term.phrase, term) for term in parsed]
    known.update(word for term in corrected.values() for word in term.words)
    chosen = list(_join_pairs(choose_terms(list(_group_phrases(typed, vocabulary))), known))
    queries = [_term_query(term, vocabulary, known, prefix=term.phrase in begun) for term in chosen]
    return Expansion(
        queries,
        {word: term.phrase for word, term in corrected.items() if any(word == asked.phrase for asked in parsed)},
        [word for term in typed for word in term.words],
    )


def _term_query(term: Term, vocabulary: Vocabulary, known: set[str], *, prefix: bool) -> TermQuery:
    synonyms = vocabulary.synonyms
    variants = [(word,) for word in find_variants(term.phrase) if word in known or (stems.stem_word(word),) in synonyms]
    others = [
        words
        for way in (term.words, *term.ways, *variants)
        for words in synonyms.get(tuple(stems.stem_word(word) for word in way), ())
    ]
    own = [Way(term.words), *(Way(way) for way in term.ways)]
    meant = [*(Way(words, VARIANT_WEIGHT) for words in variants), *(Way(words, SYNONYM_WEIGHT) for words in others)]
    ways = {way.words: way for way in [*meant, *own]}
    is_small = term.phrase.isdigit() and len(term.phrase) <= LONGEST_SMALL_NUMBER
    weight = SMALL_NUMBER_WEIGHT if is_small else max(english.word_weight(word) for word in term.words)
    is_known = prefix or bool(meant) or len(term.words) > 1 or not term.phrase.isalpha() or term.phrase in known
    return TermQuery(term.phrase, tuple(ways.values()), weight, prefix, is_known)


def _group_phrases(terms: Sequence[Term], vocabulary: Vocabulary) -> Iterator[Term]:
    """The terms, with those that make a phrase of the guide as one: "burn out", "log in"."""
    place = 0
    while place < len(terms):
        length = _longest_phrase(terms[place:], vocabulary)
        words = tuple(word for term in terms[place : place + length] for word in term.words)
        yield terms[place] if length == 1 else Term(words)
        place += length


def _longest_phrase(terms: Sequence[Term], vocabulary: Vocabulary) -> int:
    for length in range(min(len(terms), vocabulary.longest_synonym), 1, -1):
        key = tuple(stems.stem_word(word) for term in terms[:length] for word in term.words)
        if key in vocabulary.synonyms:
            return length
    return 1


def _joined_pairs(terms: Sequence[Term]) -> list[str]:
    pairs = pairwise(terms)
    return [first.phrase + second.phrase for first, second in pairs if _can_join(first, second)]


def _can_join(first: Term, second: Term) -> bool:
    return len(first.words) == len(second.words) == 1 and (first.phrase + second.phrase).isalpha()


def _join_pairs(terms: Sequence[Term], known: set[str]) -> Iterator[Term]:
    """The terms; two that are one known word together ("whistle blowing") as one."""
    place = 0
    while place < len(terms):
        pair = terms[place : place + 2]
        if len(pair) == 2 and _can_join(*pair) and (joined := pair[0].phrase + pair[1].phrase) in known:
            yield Term((pair[0].phrase, pair[1].phrase), ((joined,),))
            place += 2
        else:
            yield _split_compound(terms[place], known)
            place += 1


def _split_compound(term: Term, known: set[str]) -> Term:
    """A word that is in no entry but made of two words is looked for apart too: "selfassessment"."""
    if not term.can_be_misspelt or term.phrase in known:
        return term
    parts = english.split_compound(term.phrase)
    return Term(term.words, (*term.ways, parts)) if parts else term


def _may_be_begun(word: str) -> bool:
    return len(word) >= SHORTEST_BEGINNING and not english.is_english(word)


def _known_words(words: Sequence[str], language: str) -> set[str]:
    own = SearchWord.objects.filter(language__in=("", language))
    return set(own.filter(word__in=words).values_list("word", flat=True)) if words else set()


def _find_longer(unknown: Sequence[str], language: str) -> list[str]:
    """Known words that begin like one of these, or like its stem: the person may be typing, or use another form."""
    beginnings = {*unknown, *(stems.stem_word(word) for word in unknown)}
    if not beginnings:
        return []
    own = SearchWord.objects.filter(language__in=("", language))
    longer = own.filter(reduce(or_, (Q(word__startswith=word) for word in beginnings)))
    return list(longer.values_list("word", flat=True)[:MAX_CANDIDATES])


def _find_forms(unknown: Sequence[str], longer: Sequence[str]) -> set[str]:
    """The words of which another form is known: "creating" where the site has "create"."""
    forms = {stems.stem_word(word) for word in longer}
    return {word for word in unknown if stems.stem_word(word) in forms}


def _correct_words(unknown: Sequence[str], vocabulary: Vocabulary, language: str) -> dict[str, Term]:
    """Misspelt word -> the term that was meant: from the guide's list of slips, or the nearest word of the site."""
    slips = {typed: Term(meant) for typed, meant in vocabulary.slips.items()}
    # "dont" is a stop word without its apostrophe, and no "done".
    significant = [word for word in unknown if stems.is_significant(word)]
    misspelt = [word for word in significant if not english.is_english(word)][:MAX_CORRECTIONS]
    if not misspelt:
        return slips
    candidates = _read_words(misspelt, language)
    near = {word: spelling.find_correction(word, candidates) for word in misspelt}
    return slips | {word: Term((meant,)) for word, meant in near.items() if meant}


def _read_words(unknown: Sequence[str], language: str) -> list[str]:
    """The known words of a possible length, about a third of them."""
    shortest = min(len(word) - spelling.allowed_edits(word) for word in unknown)
    longest = max(len(word) + spelling.allowed_edits(word) for word in unknown)
    with connection.cursor() as cursor:
        cursor.execute(WORDS_SQL[connection.vendor], [shortest, longest, language])
        return (cursor.fetchone()[0] or "").split()
