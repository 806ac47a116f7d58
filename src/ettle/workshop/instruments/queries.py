"""Which instruments there are, with their versions, and what each says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from ettle.instruments.as_specs import feedback_of, instrument_of
from ettle.instruments.feedback_specs import FeedbackSpec
from ettle.instruments.models import Draft, FeedbackVersion, InstrumentVersion
from ettle.instruments.specs import InstrumentSpec

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
    drafts: list[Draft]


@dataclass(frozen=True)
class Version:
    """One version with its words."""

    spec: InstrumentSpec | FeedbackSpec
    edition: int
    published_at: datetime


def listed() -> list[Listed]:
    """Every instrument, the self-assessments first: three queries, however many versions and drafts."""
    drafts = list(Draft.objects.listed()[:MOST_SHOWN])
    found = groupby([*_instruments(), *_feedbacks()], key=lambda one: one.key)
    grouped = [(key, list(versions)) for key, versions in found]
    return [
        Listed(versions[0], versions[:MOST_SHOWN], [draft for draft in drafts if draft.instrument.key == key])
        for key, versions in grouped
    ]


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


def draft(key: str, uuid: UUID) -> Draft | None:
    """One draft of an instrument, whoever wrote it."""
    return Draft.objects.select_related("writer").filter(instrument__key=key, uuid=uuid).first()


def other_drafts(key: str, but: Draft | None) -> list[Draft]:
    """What else waits to be published, or was kept by somebody."""
    found = Draft.objects.listed().filter(instrument__key=key)
    return list((found.exclude(pk=but.pk) if but else found)[:MOST_SHOWN])
