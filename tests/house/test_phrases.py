"""Everything that people read is in plain modern English: no odd, old or figurative phrase, no long sentence.

The phrases are data in `phrases.py`. Where one of them is right, the list of exceptions says why.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ettle.library.content_checks import readability
from tests.house.call_graph import is_product
from tests.house.phrases import EVERYWHERE, EXCEPTIONS, IN_THE_INTERFACE
from tests.house.rooms import ROOT, SOURCE
from tests.house.written_text import (
    file_words,
    markdown_words,
    python_strings,
    script_words,
    template_sentences,
    template_words,
)

LONGEST_SENTENCE = 35  # words, as in the areas
HARDEST_GRADE = 8  # a reader of about 13
SHORTEST_GRADED = 60  # words; the grade of a shorter page says little
MIN_FIXED = 3  # letters
# Rooms whose pages are for people who run the site or write for it.
NOT_FOR_LEARNERS = {"workshop", "packs"}


@cache
def compile_phrase(phrase: str) -> re.Pattern[str]:
    written = phrase.replace("*", r"\w*").replace(" ", r"\s+")
    return re.compile(rf"(?<!\w)(?:{written})(?!\w)", re.IGNORECASE)


@cache
def fixed_part(phrase: str) -> str:
    """The longest part of a phrase that stands in every text that has the phrase."""
    return max(re.split(r"\([^)]*\)|[*]|.\?", phrase), key=len).strip()


def likely_phrases(text: str, phrases: dict[str, str]) -> dict[str, str]:
    """The phrases that a text may have; it is quick to see that it has none of the others."""
    plain = " ".join(text.lower().split())
    return {phrase: write for phrase, write in phrases.items() if fixed_part(phrase) in plain}


def find_phrases(text: str, phrases: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    """Each odd phrase of a text: its line, counted from 0, the words, and what to write."""
    for phrase, plain in phrases.items():
        for match in compile_phrase(phrase).finditer(text):
            yield text.count("\n", 0, match.start()), " ".join(match[0].split()), plain


def interface_files() -> Iterator[Path]:
    for path in sorted(SOURCE.rglob("*")):
        inside = set(path.relative_to(SOURCE).parts)
        if (
            (path.suffix in {".html", ".js"} and not inside & {"tests", "node_modules"})
            or (path.suffix == ".txt" and "templates" in inside)
            or (path.suffix == ".py" and is_product(path))
        ):
            yield path


def other_files() -> Iterator[Path]:
    for folder in (ROOT / "content", ROOT / "docs"):
        yield from (path for path in sorted(folder.rglob("*")) if path.suffix in {".md", ".yaml", ".toml", ".json"})
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "launcher").glob("*.py"))


@dataclass(frozen=True)
class Finding:
    file: str
    line: int
    words: str
    plain: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: ‘{self.words}’; write: {self.plain}"


def search_file(path: Path, phrases: dict[str, str]) -> Iterator[Finding]:
    if likely := likely_phrases(path.read_text(), phrases):
        for line, text in file_words(path):
            for further, words, plain in find_phrases(text, likely):
                yield Finding(str(path.relative_to(ROOT)), line + further, words.lower(), plain)


@cache
def search_interface() -> list[Finding]:
    phrases = EVERYWHERE | IN_THE_INTERFACE
    return [finding for path in interface_files() for finding in search_file(path, phrases)]


@cache
def search_other_files() -> list[Finding]:
    return [finding for path in other_files() for finding in search_file(path, EVERYWHERE)]


def faults(findings: list[Finding]) -> list[str]:
    return [str(finding) for finding in findings if (finding.file, finding.words) not in EXCEPTIONS]


def test_the_interface_is_in_plain_words() -> None:
    assert faults(search_interface()) == []


def test_packs_and_docs_are_in_plain_words() -> None:
    assert faults(search_other_files()) == []


def test_every_exception_is_needed() -> None:
    found = {(finding.file, finding.words) for finding in search_interface() + search_other_files()}

    assert sorted(EXCEPTIONS.keys() - found) == []


def learner_templates() -> Iterator[Path]:
    for path in interface_files():
        if path.suffix in {".html", ".txt"} and path.relative_to(SOURCE).parts[0] not in NOT_FOR_LEARNERS:
            yield path


def test_no_sentence_of_a_page_is_long() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {sentence}"
        for path in learner_templates()
        for sentence in template_sentences(path.read_text())
        if len(sentence.split()) > LONGEST_SENTENCE
    ]

    assert found == []


def test_pages_and_statements_read_easily() -> None:
    texts = {path: ". ".join(template_sentences(path.read_text())) for path in learner_templates()}
    texts |= {path: path.read_text() for path in (ROOT / "content").glob("*/statements/*.md")}
    grades = {
        str(path.relative_to(ROOT)): round(readability.reading_grade(text), 1)
        for path, text in texts.items()
        if len(text.split()) >= SHORTEST_GRADED
    }

    assert {name: grade for name, grade in grades.items() if grade > HARDEST_GRADE} == {}


def test_the_check_finds_phrases_and_their_place() -> None:
    page = (
        '<p title="By mail">\n{% translate "Mend\nit" %} {# whom #} {{ whom }}</p>\n'
        '<p class="whom">{% translate "Begun" %}. Left alone, it ends.</p>'
    )
    found = list(find_phrases(template_words(page), likely_phrases(page, EVERYWHERE | IN_THE_INTERFACE)))

    assert {(line, words) for line, words, _plain in found} == {
        (0, "By mail"),
        (1, "Mend"),
        (3, "Begun"),
        (3, "Left alone,"),
    }


def test_the_check_reads_what_code_and_docs_say() -> None:
    code = ast.parse('"""Whom."""\ndef ask():\n    """Whom."""\n    return f"By {x} mail", "No such word", "key"')

    assert {text for _line, text in python_strings(code)} == {"By X mail", "No such word"}
    assert script_words('// "by mail now"\nsay("by mail", "x")').split() == ["by", "mail"]
    assert markdown_words("Whom `whom` [we](whom) ask").split() == ["Whom", "[we", "ask"]
    assert list(template_sentences("<p>One {{ x }}\nis</p><p>two. Three</p>")) == ["One X is", "two.", "Three"]


def test_no_phrase_hides_from_the_search() -> None:
    """The quick search by a fixed part would miss a phrase that has no such part."""
    assert [phrase for phrase in EVERYWHERE | IN_THE_INTERFACE if len(fixed_part(phrase)) < MIN_FIXED] == []
