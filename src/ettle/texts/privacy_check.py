"""Find what could identify a person in a text. It advises and never blocks: it cannot know who is real.

Pure and bounded: every repetition in a pattern has a limit, and at most MAX_FINDINGS are returned.
The lists of service endings and titles are our own, after content-facts 8.1 (names, dates of birth, addresses, phone
numbers, service names); NI and CHI shapes are those that gov.uk and the NHS in Scotland print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_FINDINGS = 40
_NAME = r"[A-Z][\w’'-]{1,30}"
_TITLES = "Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Sir|Lady|Nurse|Sister|Cllr|Councillor|Rev|Father"
_STREETS = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Terrace|Crescent|Place|Close|Way|Gardens|Square|Wynd|Brae|Loan|Grove|Row"
)
_SERVICES = (
    "House|Lodge|Court|Care|Centre|Hospital|Home|Homes|School|Nursery|Surgery|Hall|Manor|Hospice|Ward|Unit|Clinic|"
    "Project|Trust|Council"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

_PATTERNS: list[tuple[str, str, re.Pattern[str]]] = [
    (kind, why, re.compile(pattern))
    for kind, why, pattern in [
        ("email", "an email address", r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"),
        ("postcode", "a postcode", r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"),
        ("ni", "a National Insurance number", r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"),
        (
            "chi",
            "a health number",
            r"\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2} ?\d{4}\b|\b\d{3}[ -]\d{3}[ -]\d{4}\b",
        ),
        ("phone", "a phone number", r"(?<!\d)(?:\+44 ?|0)\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)"),
        ("date", "a full date", r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b"),
        ("date", "a full date", rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTHS}),? \d{{4}}\b"),
        ("address", "an address", rf"\b\d{{1,4}}[a-z]?,? (?:{_NAME} ){{1,3}}(?:{_STREETS})\b"),
        ("name", "a person’s name", rf"\b(?:{_TITLES})\.? {_NAME}(?: {_NAME})?"),
        (
            "service",
            "the name of a service",
            rf"\b(?:(?!(?:The|A|At|In|Our|My|This|That)\b){_NAME} ){{1,3}}(?:{_SERVICES})\b",
        ),
    ]
]
_CAPITALISED = re.compile(rf"{_NAME}(?: {_NAME}){{0,2}}")
_SENTENCE_ENDS = re.compile(r"(?:^|[.!?:;\n“\"•*–-])[\s“\"'(]*$")
# Capitalised for a reason other than naming a person or a place.
_KNOWN = frozenset(
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Christmas",
        "Easter",
        "Eid",
        "Diwali",
        "Ramadan",
        "Hogmanay",
        "Scotland",
        "Scottish",
        "England",
        "English",
        "Wales",
        "Welsh",
        "Ireland",
        "Irish",
        "Britain",
        "British",
        "Europe",
        "European",
        "Gaelic",
        "Polish",
        "Urdu",
        "Makaton",
        "Covid",
        "Zoom",
        "Teams",
        "Teams",
        "Codes",
        "Code",
        "Practice",
        "Vision",
        "Motivating",
        "Empowering",
        "Collaborating",
        "Creating",
        "I",
        "I’m",
        "I’ve",
        "I’d",
        "I’ll",
        "I'm",
        "I've",
        "I'd",
        "I'll",
        "God",
        "Braille",
        "Facebook",
        "WhatsApp",
        "Word",
        "Excel",
        "Google",
        "Parkinson’s",
        "Alzheimer’s",
    ]
)


@dataclass(frozen=True)
class PrivacyFinding:
    """words: exactly as written. why: what they could be ("a postcode")."""

    kind: str
    why: str
    words: str


def find_personal_details(text: str, made_up: frozenset[str] = frozenset()) -> list[PrivacyFinding]:
    """Return what could identify a person, in text order, each once. made_up: words the writer cleared."""
    findings: dict[str, PrivacyFinding] = {}
    for _, finding in sorted(_scan_text(text), key=lambda pair: pair[0]):
        if finding.words not in made_up:
            findings.setdefault(finding.words, finding)
    return list(findings.values())[:MAX_FINDINGS]


def _scan_text(text: str) -> Iterator[tuple[int, PrivacyFinding]]:
    """Yield position and finding, the most certain pattern first. A match is blanked so that later patterns skip it."""
    for kind, why, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield match.start(), PrivacyFinding(kind, why, match.group())
        text = pattern.sub(lambda match: "x" * len(match.group()), text)
    for match in _CAPITALISED.finditer(text):
        yield from _find_likely_name(text, match)


def _find_likely_name(text: str, match: re.Match[str]) -> Iterator[tuple[int, PrivacyFinding]]:
    """Yield words with capitals in the middle of a sentence; the first word of a sentence proves nothing."""
    words = match.group().split(" ")
    start = match.start()
    if _SENTENCE_ENDS.search(text[max(0, start - 20) : start]):
        start += len(words[0]) + 1
        words = words[1:]
    while words and (words[0] in _KNOWN or words[0].isupper()):
        start += len(words[0]) + 1
        words = words[1:]
    name_words = [word for word in words if word not in _KNOWN and not word.isupper()]
    if name_words:
        yield start, PrivacyFinding("name", "a name", _strip_possessive(" ".join(name_words)))


def _strip_possessive(words: str) -> str:
    """Remove a possessive ’s from the end."""
    return re.sub(r"[’']s?$", "", words)
