"""Alignments: short references such as "codes-workers@2024:2.2", and the things they point to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ettle.framework import queries as framework
from ettle.kit.refused import Refused

if TYPE_CHECKING:
    from ettle.framework.models import Item

CODES = "codes-workers"


@dataclass(frozen=True)
class Alignment:
    words: str
    address: str
    is_code: bool


def split(reference: str) -> tuple[str, str]:
    frame, _, key = reference.partition(":")
    return frame, key


def missing(references: Iterable[str]) -> list[str]:
    """Those that point to nothing we hold. One query, without reading the items themselves."""
    asked = {reference: split(reference) for reference in references}
    held = framework.held({key for _, key in asked.values()}) if asked else set()
    return [reference for reference, named in asked.items() if named not in held]


def alignments(references: Iterable[str]) -> list[Alignment]:
    """What an area is aligned with, in the order its author gave; what is gone since is left out."""
    found = [(reference, _item(reference)) for reference in references]
    return [_alignment(reference, item) for reference, item in found if item is not None]


def _item(reference: str) -> Item | None:
    try:
        return framework.items_by_key([split(reference)])[0]
    except Refused:
        return None


def _alignment(reference: str, item: Item) -> Alignment:
    frame = split(reference)[0].partition("@")[0]
    if frame == CODES:
        return Alignment(f"Code {item.key}: {item.title}", f"/codes/{item.framework.edition}/{item.key}/", is_code=True)
    return Alignment(item.title, f"/items/{item.uuid}/", is_code=False)
