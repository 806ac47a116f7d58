"""What a check of one signature found. Imported by the helper process, which knows neither Django nor translations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Finding(Enum):
    """FITS and DIFFERS are said only when the signature was computed; everything else says why it was not."""

    FITS = "fits"
    DIFFERS = "differs"
    NOT_COVERED = "not covered"  # the signature fits, and leaves a part of the document out
    UNKNOWN_CONTEXT = "unknown context"
    UNKNOWN_SUITE = "unknown suite"
    UNUSABLE_KEY = "unusable key"
    ENTANGLED = "entangled"
    TOO_LARGE = "too large"
    MALFORMED = "malformed"
    DESCRIBED_TWICE = "described twice"
    READERS_DIFFER = "readers differ"
    TOO_SLOW = "too slow"
    FAILED = "failed"
    BUSY = "busy"


@dataclass(frozen=True)
class ProofFinding:
    """detail: the name of a context, a suite or a member, as it is in the document; never shown without escaping."""

    finding: Finding
    detail: str = ""
