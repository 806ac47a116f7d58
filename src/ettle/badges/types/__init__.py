"""What others may hold of this room: a badge as data, and what is shown and signed of endorsements and evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


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


@dataclass(frozen=True)
class EndorsementStatement:
    """An endorsement that both sides agreed to publish, which another room brings ("badges.endorsement_statements").

    name, job_title: as the endorser gave them; nobody checked them. relationship: to the holder, in English. words:
    theirs. answered_at: when they answered.
    """

    uuid: UUID
    name: str
    job_title: str
    relationship: str
    words: str
    answered_at: datetime


@dataclass(frozen=True)
class EvidenceItem:
    """A piece of evidence that a holder chooses to publish with a badge. narrative: the text itself, never a link."""

    name: str
    narrative: str
