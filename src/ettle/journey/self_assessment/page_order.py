"""The order of the pages of a self-assessment: its lines, and after each capability's lines how much it matters."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from django.urls import reverse

from ettle.instruments.types import Statement


@dataclass(frozen=True)
class Page:
    """One page. number: of a line, from 1; None for the page that asks how much a capability matters."""

    statement: Statement
    number: int | None

    def address(self, uuid: object) -> str:
        if self.number is None:
            return reverse("journey:importance", args=[uuid, self.statement.capability_key])
        return reverse("journey:line", args=[uuid, self.number])


def list_pages(lines: Sequence[Statement]) -> list[Page]:
    """Return every page in the order it is asked."""
    ordered: list[Page] = []
    for number, line in enumerate(lines, start=1):
        ordered.append(Page(line, number))
        is_last = number == len(lines) or lines[number].capability_key != line.capability_key
        if is_last:
            ordered.append(Page(line, None))
    return ordered


def next_address(page: Page, lines: Sequence[Statement], uuid: object) -> str:
    """The address that Continue leads to; after the last page, the check page."""
    ordered = list_pages(lines)
    place = ordered.index(page) + 1
    return ordered[place].address(uuid) if place < len(ordered) else reverse("journey:check", args=[uuid])


def previous_address(page: Page, lines: Sequence[Statement], uuid: object) -> str:
    """The address that Back leads to; before the first page, the start."""
    ordered = list_pages(lines)
    place = ordered.index(page) - 1
    return ordered[place].address(uuid) if place >= 0 else reverse("journey:start")


def resume_address(lines: Sequence[Statement], answered: Container[str], weighed: Container[str], uuid: object) -> str:
    """The address of the first page that was not reached; the check page when all were."""
    for page in list_pages(lines):
        reached = page.statement.capability_key in weighed if page.number is None else page.statement.key in answered
        if not reached:
            return page.address(uuid)
    return reverse("journey:check", args=[uuid])


def last_page_address(lines: Sequence[Statement], uuid: object) -> str:
    """The address that Back leads to from the check page: the last page asked."""
    return list_pages(lines)[-1].address(uuid)
