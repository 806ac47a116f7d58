"""What others may hold of this room: a badge as data, and what its pages show of an endorsement."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BadgeEndorsement:
    """What the pages of an award show of its endorsement, which another room brings ("badges.endorsement").

    state: in words, for the holder. address: the holder's page about it. public: what anyone may read; "" for nothing.
    quote: the endorser's own words, only with `public`.
    """

    state: str
    address: str
    public: str = ""
    quote: str = ""
