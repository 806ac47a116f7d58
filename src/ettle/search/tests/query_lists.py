"""Lists of what people type with the page that is right, and how often the search puts that page first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import AnonymousUser

from ettle.framework.models import Framework
from ettle.search.queries import SearchResult, search_entries

DATA = Path(__file__).parent / "data"
NOTHING = "nothing"
SIGNPOST = "signpost"
# Any number of the Codes; a list may also name one.
CODE = "code"


@dataclass(frozen=True)
class Query:
    typed: str
    right: tuple[str, ...]


@dataclass(frozen=True)
class Misses:
    """The queries whose right page was not first, and those where it was not among the first three."""

    count: int
    first: list[str]
    first_three: list[str]

    @property
    def share_first(self) -> float:
        return 1 - len(self.first) / self.count


def read_list(name: str) -> list[Query]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    parts = (line.partition(" -> ") for line in lines if line and not line.startswith("#"))
    return [Query(typed, tuple(right.split("|"))) for typed, _, right in parts]


def find_misses(queries: list[Query]) -> Misses:
    names = {str(row.uuid): row.key for row in Framework.objects.all()}
    first, first_three = [], []
    for query in queries:
        found = search_entries(query.typed, reader=AnonymousUser())
        pages = list(_first_pages(found, names))
        answers = {NOTHING} if not pages else set(pages[:3])
        answers |= {SIGNPOST} if found.signposts else set()
        if any(_is_code(page) for page in pages[:1]):
            answers.add(CODE)
        is_first = bool({*pages[:1], *(answers - {*pages})} & {*query.right})
        is_near = bool(answers & {*query.right}) or (CODE in query.right and any(map(_is_code, pages[:3])))
        words = f"{query.typed} -> {pages[:3]}"
        first += [] if is_first else [words]
        first_three += [] if is_near else [words]
    return Misses(len(queries), first, first_three)


def _first_pages(found: SearchResult, frameworks: dict[str, str]) -> Iterator[str]:
    """The different pages of the results in their order: without anchors, a framework by its key."""
    seen = set()
    for hit in found.hits:
        page = hit.address.split("#")[0].split("?")[0]
        if page.startswith("/frameworks/"):
            page = f"/frameworks/{frameworks[page.split('/')[2]]}"
        if page not in seen:
            seen.add(page)
            yield page


def _is_code(page: str) -> bool:
    return page.startswith("/codes/") and page.count("/") > 3
