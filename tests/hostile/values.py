"""What a hostile or broken program sends in place of a field: words, numbers, dates, JSON, files and whole bodies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

LONE_SURROGATE = "\\ud83d"  # as JSON writes it; no form can carry one otherwise
WORDS = (
    "", " ", "\x00", "a\x00b", "\ufffd\ufffe\uffff", "\u202egnp.exe\u202c", "\u2066\u2067\u200b\u200f", "e\u0301" * 300,
    "\r\n" * 50, "\x1b[31m\x07\x08", "x" * 100_000, "\U0001f469\u200d\U0001f469" * 500, "<script>alert(1)</script>",
    "{{ 7*7 }}{% now 'Y' %}",
    "' OR 1=1 --", "../../../etc/passwd", "%00%ff%s%d{0}", "javascript:alert(1)", "//evil.example\\@x", "http://[::1",
    "a@b", "x@example.org\nBcc: y@example.org", "\uff21\uff22", "\u0661\u0662", "İstanbul", "null", "None", "undefined",
)  # fmt: skip
NUMBERS = (
    "0", "-1", "1.5", "1e400", "NaN", "-Infinity", "9" * 19, "9" * 400, "0x10", "1_000", "٣", "²", " 7 ", "2147483648",
    "-9223372036854775809",
)  # fmt: skip
DATES = (
    "0000-00-00", "0001-01-01", "9999-12-31", "99999-01-01", "2026-02-30", "2026-10-05T25:61", "9999-12-31T23:59",
    "0001-01-01T00:00", "-1-01-01", "31/12/9999",
)  # fmt: skip
DEEP = "[" * 20_000 + "]" * 20_000
JSON_TEXTS = (
    "{}", "[]", "null", "true", "3", '"x"', "{not json", "[NaN, Infinity]", "1e999", "9" * 5000, DEEP, "{" * 5000,
    f'"{LONE_SURROGATE}"', f'{{"{LONE_SURROGATE}": "{LONE_SURROGATE}"}}', '{"a": "\\u0000"}', '{"blocks": 3}',
    '{"a": 1, "a": 2}', '{"text": {"text": []}}', '[[[{"type": null}]]]', '\ufeff{"text": "x"}',
)  # fmt: skip
KEYS = ("00000000-0000-0000-0000-000000000007", "00000000-0000-0000-0000-00000000000g", "no-such-thing", "a/../b")
TEXTS = (*WORDS, *NUMBERS, *DATES, *JSON_TEXTS, *KEYS)
# Leaves of a JSON document, as JSON writes them.
LEAVES = (f'"{LONE_SURROGATE}"', '"\\u0000"', "null", "[]", "{}", "-1", "1e999", "9" * 400, "true", '"x"', '[["x"]]')
# Content type and body; a program that is not a browser sends anything.
BODIES: tuple[tuple[str, bytes], ...] = (
    ("application/json", b""),
    ("application/json", b"\xff\xfe"),
    ("application/json; charset=nonsense", b"{}"),
    *(("application/json", text.encode()) for text in JSON_TEXTS),
    ("text/plain", b"text=x"),
    ("application/xml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
    ("application/x-www-form-urlencoded", b"a=%ED%A0%80&%ff=%00&=&&;"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"a=b"),
    ("application/x-www-form-urlencoded; charset=utf-7", b"a=+2D0-"),
    ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % number for number in range(600))),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="a'),
    ("multipart/form-data; boundary=b", b"--b\r\n\r\n\r\n--b--"),
    ("multipart/form-data; boundary=\xc3\xa9".encode().decode("latin-1"), b"--"),
    (
        "multipart/form-data; boundary=b",
        (
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="../\x00\xed\xa0\x80.png"\r\n'
            b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--b--\r\n"
        ),
    ),
    ("", b"x"),
    ("/;=", b"x"),
)
# Names of queries that a page may read, beside those that it links to.
QUERIES = ("?q=%00", "?page=9e9&p=-1", "?next=//evil.example", "?%ED%A0%80=%ff", "?q=" + "x" * 3000, "?small&form=%00")
PARTS = ("%00", "%ED%A0%80", "x" * 3000, "-1", "..", "%2e%2e%2f", "%F0%9F%98%80", "9" * 40, "a%0Ab", "null")


def vary_document(text: str) -> Iterator[str]:
    """Yield a JSON document with each of its leaves and branches replaced by each hostile one."""
    document = json.loads(text)
    for path in _list_paths(document):
        for leaf in LEAVES:
            yield _replace(document, path, leaf)


def _list_paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    inner: Any = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        inner = enumerate(value[:2])
    for key, child in inner:
        yield from _list_paths(child, (*path, key))


def _replace(document: Any, path: tuple[str | int, ...], leaf: str) -> str:
    mark = "HERE-IT-IS"
    changed = json.loads(json.dumps(document))
    if not path:
        return leaf
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = mark
    return json.dumps(changed).replace(f'"{mark}"', leaf)


def is_document(text: str) -> bool:
    """Whether the value of a field is a JSON document with something in it."""
    try:
        return isinstance(value := json.loads(text), dict | list) and bool(value)
    except (ValueError, RecursionError):
        return False
