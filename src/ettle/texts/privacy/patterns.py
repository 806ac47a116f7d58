"""Find what is not a person's name by its shape: addresses, services, wards, plates, handles and references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ettle.texts.privacy.rule_tables import DIGIT, Rule, load_rules
from ettle.texts.privacy.word_lists import WordLists
from ettle.texts.privacy.written_words import fold

Match = tuple[str, int, int]
Span = tuple[int, int]
FEWEST_LETTERS = 4  # of a word in small letters that no list has, in the name of a service


def find_early_patterns(text: str, lists: WordLists) -> Iterator[Match]:
    """Yield kind, start and end of what must be found before numbers are looked for."""
    yield from _find_all([rule for rule in load_rules().patterns if rule.is_early], text, lists)


def find_patterns(text: str, lists: WordLists) -> Iterator[Match]:
    """Yield kind, start and end of the other patterns."""
    yield from _find_all([rule for rule in load_rules().patterns if not rule.is_early], text, lists)


def _find_all(rules: list[Rule], text: str, lists: WordLists) -> Iterator[Match]:
    """Each match is blanked, so that later patterns do not read it."""
    has_digit = bool(DIGIT.search(text))
    for rule in rules:
        if rule.needs_digit and not has_digit:
            continue
        for start, end in list(_find_spans(rule, text, lists)):
            yield rule.kind, start, end
            text = text[:start] + "\0" * (end - start) + text[end:]


def _find_spans(rule: Rule, text: str, lists: WordLists) -> Iterator[Span]:
    """Yield the places of a pattern; where its first word names nothing, look again from the next word."""
    place = 0
    while match := rule.pattern.search(text, place):
        is_specific = _is_specific(rule.kind, match, lists)
        if is_specific:
            yield match.span("found") if "found" in match.re.groupindex and match["found"] else match.span()
        place = max(match.end() if is_specific else match.end("head"), match.start() + 1)


def _is_specific(kind: str, match: re.Match[str], lists: WordLists) -> bool:
    """Whether the first word of a match names this one place: “Rowan Unit”, and not “Dementia Unit” or “the unit”."""
    head = match["head"] if "head" in match.re.groupindex else None
    if head is None:
        return True
    rules, plain = load_rules(), fold(head).replace("'", "")
    if plain in rules.generic_heads or plain in lists.acronyms:
        return False
    if plain in rules.naming_heads or plain in lists.hospitals or plain in lists.small_places:
        return True
    if head[-2:] in {"'s", "’s"} and kind != "address":
        return False
    if head[0].isupper():
        if plain in lists.known and kind == "address":
            return False
        return not _opens_sentence(match) or not lists.is_ordinary(plain)
    return not lists.is_ordinary(plain) and plain not in lists.known and len(plain) >= FEWEST_LETTERS


def _opens_sentence(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 3) : match.start()].rstrip()
    return not before or before[-1] in ".!?\n:"
