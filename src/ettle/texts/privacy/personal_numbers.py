"""Numbers that belong to one person, dates and phone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum.gb import nhs

from ettle.texts.privacy.rule_tables import DIGIT, load_rules

Match = tuple[str, int, int]
FEWEST_PHONE_DIGITS = 9
_MAY = re.compile(r"may \d{1,2}")  # “they may 2 at a time”: small letters are the verb
# What has the shape of a day and a month.
_MARKS = frozenset({"24/7", "7/7", "50/50", "5/7", "6/7", "9/11"})


def find_numbers(text: str) -> Iterator[Match]:
    """Yield kind, start and end of each number; what one rule has found, the next does not read."""
    in_digits = (_find_ni, _find_health_numbers, _find_dates, _find_phones, _find_short_dates)
    for find in in_digits if DIGIT.search(text) else (_find_dates,):
        for kind, start, end in list(find(text)):
            yield kind, start, end
            text = text[:start] + "\0" * (end - start) + text[end:]


def is_health_number(digits: str) -> bool:
    """Whether ten digits have the check digit of a CHI or NHS number (modulo 11)."""
    return bool(nhs.is_valid(digits))


def _find_ni(text: str) -> Iterator[Match]:
    for match in _find_matches(text, "ni", "labelled_ni"):
        yield "ni", *_span_of(match)


def _find_health_numbers(text: str) -> Iterator[Match]:
    """Yield ten digits with a right check digit, with a day and a month in front, or with their label."""
    for match in _find_matches(text, "labelled_health"):
        yield match.group(1).lower(), *_span_of(match)
    for match in _find_matches(text, "ten_digits"):
        digits = re.sub(r"\D", "", match.group())
        is_dated = 1 <= int(digits[:2]) <= 31 and 1 <= int(digits[2:4]) <= 12
        if (is_dated and (is_health_number(digits) or digits[0] != "0" or " " in match.group())) or (
            is_dated and len(digits) == 10 and digits[:2] not in {"01", "02", "07", "08"}
        ):
            yield "chi", *match.span()
        elif is_health_number(digits) or digits != match.group():
            yield "nhs", *match.span()


def _find_dates(text: str) -> Iterator[Match]:
    for match in _find_matches(text, "date"):
        if not _MAY.fullmatch(match.group()):
            yield "date", *_span_of(match)


def _find_short_dates(text: str) -> Iterator[Match]:
    """Yield a day and a month such as 14/2, unless it looks like a fraction, a mark or a share."""
    for match in _find_matches(text, "short_date"):
        day, month = int(match.group(1)), int(match.group(2))
        before = text[max(0, match.start() - 12) : match.start()]
        has_cue = any(_find_matches(before, "date_cue"))
        is_mark = match.group() in _MARKS or (day <= month and month in {2, 3, 4, 5, 6, 7, 8, 10, 12})
        if (has_cue and match.group() not in _MARKS) or not is_mark:
            yield "date", *match.span()


def _find_phones(text: str) -> Iterator[Match]:
    """Yield what can be a phone number in the United Kingdom, and any number beside the word."""
    # Loaded with the first text that is looked through: no page needs it to start.
    import phonenumbers  # noqa: PLC0415

    for found in phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE):
        raw = text[found.start : found.end]
        if sum(letter.isdigit() for letter in raw) >= FEWEST_PHONE_DIGITS and raw.lstrip("(")[0] in "+0":
            yield "phone", found.start, found.end
    for match in _find_matches(text, "mobile", "local_phone"):
        yield "phone", *_span_of(match)


def _find_matches(text: str, *kinds: str) -> Iterator[re.Match[str]]:
    for rule in load_rules().numbers:
        if rule.kind in kinds:
            yield from rule.pattern.finditer(text)


def _span_of(match: re.Match[str]) -> tuple[int, int]:
    return match.span("found") if "found" in match.re.groupindex else match.span()
