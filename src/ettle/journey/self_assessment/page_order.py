"""The order of the pages of a self-assessment: its statements, then one page on how much each capability matters."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass

from django.urls import reverse

from ettle.instruments.types import Statement


@dataclass(frozen=True)
class Page:
    """One page. number: of a statement, from 1; None for the page that asks how much each capability matters."""

    number: int | None

    def address(self, uuid: object) -> str:
        if self.number is None:
            return reverse("journey:importances", args=[uuid])
        return reverse("journey:line", args=[uuid, self.number])


IMPORTANCES = Page(None)


def next_address(page: Page, lines: Collection[Statement], uuid: object) -> str:
    """The address that an answer leads to; after the last page, the check page."""
    if page.number is None:
        return reverse("journey:check", args=[uuid])
    following = Page(page.number + 1) if page.number < len(lines) else IMPORTANCES
    return following.address(uuid)


def previous_address(page: Page, lines: Collection[Statement], uuid: object) -> str:
    """The address that Back leads to; before the first page, the start."""
    if page.number == 1:
        return reverse("journey:start")
    before = Page(len(lines) if page.number is None else page.number - 1)
    return before.address(uuid)


def resume_address(lines: Sequence[Statement], answered: Container[str], weighed: Container[str], uuid: object) -> str:
    """The address of the first page that was not reached; the check page when all were."""
    for number, line in enumerate(lines, start=1):
        if line.key not in answered:
            return Page(number).address(uuid)
    if all(line.capability_key in weighed for line in lines):
        return reverse("journey:check", args=[uuid])
    return IMPORTANCES.address(uuid)
