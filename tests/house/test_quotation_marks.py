"""Quotation marks in what people read are ‘single’, and “double” inside these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.rooms import ROOT
from tests.house.test_phrases import interface_files, other_files
from tests.house.written_text import file_words

# Signs in a regular expression or in a list of letters, not quotations.
LETTERS = re.compile(r"\[[^\[\]]*\]")
MARKS = re.compile(r"[‘“]|’(?!\w)")
# Written by release, and not changed afterwards.
NOT_CHECKED = {ROOT / "CHANGELOG.md"}


def find_outer_doubles(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line, from 0, and the words of each double quotation mark that is not inside single ones."""
    for paragraph in re.finditer(r"(?:[^\n]*\S[^\n]*\n?)+", text):
        words = LETTERS.sub(lambda found: " " * len(found[0]), paragraph[0])
        is_open = False
        for mark in MARKS.finditer(words):
            if mark[0] == "“" and not is_open:
                at = paragraph.start() + mark.start()
                yield text.count("\n", 0, at), text[at : at + 40].partition("\n")[0]
            is_open = mark[0] == "‘" or (is_open and mark[0] == "“")


def search_files(files: Iterator[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line + further}: {words}"
        for path in files
        if path not in NOT_CHECKED and "“" in path.read_text()
        for line, text in file_words(path)
        for further, words in find_outer_doubles(text)
    ]


def test_quotation_marks_of_the_interface_are_single() -> None:
    assert search_files(interface_files()) == []


def test_quotation_marks_of_packs_and_docs_are_single() -> None:
    assert search_files(other_files()) == []


def test_the_check_sees_what_is_wrong_and_leaves_what_is_right() -> None:
    text = "Press ‘Save’. It’s ‘a “good” plan’.\nPress “Save”.\n\n“So” and [“letters”]"

    assert [(line, words.split()[0]) for line, words in find_outer_doubles(text)] == [(1, "“Save”."), (3, "“So”")]
