"""Find what could identify a person in a text. It advises and never blocks: it cannot know who is real.

Pure, and bounded: every repetition in a pattern has a limit, and at most MAX_FINDINGS are returned. Nothing is stored,
logged or sent.
"""

from __future__ import annotations

import re
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
Match = tuple[str, int, int]
_SENTENCE_END = re.compile(r"[.!?\n]+\s*")


def find_personal_details(text: str, cleared: Collection[str] = ()) -> list[PrivacyFinding]:
    """Return what could identify a person, in text order, each once. cleared: words that the writer says are safe."""
    words, lists = split_words(text), load_lists()
    matches = list(find_early_patterns(text, lists))
    matches += find_numbers(_blank(text, matches))
    matches += find_patterns(_blank(text, matches), lists)
    hidden = _blank(text, matches)
    left = words if hidden == text else split_words(hidden)
    matches += (("name", start, end) for start, end in find_names(hidden, left, lists))
    findings = _group_matches(text, matches)
    findings += (_make_combination(text, parts) for parts in find_combinations(text, words, lists))
    in_order = sorted(leave_out_cleared(findings, cleared), key=lambda finding: finding.places[0])
    return in_order[:MAX_FINDINGS]


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


def _group_matches(text: str, matches: Iterable[Match]) -> list[PrivacyFinding]:
    """One finding for the same words, with all their places. Two rules may find the same place: it counts once."""
    groups: dict[str, list[Match]] = defaultdict(list)
    for match in sorted(matches, key=lambda found: found[1:]):
        group = groups[_normalise(text[match[1] : match[2]])]
        if not group or match[1] >= group[-1][2]:
            group.append(match)
    return [_make_finding(text, group) for key, group in groups.items() if key]


def _make_finding(text: str, group: list[Match]) -> PrivacyFinding:
    kind, start, end = group[0]
    places = tuple((begin, stop) for _kind, begin, stop in group)
    return PrivacyFinding(kind, text[start:end], places, _sentence_around(text, start, end))


def _make_combination(text: str, parts: list[tuple[int, int]]) -> PrivacyFinding:
    words = BETWEEN_PARTS.join(text[start:end] for start, end in parts)
    return PrivacyFinding(COMBINATION, words, tuple(parts), _sentence_around(text, *parts[0]))


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
