"""The checker of pages fails where a page is broken."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from ettle.kit.testing.client import BrokenPage, check_page

GOOD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Good – Ettle</title></head>'
    "<body><h1>Good</h1>{}</body></html>"
)


def test_a_good_page_passes() -> None:
    check_page(HttpResponse(GOOD.format("<p>Fine</p>")), "/")


@pytest.mark.parametrize(
    ("fragment", "fault"),
    [
        ("<h1>Again</h1>", "2 h1"),
        ('<p id="a"></p><p id="a"></p>', "id used twice"),
        ('<input name="email">', "without a label"),
        ("<button>Go</button>", "button without a type"),
        ("<script>alert(1)</script>", "inline script"),
        ('<p style="color:red">x</p>', "style attribute"),
        ('<img src="https://elsewhere.example/x.png" alt="">', "another host"),
        ('<img src="/x.png">', "without alt"),
        ('<p onclick="x()">x</p>', "inline handler"),
        ("<p><div></p>", "invalid HTML"),
        ('<textarea name="words" maxlength="300" aria-label="x"></textarea>', "the browser cuts .* words"),
        ('<input name="title" maxlength="60" aria-label="x">', "the browser cuts .* title"),
        ('<input aria-describedby="nowhere" aria-label="x">', "missing id"),
    ],
)
def test_a_fault_is_named(fragment: str, fault: str) -> None:
    with pytest.raises(BrokenPage, match=fault):
        check_page(HttpResponse(GOOD.format(fragment)), "/")
