"""Which instruments there are, with their versions, and what each says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from ettle.instruments.feedback_specs import FeedbackSpec
from ettle.instruments.models import Draft, FeedbackVersion, InstrumentVersion
from ettle.instruments.spec_export import feedback_version_to_spec, version_to_spec
from ettle.instruments.specs import InstrumentSpec

MOST_SHOWN = 50


@dataclass(frozen=True)
class PublishedVersion:
    """One version, for a list."""

    key: str
    edition: int
    title: str
    published_at: datetime


@dataclass(frozen=True)
class InstrumentListing:
    """One instrument with its versions, the newest first; the eldest of very many are left out."""

    newest: PublishedVersion
    versions: list[PublishedVersion]
    drafts: list[Draft]


@dataclass(frozen=True)
class VersionDetail:
    """One version with its words."""

    spec: InstrumentSpec | FeedbackSpec
    edition: int
    published_at: datetime


def list_instruments() -> list[InstrumentListing]:
    """Every instrument, the self-assessments first: three queries, however many versions and drafts."""
    drafts = list(Draft.objects.newest_first()[:MOST_SHOWN])
    found = groupby([*_instrument_versions(), *_feedback_versions()], key=lambda one: one.key)
    grouped = [(key, list(versions)) for key, versions in found]
    return [
        InstrumentListing(
            versions[0], versions[:MOST_SHOWN], [draft for draft in drafts if draft.instrument.key == key]
        )
        for key, versions in grouped
    ]


def _instrument_versions() -> Iterator[PublishedVersion]:
    rows = InstrumentVersion.objects.order_by("instrument__key", "-edition")
    for row in rows.values_list("instrument__key", "edition", "title", "published_at"):
        yield PublishedVersion(*row)


def _feedback_versions() -> Iterator[PublishedVersion]:
    rows = FeedbackVersion.objects.order_by("instrument__key", "-edition")
    for row in rows.values_list("instrument__key", "edition", "content__title", "published_at"):
        yield PublishedVersion(*row)


def find_version(key: str, edition: int | None = None) -> VersionDetail | None:
    """One version of an instrument, the newest unless an edition is named."""
    only = {"instrument__key": key} | ({} if edition is None else {"edition": edition})
    instrument = InstrumentVersion.objects.filter(**only).order_by("-edition").first()
    if instrument is not None:
        return VersionDetail(version_to_spec(instrument, key), instrument.edition, instrument.published_at)
    feedback = FeedbackVersion.objects.filter(**only).order_by("-edition").first()
    return (
        VersionDetail(feedback_version_to_spec(feedback), feedback.edition, feedback.published_at) if feedback else None
    )


def find_draft(key: str, uuid: UUID) -> Draft | None:
    """One draft of an instrument, whoever wrote it."""
    return Draft.objects.select_related("writer").filter(instrument__key=key, uuid=uuid).first()


def other_drafts(key: str, but: Draft | None) -> list[Draft]:
    """What else waits to be published, or was kept by somebody."""
    found = Draft.objects.newest_first().filter(instrument__key=key)
    return list((found.exclude(pk=but.pk) if but else found)[:MOST_SHOWN])
