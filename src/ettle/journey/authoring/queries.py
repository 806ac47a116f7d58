"""Which instruments there are, with their versions, and what each says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from ettle.journey.as_specs import feedback_of, instrument_of
from ettle.journey.feedback.models import FeedbackVersion
from ettle.journey.feedback.specs import FeedbackSpec
from ettle.journey.models import InstrumentVersion
from ettle.journey.specs import InstrumentSpec

MOST_SHOWN = 50


@dataclass(frozen=True)
class Published:
    """One version, for a list."""

    key: str
    edition: int
    title: str
    published_at: datetime


@dataclass(frozen=True)
class Listed:
    """One instrument with its versions, the newest first; the eldest of very many are left out."""

    newest: Published
    versions: list[Published]


@dataclass(frozen=True)
class Version:
    """One version with its words."""

    spec: InstrumentSpec | FeedbackSpec
    edition: int
    published_at: datetime


def listed() -> list[Listed]:
    """Every instrument, the self-assessments first: two queries, however many versions."""
    found = groupby([*_instruments(), *_feedbacks()], key=lambda one: one.key)
    grouped = [list(versions) for _, versions in found]
    return [Listed(versions[0], versions[:MOST_SHOWN]) for versions in grouped]


def _instruments() -> Iterator[Published]:
    rows = InstrumentVersion.objects.order_by("instrument__key", "-edition")
    for row in rows.values_list("instrument__key", "edition", "title", "published_at"):
        yield Published(*row)


def _feedbacks() -> Iterator[Published]:
    rows = FeedbackVersion.objects.order_by("instrument__key", "-edition")
    for row in rows.values_list("instrument__key", "edition", "content__title", "published_at"):
        yield Published(*row)


def version(key: str, edition: int | None = None) -> Version | None:
    """One version of an instrument, the newest unless an edition is named."""
    only = {"instrument__key": key} | ({} if edition is None else {"edition": edition})
    instrument = InstrumentVersion.objects.filter(**only).order_by("-edition").first()
    if instrument is not None:
        return Version(instrument_of(instrument, key), instrument.edition, instrument.published_at)
    feedback = FeedbackVersion.objects.filter(**only).order_by("-edition").first()
    return Version(feedback_of(feedback), feedback.edition, feedback.published_at) if feedback else None
