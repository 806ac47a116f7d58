"""The requests that a crawler sends: each form with a hostile value in each field, each address in each way."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.test import Client

from tests.hostile import values
from tests.hostile.files import FILES
from tests.hostile.forms import Form

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
# What automatic saves send with their text.
HEADERS = {"If-Match": '"0"', "Idempotency-Key": "00000000-0000-4000-8000-000000000001"}
LONGEST_IN_QUERY = 3_000
MOST_DOCUMENTS = 2  # JSON documents of the site that are uploaded changed


@dataclass(frozen=True)
class HostileFile:
    name: str
    kind: str
    content: bytes

    def open(self) -> io.BytesIO:
        opened = io.BytesIO(self.content)
        opened.name = self.name
        opened.content_type = self.kind or "application/octet-stream"  # type: ignore[attr-defined]  # the client's
        return opened


@dataclass(frozen=True)
class Request:
    """data: fields of a form -> their values. body: with its content type, in place of a form."""

    method: str
    path: str
    data: Mapping[str, Any] | None = None
    body: tuple[str, bytes] | None = None

    def send(self, client: Client, **environ: Any) -> Any:
        if self.body is not None:
            kind, content = self.body
            return client.generic(self.method, self.path, content, kind, headers=HEADERS, **environ)
        if self.method == "POST":
            data = {
                name: value.open() if isinstance(value, HostileFile) else value
                for name, value in (self.data or {}).items()
            }
            return client.post(self.path, data, **environ)
        return client.generic(self.method, self.path + _write_query(self.data or {}), **environ)

    def __str__(self) -> str:
        data = ", ".join(f"{name}: {str(value)[:80]!r}" for name, value in (self.data or {}).items())[:700]
        return f"{self.method} {self.path[:200]} {{{data}}} {str(self.body or '')[:120]}"


@dataclass(frozen=True)
class Target:
    """One field of one form, or one address. key: the same for every visitor who meets it."""

    key: tuple[str, ...]
    list_requests: Callable[[], Iterable[Request]]


def list_targets(
    forms: Mapping[tuple[str, ...], Form], pages: Mapping[str, list[str]], routes: Iterable[str], documents: list[str]
) -> Iterator[Target]:
    """Yield everything that a visitor sends. pages: by route. routes: an example of each address of the site."""
    for key, form in forms.items():
        yield Target((*key, "everywhere"), lambda form=form: fill_everywhere(form))  # type: ignore[misc]  # its own form
        for name in form.names:
            yield Target((*key, "field", name), lambda form=form, name=name: vary_field(form, name, documents))  # type: ignore[misc]  # and name
    paths = {route: opened[0] for route, opened in pages.items() if opened}
    paths |= {key[0]: form.path for key, form in forms.items() if form.method == "post"}
    for path in routes:
        yield Target((path, "methods"), lambda path=path: vary_method(path))  # type: ignore[misc]  # its own path
    for route, path in paths.items():
        yield Target((route, "address"), lambda path=path: vary_address(path))  # type: ignore[misc]  # its own path


def vary_field(form: Form, name: str, documents: list[str]) -> Iterator[Request]:
    """Yield a form with one field left out, sent thrice, sent as a file, and with each hostile value."""
    method = "POST" if form.method == "post" else "GET"
    for value in _list_file_values(documents) if name in form.files else _list_values(form.fields[name]):
        yield Request(method, form.path, {**form.fields, name: value})
    yield Request(method, form.path, {other: value for other, value in form.fields.items() if other != name})


def fill_everywhere(form: Form) -> Iterator[Request]:
    """Yield a form with the same hostile value in all of its fields, and one that is empty."""
    method = "POST" if form.method == "post" else "GET"
    for text in values.TEXTS:
        yield Request(method, form.path, {name: [text] for name in form.fields})
    yield Request(method, form.path, {})
    yield Request(method, form.path, form.fields)


def vary_method(path: str) -> Iterator[Request]:
    """Yield an address with each method."""
    yield from (Request(method, path) for method in METHODS)


def vary_address(path: str) -> Iterator[Request]:
    """Yield an address with each method, each body that no form sends, and hostile parts and queries."""
    yield from vary_method(path)
    for body in values.BODIES:
        yield from (Request(method, path, body=body) for method in ("POST", "PUT"))
    plain = urlsplit(path).path
    parts, end = [part for part in plain.split("/") if part], "/" if plain.endswith("/") else ""
    for number in range(len(parts)):
        for hostile in values.PARTS:
            changed = "/".join([*parts[:number], hostile, *parts[number + 1 :]])
            yield Request("GET", f"/{changed}{end}")
    for query in values.QUERIES:
        yield from (Request(method, plain + query) for method in ("GET", "POST"))


def _list_file_values(documents: list[str]) -> Iterator[Any]:
    yield from (HostileFile(*file) for file in FILES)
    for document in documents[:MOST_DOCUMENTS]:
        for changed in values.vary_document(document):
            yield HostileFile("changed.json", "application/json", changed.encode())
    yield "words where a file belongs"


def _list_values(usual: list[str]) -> Iterator[Any]:
    yield from ([text] for text in values.TEXTS)
    yield [*usual, "another", "another"]
    yield HostileFile("file.txt", "text/plain", b"a file where words belong")
    if usual and values.is_document(usual[0]):
        yield from ([changed] for changed in values.vary_document(usual[0]))


def _write_query(data: Mapping[str, Any]) -> str:
    pairs = [(name, part) for name, value in data.items() for part in (value if isinstance(value, list) else [value])]
    written = "&".join(f"{quote(name)}={quote(str(part)[:LONGEST_IN_QUERY])}" for name, part in pairs)
    return f"?{written}" if written else ""
