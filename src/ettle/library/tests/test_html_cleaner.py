"""No script in a text runs in a reader's browser."""

from __future__ import annotations

from time import process_time

import pytest

from ettle.library.markup.html_cleaner import clean_input, clean_output

HOSTILE = [
    "<script>alert(1)</script>", "<p onclick='x()'>a</p>", "<a href='javascript:alert(1)'>a</a>",
    "<a href=' jAvA\nscript:alert(1)'>a</a>", "<a href='data:text/html,x'>a</a>", "<iframe src='https://x.org'></iframe>",
    "<p style='position:fixed'>a</p>", "<img src=x onerror=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<form><input name=x>", "<!--><script>-->",
    "<embed embedtype='media' url='https://x.org'/>", "<a linktype='page' id='1 onclick=x'>a</a>", "<base href='//x'>",
]  # fmt: skip
RUNS = (
    "<script",
    "onclick",
    "onerror",
    "javascript:",
    "data:",
    "<iframe",
    "style=",
    "<svg",
    "<form",
    "<embed",
    "<base",
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.django_db
def test_scripts_are_removed_on_input_and_on_output(text: str) -> None:
    for shown in (clean_input(text), str(clean_output(text))):
        assert not [part for part in RUNS if part in shown.lower()]


@pytest.mark.parametrize("text", ["<ul><li>" * 20_000, "<b>" * 50_000 + "a", "<p>a b</p>" * 20_000, "<" * 100_000])
def test_deeply_nested_and_huge_texts_are_cleaned_quickly(text: str) -> None:
    begun = process_time()

    clean_input(text)

    assert process_time() - begun < 2
