"""Searching: what is found, in which order, and the signposts to help for words of harm.

The database's full text index finds the entries; misspelt words, synonyms and the order are worked out here, so that
both databases answer the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import resolve
from django.utils.translation import gettext_lazy as _

from ettle.kit.http.audience import SIGNED_IN, Audience, find_audience
from ettle.kit.input.spec_texts import show_texts
from ettle.kit.limits.counters import Limit
from ettle.kit.translations.catalogue import foreign_language
from ettle.search.guide.guide_reader import load_vocabulary, read_files, read_guide
from ettle.search.matching import full_text
from ettle.search.matching.expansion import Expansion, TermQuery, expand_query
from ettle.search.matching.ranking import order_entries
from ettle.search.models import SearchEntry
from ettle.search.types.specs import SearchGuideSpec, SignpostSpec
from ettle.search.words.excerpts import Marker, Piece
from ettle.search.words.query_terms import MAX_QUERY_LENGTH, parse_query
from ettle.search.words.stems import drop_apostrophes, fold_case, split_words, stem_word

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User

__all__ = ["find_guide_file", "list_guide_files", "list_signposts", "search_entries"]

MAX_RESULTS = 1_000
SEARCHES = Limit(
    "search/searches",
    "network",
    1_200,
    timedelta(minutes=1),
    _("There were many searches from your network in a minute."),
)
LIMITS = [SEARCHES]
HITS_PER_PAGE = 20
MAX_RANKED_TEXTS = 100
MAX_RANKED_NAMES = 150
# An entry that has less than this share of what was typed in its text, by weight, is not an answer.
LEAST_IN_TEXT = 0.6
# Where no title and no phrase have this share of what was typed, a text is an answer only if one paragraph has it all:
# a story that has "bus" at its beginning and "times" at its end does not answer "bus times".
LEAST_OF_BEST = 0.4
MAX_READ_TEXTS = 20
# The share that an entry needs in its title and names: little where the site knows every word. Where it does not, as in
# "football results", the question is probably about something else.
LEAST_IN_NAMES = {True: 0.3, False: 0.6}
# Or this share, when that is the whole of its title or of a phrase: "jargon buster" has "jargon".
LEAST_WHOLE = 0.45


@dataclass(frozen=True)
class Hit:
    """A search result: its title and an excerpt of its text, with the matched words marked.

    is_translated: whether these are in the reader's language.
    """

    title: list[Piece]
    address: str
    kind: str
    about: str
    text: list[Piece]
    is_translated: bool


@dataclass(frozen=True)
class SearchResult:
    """hits: of one page, the best first. count: of all pages. kinds: kind -> how many, of all.

    corrected: typed word -> the word searched for instead. is_partial: nothing has all of the terms, so these have most
    of them. signposts: where someone in trouble finds help.
    """

    hits: Sequence[Hit] = ()
    count: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    corrected: Mapping[str, str] = field(default_factory=dict)
    is_partial: bool = False
    signposts: Sequence[SignpostSpec] = ()


def search_entries(query: str, *, reader: User | AnonymousUser, kind: str = "", page: int = 1) -> SearchResult:
    """Published entries with these words. kind: only this kind. page: counted from 1."""
    parsed = parse_query(query)
    if not parsed:
        return SearchResult()
    vocabulary, language = load_vocabulary(), foreign_language()
    expansion = expand_query(parsed, vocabulary, language)
    typed = split_words(drop_apostrophes(query[:MAX_QUERY_LENGTH]))
    signposts = {post.key: post for words in (typed, expansion.words) for post in vocabulary.find_signposts(words)}
    rows, is_partial = _find_rows(expansion, reader, language)
    rows = _in_language(rows, language) if language else rows
    chosen = [(row_kind, pk) for row_kind, pk in rows if kind in {"", row_kind}]
    shown = chosen[(page - 1) * HITS_PER_PAGE : page * HITS_PER_PAGE]
    return SearchResult(
        hits=_build_hits([pk for _, pk in shown], expansion.term_queries),
        count=len(chosen),
        kinds=Counter(row_kind for row_kind, _ in rows),
        corrected=expansion.corrected,
        is_partial=is_partial,
        signposts=list(map(show_texts, signposts.values())),
    )


def list_signposts() -> Sequence[SignpostSpec]:
    """Every signpost to help, in the order of the guide."""
    return read_guide().signposts


def list_guide_files() -> list[str]:
    """The keys of the files of the guide, in order."""
    return list(read_files())


def find_guide_file(key: str) -> SearchGuideSpec | None:
    """A file of the guide as a pack has it; None when there is none with this key."""
    return read_files().get(key)


def _in_language(rows: full_text.Rows, language: str) -> full_text.Rows:
    """Each thing that was found once, at its best place, in the reader's language where it is translated."""
    pks = [pk for _kind, pk in rows]
    found = SearchEntry.objects.filter(pk__in=pks).values_list("pk", "kind", "key")
    names = {pk: (kind, key) for pk, kind, key in found}
    keys = {key for _kind, key in names.values()}
    translated = SearchEntry.objects.filter(language=language, key__in=keys).values_list("pk", "kind", "key")
    own = {(kind, key): pk for pk, kind, key in translated}
    shown: dict[tuple[str, str], int] = {}
    for pk in pks:
        if pk in names:
            shown.setdefault(names[pk], own.get(names[pk], pk))
    return [(kind, pk) for (kind, _key), pk in shown.items()]


def _find_rows(expansion: Expansion, reader: User | AnonymousUser, language: str) -> tuple[full_text.Rows, bool]:
    """(kind, entry) of all results in their order, and whether none of them has all of the terms."""
    term_queries = expansion.term_queries
    in_text, in_names = full_text.find_entries(
        term_queries, most=MAX_RESULTS, most_names=MAX_RANKED_NAMES, language=language
    )
    is_partial = not in_text
    if is_partial and (choices := list(_most_of(term_queries))):
        in_text = full_text.find_with_most(choices, most=MAX_RESULTS, language=language)
    places = {pk: place for place, (_, pk) in enumerate(in_text)}
    ranked = {pk for _, pk in [*in_text[:MAX_RANKED_TEXTS], *in_names]}
    columns = ("pk", "kind", "title", "names", "priority", "address")
    entries = list(SearchEntry.objects.filter(pk__in=ranked).values_list(*columns))
    closed = {row[0] for row in entries if row[1] == SearchEntry.Kind.TOOL and not _may_open(row[5], reader)}
    shown = [row[:5] for row in entries if row[0] not in closed]
    ordered = order_entries(expansion, shown, places, LEAST_IN_TEXT if is_partial else 1.0)
    if max((score.evidence for _, _, score in ordered), default=0.0) < LEAST_OF_BEST and len(term_queries) > 1:
        together = set() if is_partial else _find_in_paragraph([pk for _, pk in in_text[:MAX_READ_TEXTS]], term_queries)
        return [(kind, pk) for pk, kind, _ in ordered if pk in together], False
    least = LEAST_IN_NAMES[all(query.is_known for query in term_queries)]
    best = [
        (kind, pk)
        for pk, kind, score in ordered
        if pk in places or score.evidence >= least or score.whole >= LEAST_WHOLE
    ]
    return best + [row for row in in_text if row[1] not in ranked], is_partial and bool(in_text)


def _find_in_paragraph(pks: Sequence[int], term_queries: Sequence[TermQuery]) -> set[int]:
    """The entries of these that have all of the terms in one paragraph of their text."""
    wanted = [[way.stems for way in query.ways] for query in term_queries]
    texts = SearchEntry.objects.filter(pk__in=pks).values_list("pk", "title", "text")
    paragraphs = ((pk, paragraph) for pk, *parts in texts for part in parts for paragraph in part.split("\n"))
    return {pk for pk, paragraph in paragraphs if _has_all(paragraph, wanted)}


def _has_all(paragraph: str, wanted: Sequence[Sequence[frozenset[str]]]) -> bool:
    """Whether it has the stems of one way of each term. Most paragraphs need not be split into words to tell."""
    folded = fold_case(paragraph)
    if not all(any(all(stem in folded for stem in way) for way in ways) for ways in wanted):
        return False
    found = frozenset(stem_word(word) for word in split_words(paragraph))
    return all(any(way <= found for way in ways) for ways in wanted)


def _most_of(term_queries: Sequence[TermQuery]) -> Iterator[Sequence[TermQuery]]:
    """The terms without one of them, and the fewest that say enough; only what says at least LEAST_IN_TEXT of all."""
    least = LEAST_IN_TEXT * sum(query.weight for query in term_queries)
    for left_out in term_queries:
        terms = [query for query in term_queries if query is not left_out]
        if terms and sum(query.weight for query in terms) >= least:
            yield terms
    heaviest = sorted(term_queries, key=lambda query: -query.weight)
    for count in range(1, len(heaviest) - 1):
        if sum(query.weight for query in heaviest[:count]) >= least:
            yield heaviest[:count]
            return


def _may_open(address: str, reader: User | AnonymousUser) -> bool:
    """Whether this person, or a visitor who signs in, may open the page."""
    people = _page_audience(address)
    if people is None or people.includes is None:
        return True
    return people.includes(reader) if reader.is_authenticated else people == SIGNED_IN


@lru_cache(maxsize=1_000)
def _page_audience(address: str) -> Audience | None:
    return find_audience(resolve(address).func)


def _build_hits(pks: Sequence[int], term_queries: Sequence[TermQuery]) -> list[Hit]:
    entries = SearchEntry.objects.in_bulk(pks)
    marker = Marker([word for query in term_queries for way in query.ways for word in way.words])
    labels = {value: str(label) for value, label in SearchEntry.Kind.choices}
    return [
        Hit(
            title=marker.mark(entry.title),
            address=entry.address,
            kind=labels[entry.kind],
            about=entry.about if entry.kind != SearchEntry.Kind.AREA else "",
            text=marker.make_excerpt(entry.text),
            is_translated=bool(entry.language),
        )
        for entry in (entries[pk] for pk in pks if pk in entries)
    ]
