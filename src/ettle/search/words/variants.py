"""Other forms of a word that stems do not bring together: American spelling, opposites, people who do something."""

from __future__ import annotations

import re
from collections.abc import Iterator

# American -> British.
SPELLINGS = (
    (re.compile(r"iz(?=e|i|a)"), "is"),
    (re.compile(r"yz(?=e|i)"), "ys"),
    (re.compile(r"or(?=$|s$|al$|ed$|ing$|able$)"), "our"),
    (re.compile(r"ter(?=$|s$|ed$)"), "tre"),
    (re.compile(r"ense(?=$|s$)"), "ence"),
    (re.compile(r"og(?=$|s$)"), "ogue"),
    (re.compile(r"l(?=ing$|ed$|or$)"), "ll"),
)
# What can be in front of a word that says the opposite of it, or that it happens again.
PREFIXES = ("de", "dis", "mis", "non", "re", "un")
SHORTEST_REST = 5
# The least that two stems must have in common, and the most that one may have in addition: supervis, supervisor.
SHORTEST_FAMILY = 6
LONGEST_ENDING = 4


def find_variants(word: str) -> list[str]:
    """Other words that may mean nearly the same. Most do not exist; the caller takes those that the site has."""
    return list(dict.fromkeys(_variants(word))) if word.isalpha() else []


def _variants(word: str) -> Iterator[str]:
    for american, british in SPELLINGS:
        changed = american.sub(british, word)
        if changed != word:
            yield changed
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= SHORTEST_REST:
            yield word[len(prefix) :]


def is_family(stem: str, other: str) -> bool:
    """Whether two stems are of one family: "supervis" (supervision) and "supervisor"."""
    shorter, longer = sorted((stem, other), key=len)
    return (
        len(shorter) >= SHORTEST_FAMILY and len(longer) - len(shorter) <= LONGEST_ENDING and longer.startswith(shorter)
    )


def family_beginning(stem: str) -> str:
    """What the words of the same family begin with; "" for a stem that is too short to tell."""
    return stem[: max(SHORTEST_FAMILY, len(stem) - 2)] if len(stem) >= SHORTEST_FAMILY else ""
