"""Activities that are not the same for everyone: who plays it, and the variants there are. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from ettle.kit.input.specs import Spec


@dataclass(frozen=True)
class Reader:
    """Who begins a play: the keys of their learning roles, in order, and of their setting; "" when it is not known."""

    roles: tuple[str, ...] = ()
    setting: str = ""


@dataclass(frozen=True)
class OfferedVariant:
    """A variant that a person may choose. key: "" for the activity as it is without one.

    label: what people call it; "" where the title of the learning role with this key says it, or it is for every role.
    """

    key: str
    label: str = ""


class VariedSpec(Spec):
    """The part of an activity that may have variants. A play keeps the one that it began with."""

    def list_variants(self) -> tuple[OfferedVariant, ...]:
        """Return what a person may choose from, first the activity as it is; nothing when it is the same for all."""
        return ()

    def choose_variant(self, reader: Reader) -> str:
        """Return the key of the variant that fits a reader best; "" for the activity as it is."""
        return ""

    def in_variant(self, key: str) -> Self:
        """Return the part as it is played in a variant. An unknown key gives the activity as it is."""
        return self
