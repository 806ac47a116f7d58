"""Find what could identify a person in a text. It advises and never blocks: it cannot know who is real.

Bounded: every repetition in a pattern has a limit, and at most MAX_FINDINGS are returned. Nothing is stored, logged or
sent. A process remembers where it found something in the last texts, because pages show the same text again: it knows
a text by a digest, with a key that is made when the process starts, and has places and kinds, never words.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable

from ettle.texts.privacy.combinations import find_combinations
from ettle.texts.privacy.findings import COMBINATION, MAX_FINDINGS, PrivacyFinding
from ettle.texts.privacy.patterns import find_early_patterns, find_patterns
from ettle.texts.privacy.person_names import find_names
from ettle.texts.privacy.personal_numbers import find_numbers
from ettle.texts.privacy.word_lists import load_lists
from ettle.texts.privacy.written_words import split_words

BETWEEN_PARTS = " … "
LONGEST_SENTENCE = 160  # characters shown around a finding
REMEMBERED_TEXTS = 500  # in a process: of as many people as write within some minutes
Match = tuple[str, int, int]
Places = tuple[str, tuple[tuple[int, int], ...]]
_SENTENCE_END = re.compile(r"[.!?\n]+\s*")
_DIGEST_KEY = secrets.token_bytes(32)
_recent_texts: dict[bytes, list[Places]] = {}
_recent_lock = threading.Lock()


def find_personal_details(text: str, cleared: Collection[str] = ()) -> list[PrivacyFinding]:
    """Return what could identify a person, in text order, each once. cleared: words that the writer says are safe."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=_DIGEST_KEY).digest()
    places = _recent_texts.get(digest)
    if places is None:
        places = find_places(text)
        _remember_places(digest, places)
    findings = leave_out_cleared((_make_finding(text, *found) for found in places), cleared)
    return findings[:MAX_FINDINGS]


def find_places(text: str) -> list[Places]:
    """Return the kind of each finding and where it is, in text order."""
    words, lists = split_words(text), load_lists()
    matches = list(find_early_patterns(text, lists))
    matches += find_numbers(_blank(text, matches))
    matches += find_patterns(_blank(text, matches), lists)
    hidden = _blank(text, matches)
    left = words if hidden == text else split_words(hidden)
    matches += (("name", start, end) for start, end in find_names(hidden, left, lists))
    found = _group_matches(text, matches)
    found += ((COMBINATION, tuple(parts)) for parts in find_combinations(text, words, lists))
    return sorted(found, key=lambda kind_and_places: kind_and_places[1][0])


def _remember_places(digest: bytes, places: list[Places]) -> None:
    with _recent_lock:
        if len(_recent_texts) >= REMEMBERED_TEXTS:
            del _recent_texts[next(iter(_recent_texts))]
        _recent_texts[digest] = places


def leave_out_cleared(findings: Iterable[PrivacyFinding], cleared: Collection[str]) -> list[PrivacyFinding]:
    """Return the findings without those whose words the writer says are safe."""
    safe = {_normalise(phrase) for phrase in cleared}
    return [finding for finding in findings if _normalise(finding.words) not in safe]


def _blank(text: str, matches: Iterable[Match]) -> str:
    """Return the text with signs in place of what was found, so that its places stay the same."""
    letters = list(text)
    for _kind, start, end in matches:
        letters[start:end] = "\0" * (end - start)
    return "".join(letters)


def _group_matches(text: str, matches: Iterable[Match]) -> list[Places]:
    """One finding for the same words, with all their places. Two rules may find the same place: it counts once."""
    groups: dict[str, list[Match]] = defaultdict(list)
    for match in sorted(matches, key=lambda found: found[1:]):
        group = groups[_normalise(text[match[1] : match[2]])]
        if not group or match[1] >= group[-1][2]:
            group.append(match)
    return [(group[0][0], tuple((begin, stop) for _kind, begin, stop in group)) for key, group in groups.items() if key]


def _make_finding(text: str, kind: str, places: tuple[tuple[int, int], ...]) -> PrivacyFinding:
    shown = places if kind == COMBINATION else places[:1]
    words = BETWEEN_PARTS.join(text[start:end] for start, end in shown)
    return PrivacyFinding(kind, words, places, _sentence_around(text, *places[0]))


def _sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence of a place, shortened to what is near it."""
    begin = max((match.end() for match in _SENTENCE_END.finditer(text, 0, start)), default=0)
    following = _SENTENCE_END.search(text, end)
    stop = following.end() if following else len(text)
    cut_begin, cut_stop = max(begin, start - LONGEST_SENTENCE // 2), min(stop, end + LONGEST_SENTENCE // 2)
    sentence = " ".join(text[cut_begin:cut_stop].split())
    return f"{'… ' if cut_begin > begin else ''}{sentence}{' …' if cut_stop < stop else ''}"


def _normalise(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split())
