"""The order of the pages of a self-assessment: its lines, and after each capability's lines how much it matters."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from django.urls import reverse

from ettle.instruments.types import Line


@dataclass(frozen=True)
class Page:
    """One page. number: of a line, from 1; None for the page that asks how much a capability matters."""

    line: Line
    number: int | None

    def address(self, uuid: object) -> str:
        if self.number is None:
            return reverse("journey:importance", args=[uuid, self.line.capability_key])
        return reverse("journey:line", args=[uuid, self.number])


def pages(lines: Sequence[Line]) -> list[Page]:
    """Return every page in the order it is asked."""
    ordered: list[Page] = []
    for number, line in enumerate(lines, start=1):
        ordered.append(Page(line, number))
        is_last = number == len(lines) or lines[number].capability_key != line.capability_key
        if is_last:
            ordered.append(Page(line, None))
    return ordered


def after(page: Page, lines: Sequence[Line], uuid: object) -> str:
    """The address that Continue leads to; after the last page, the check page."""
    ordered = pages(lines)
    place = ordered.index(page) + 1
    return ordered[place].address(uuid) if place < len(ordered) else reverse("journey:check", args=[uuid])


def before(page: Page, lines: Sequence[Line], uuid: object) -> str:
    """The address that Back leads to; before the first page, the start."""
    ordered = pages(lines)
    place = ordered.index(page) - 1
    return ordered[place].address(uuid) if place >= 0 else reverse("journey:start")


def resume(lines: Sequence[Line], answered: Container[str], weighed: Container[str], uuid: object) -> str:
    """The address of the first page that was not reached; the check page when all were."""
    for page in pages(lines):
        reached = page.line.capability_key in weighed if page.number is None else page.line.key in answered
        if not reached:
            return page.address(uuid)
    return reverse("journey:check", args=[uuid])


def before_check(lines: Sequence[Line], uuid: object) -> str:
    """The address that Back leads to from the check page: the last page asked."""
    return pages(lines)[-1].address(uuid)
