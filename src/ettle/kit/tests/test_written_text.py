"""Server and browser store, count and limit the same text in the same way."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from ettle.kit.values.written_text import count_characters, count_words, normalise_line, normalise_text

SCRIPT = Path(__file__).resolve().parents[2] / "texts" / "static" / "texts" / "js" / "written-text.js"
COUNT_IN_BROWSER = """
const {normaliseText, countCharacters, countWords} = await import(process.argv[1]);
const texts = JSON.parse(await new Response(process.stdin).text());
console.log(JSON.stringify(texts.map((text) => [normaliseText(text), countCharacters(text), countWords(text)])));
"""
# The text, its words, and what is stored. Each separator stands where it was seen to glue words together.
WORDS = [
    ("", 0, ""),
    (" \n\t ", 0, " \n\t "),
    ("one two", 2, "one two"),
    ("one\xa0two", 2, "one two"),  # no-break space
    ("one\u2009two\u202fthree\u3000four", 4, "one two three four"),  # thin, narrow no-break, ideographic space
    ("one\u2028two\u2029three", 3, "one\ntwo\nthree"),  # line and paragraph separator
    ("one\x85two", 2, "one\ntwo"),  # next line
    ("one\x0btwo\x0cthree", 3, "one\ntwo\nthree"),  # a line break and a page break of Word
    ("one\x07two\x1fthree", 3, "one two three"),  # the end of a cell of Word, a unit separator
    ("one\r\ntwo\rthree\nfour", 4, "one\ntwo\nthree\nfour"),
    ("one\ttwo", 2, "one\ttwo"),
    ("one\u200btwo", 2, "one\u200btwo"),  # zero-width space: a break without a width
    ("sho\u200dp wor\u2060ld", 2, "sho\u200dp wor\u2060ld"),  # joiners join
    ("\ufeffone\ufeff two", 2, "one two"),  # byte order marks
    ("hos\xadpi\xadtal", 1, "hos\xadpi\xadtal"),  # soft hyphens
    ("asked\u2014well", 2, "asked\u2014well"),  # em dash
    ("2019\u20132021", 2, "2019\u20132021"),  # en dash
    ("I asked \u2013 well, I tried", 5, "I asked \u2013 well, I tried"),  # a dash alone is no word
    ("well-being non\u2011slip", 2, "well-being non\u2011slip"),  # hyphens join
    ("and/or he/she", 2, "and/or he/she"),
    ("don\u2019t, don't \u2018so\u2019", 3, "don\u2019t, don't \u2018so\u2019"),
    ("\u2022 one\n\u2022\ttwo", 2, "\u2022 one\n\u2022\ttwo"),
    ("one\u2022two\uf0b7three", 3, "one\u2022two\uf0b7three"),  # bullets without spaces, Word's own too
    ("& ... !? * -", 0, "& ... !? * -"),
    ("9.30 a.m. 3,5 kg", 4, "9.30 a.m. 3,5 kg"),
    ("https://example.org/a-b?c=d", 1, "https://example.org/a-b?c=d"),
    ("cafe\u0301 caf\xe9", 2, "caf\xe9 caf\xe9"),  # stored composed
    ("\U0001f44d \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f", 0, None),  # emoji alone are no words
    ("well done\U0001f44d", 2, None),
    ("\u0645\u062f\u06cc\u0631\u06cc\u062a \u0627\u0648\u0631 \u0642\u06cc\u0627\u062f\u062a\u06d4", 3, None),  # Urdu
    ("\u0645\u06cc\u200c\u06a9\u0646\u0645", 1, None),  # Persian, with a zero-width non-joiner inside a word
    ("\u0627\u0644\u0642\u064a\u0627\u062f\u0629 \u060c \u0648\u0627\u0644\u0625\u062f\u0627\u0631\u0629", 2, None),
    ("\u6211\u4eec\u56db\u70b9\u559d\u8336\u3002", 6, None),  # Chinese: each character
    ("\u30c1\u30fc\u30e0\u3067", 3, None),  # Japanese: the sign that lengthens a vowel is no word
    ("\ud55c\uad6d\uc5b4 \ub2e8\uc5b4", 2, None),  # Korean has spaces
    ("iPhone\u624b\u673a", 3, None),
    ("\u0e1c\u0e39\u0e49\u0e19\u0e33\u0e17\u0e35\u0e48\u0e14\u0e35", 2, None),  # Thai: 5 letters
    ("\u1230\u120b\u121d\u1361\u1290\u12cd", 2, None),  # Amharic, with its own word space
    ("\u0e51\u0e52", 1, None),  # a number in Thai digits
    ("a\x00b\ud800c", 1, "abc"),
]


def ask_browser(texts: list[str]) -> list[Any]:
    node = shutil.which("node")
    assert node, "Node.js is not installed; CONTRIBUTING.md says what tests need"
    command = [node, "--input-type=module", "--eval", COUNT_IN_BROWSER, SCRIPT.as_uri()]
    answered = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
    return list(json.loads(answered.stdout))


def count_here(text: str) -> list[Any]:
    return [normalise_text(text), count_characters(text), count_words(text)]


@pytest.mark.parametrize(("text", "words", "stored"), WORDS)
def test_the_server_counts_words(text: str, words: int, stored: str | None) -> None:
    assert count_words(text) == words
    assert normalise_text(text) == (text if stored is None else stored)
    assert normalise_text(normalise_text(text)) == normalise_text(text)
    assert count_words(normalise_text(text)) == words


def test_the_browser_counts_as_the_server_does() -> None:
    texts = [text for text, _, _ in WORDS]

    assert ask_browser(texts) == [count_here(text) for text in texts]


def test_browser_and_server_agree_on_every_character() -> None:
    """Each character between two letters and alone. Characters newer than Python's Unicode are left out."""
    known = [chr(code) for code in (*range(0x20000), *range(0x2F7F0, 0x2F810), *range(0xE0000, 0xE0200))]
    texts = [text for sign in known if unicodedata.category(sign) not in {"Cn", "Cs"} for text in (sign, f"a{sign}b")]

    differing = [
        (text, here, there)
        for text, here, there in zip(texts, map(count_here, texts), ask_browser(texts), strict=True)
        if here != there
    ]

    assert differing == []


def test_a_line_end_counts_once_and_a_character_outside_the_basic_plane_once() -> None:
    assert count_characters("a\r\nb") == 3
    assert count_characters("\U0001f44d\U0001f3fd") == 2


def test_a_name_is_stored_on_one_line() -> None:
    assert normalise_line(" Isla\r\n\tReid\xa0 ") == "Isla Reid"
