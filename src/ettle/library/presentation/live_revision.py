"""Which revision of an area is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LiveRevision:
    """The revision that is live now. stamp: the time it was published, because a restored database may give the same
    number to another revision."""

    pk: int
    revision: int
    stamp: str

    @classmethod
    def from_columns(cls, pk: int, revision: int | None, published_at: datetime | None) -> LiveRevision:
        return cls(pk, revision or 0, f"{published_at.timestamp():.6f}" if published_at else "never")

    @property
    def name(self) -> str:
        return f"{self.pk}.{self.revision}.{self.stamp}"
